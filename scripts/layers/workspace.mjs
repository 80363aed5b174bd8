// The workspace as the rules see it: packages, what they declare, their files and each import with its place.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import ts from "typescript";

/**
 * @typedef {{ specifier: string, line: number, column: number }} Import
 * @typedef {object} SourceFile
 * @property {string} path  from the package's folder, such as `src/index.ts`
 * @property {boolean} ships  whether it goes into dist; tests and their tools do not
 * @property {readonly Import[]} imports
 *
 * @typedef {object} Package
 * @property {string} name  the folder's name
 * @property {string} folder  from the root, such as `packages/ops`
 * @property {boolean} isApp  apps and samples may import every package
 * @property {Manifest} manifest
 * @property {readonly string[]} references  packages that its tsconfig.json builds first
 * @property {readonly SourceFile[]} files
 *
 * @typedef {{ name: string, description?: string, exports?: Record<string, unknown>, dependencies?: Record<string, string>,
 *   devDependencies?: Record<string, string>, peerDependencies?: Record<string, string> }} Manifest
 */

/** The scope of every package's name. */
export const scope = "@seqloom/";

/**
 * Reads every package below `packages/`, `apps/` and `samples/`.
 *
 * @param {string} root
 * @returns {Package[]}
 */
export function readWorkspace(root) {
  return ["packages", "apps", "samples"].flatMap((kind) => {
    const names = existsSync(join(root, kind)) ? readdirSync(join(root, kind)) : [];
    return names
      .filter((name) => existsSync(join(root, kind, name, "package.json")))
      .map((name) => readPackage(root, `${kind}/${name}`));
  });
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {Package}
 */
function readPackage(root, folder) {
  const at = join(root, folder);
  const config = readConfig(at);
  const ships = new Set(config.fileNames.map((file) => posixPath(relative(at, file))));
  const files = sourcesOf(at).map((path) => ({
    path,
    ships: ships.has(path),
    imports: importsOf(readFileSync(join(at, path), "utf8")),
  }));
  return {
    name: posix.basename(folder),
    folder,
    isApp: !folder.startsWith("packages/"),
    manifest: JSON.parse(readFileSync(join(at, "package.json"), "utf8")),
    references: config.references.map((path) => posix.basename(posixPath(path))),
    files,
  };
}

/**
 * What ships is what the package's tsconfig.json compiles; that keeps one list of what is a test.
 *
 * @param {string} folder
 */
function readConfig(folder) {
  const file = join(folder, "tsconfig.json");
  if (!existsSync(file)) return { fileNames: [], references: [] };
  const { config, error } = ts.readConfigFile(file, ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
  const { fileNames, projectReferences = [] } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  return { fileNames, references: projectReferences.map(({ path }) => path) };
}

/** @param {string} folder */
function sourcesOf(folder) {
  const inside = existsSync(join(folder, "src"))
    ? readdirSync(join(folder, "src"), { recursive: true }).map((path) => `src/${posixPath(String(path))}`)
    : [];
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
  return [...inside, ...scripts].filter((path) => /\.m?ts$|\.mjs$/.test(path)).sort();
}

/**
 * Every import of a file: `import`, `export from`, `import()`, `import type` and types such as `import("x").Y`.
 *
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(text) {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  if (importedFiles.length === 0) return [];
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return importedFiles.map(({ fileName, pos }) => {
    const line = lineStarts.findLastIndex((start) => start <= pos);
    return { specifier: fileName, line: line + 1, column: pos - (lineStarts[line] ?? 0) + 1 };
  });
}

/**
 * The file of the same package that a relative import means.
 *
 * @param {SourceFile} file
 * @param {string} specifier
 * @returns {string} from the package's folder; starts with `../` if it leaves the package
 */
export function targetOf(file, specifier) {
  return posix.join(dirname(file.path), specifier);
}

/** @param {string} path */
function posixPath(path) {
  return path.split(sep).join("/");
}
