// Code blocks as files below .cache/docs-blocks: each on the line numbers of its page, importing the sources.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { blocksOf } from "./blocks.mjs";

/**
 * @typedef {object} WrittenBlock
 * @property {string} page  from the root, such as `packages/nn/README.md`
 * @property {number} line  where its code starts in the page
 * @property {string} file  absolute
 * @property {string} code
 * @property {boolean} runs
 */

/**
 * Writes every block of the documentation and removes what an earlier run left.
 *
 * @param {string} root
 * @returns {WrittenBlock[]}
 */
export function writeBlocks(root) {
  const folder = join(root, ".cache", "docs-blocks");
  const doors = sourceDoors(root);
  const written = pagesOf(root).flatMap((page) =>
    blocksOf(readFileSync(join(root, page), "utf8")).map((block) => {
      const file = join(folder, page, `${block.line}.ts`);
      const text = withSources(block.code, doors, dirname(file));
      // Same line numbers as in the page, so that every message points there. `export {}` allows await and own names.
      writeIfNew(file, `${"\n".repeat(block.line - 1)}${text}export {};\n`);
      return { page, file, ...block };
    }),
  );
  removeAllBut(folder, new Set(written.map(({ file }) => file)));
  return written;
}

/**
 * The pages whose code runs: the README of the repository and of each package and app, and all of docs.
 *
 * @param {string} root
 * @returns {string[]} from the root
 */
export function pagesOf(root) {
  const inDocs = filesIn(join(root, "docs")).filter((path) => !path.includes("node_modules"));
  return [
    "README.md",
    "CONTRIBUTING.md",
    ...["packages", "apps"].flatMap((kind) =>
      readdirSync(join(root, kind)).map((name) => `${kind}/${name}/README.md`),
    ),
    ...inDocs.filter((path) => path.endsWith(".md")).map((path) => `docs/${path}`),
  ].filter((page) => existsSync(join(root, page)));
}

/**
 * Every import name of every package, with the source file that it means.
 *
 * @param {string} root
 * @returns {Map<string, string>}
 */
function sourceDoors(root) {
  /** @type {Map<string, string>} */
  const doors = new Map();
  for (const name of readdirSync(join(root, "packages"))) {
    const manifest = join(root, "packages", name, "package.json");
    if (!existsSync(manifest)) continue;
    /** @type {{ name: string, exports: Record<string, Record<string, string> | string> }} */
    const { name: fullName, exports } = JSON.parse(readFileSync(manifest, "utf8"));
    for (const [door, targets] of Object.entries(exports)) {
      const source = typeof targets === "string" ? undefined : targets["@seqloom/source"];
      if (source) doors.set(fullName + door.slice(1), join(root, "packages", name, source));
    }
  }
  return doors;
}

/**
 * @param {string} code
 * @param {ReadonlyMap<string, string>} doors
 * @param {string} folder  where the code will stand
 */
function withSources(code, doors, folder) {
  let text = code;
  // From the last to the first, so that earlier positions stay right.
  for (const { fileName, pos } of ts.preProcessFile(code, true, true).importedFiles.reverse()) {
    const source = doors.get(fileName);
    if (!source) continue;
    const start = code.indexOf(fileName, pos);
    const path = relative(folder, source).replaceAll("\\", "/");
    text = text.slice(0, start) + path + text.slice(start + fileName.length);
  }
  return text;
}

/**
 * @param {string} file
 * @param {string} text
 */
function writeIfNew(file, text) {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/**
 * @param {string} folder
 * @param {ReadonlySet<string>} keep
 */
function removeAllBut(folder, keep) {
  for (const path of filesIn(folder)) if (!keep.has(join(folder, path))) rmSync(join(folder, path));
}

/**
 * @param {string} folder
 * @returns {string[]} from the folder
 */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
