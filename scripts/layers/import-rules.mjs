// Rules on single imports: where they lead, and from where.
import { isBuiltin } from "node:module";
import { imports, nameOf, namesIn, packageIn } from "./names.mjs";
import { scope, targetOf } from "./workspace.mjs";

/**
 * @typedef {import("./workspace.mjs").Package} Package
 * @typedef {import("./table.mjs").Layers} Layers
 * @typedef {import("./fault.mjs").Fault} Fault
 */

/**
 * What ships imports and declares only what its row allows. Tests may look further, as far as packages make no cycle.
 *
 * @param {Package} one
 * @param {Layers} layers
 * @returns {Fault[]}
 */
export function forbiddenLayers({ name, folder, isApp, manifest, files }, { allowed }) {
  const row = allowed.get(name);
  if (isApp || !row) return [];
  /** @param {string} other */
  const fault = (other) => ({
    code: "layer-forbidden",
    message: `${name} may not import ${other}`,
    help: `layers.json allows it: ${[...row].join(", ") || "no other package"}`,
  });
  /** @param {string} specifier */
  const isForbidden = (specifier) => specifier.startsWith(scope) && !row.has(nameOf(specifier));
  const declared = Object.keys(manifest.dependencies ?? {}).filter(isForbidden);
  return [
    ...imports(files.filter(({ ships }) => ships))
      .filter(({ specifier }) => isForbidden(specifier))
      .map(({ specifier, place }) => ({ ...fault(nameOf(specifier)), where: `${folder}/${place}` })),
    ...declared.map((other) => ({ ...fault(nameOf(other)), where: `${folder}/package.json` })),
  ];
}

/**
 * Packages are entered by the doors in their `exports`, never by a path.
 *
 * @param {Package} one
 * @param {readonly Package[]} packages
 * @returns {Fault[]}
 */
export function deepImports({ folder, files }, packages) {
  const doors = new Set(
    packages.flatMap(({ manifest }) =>
      Object.keys(manifest.exports ?? {}).map((door) => manifest.name + door.slice(1)),
    ),
  );
  const intoPackages = imports(files)
    .filter(({ specifier }) => specifier.startsWith(scope) && !doors.has(specifier))
    .map(({ specifier, place }) => ({
      code: "deep-import",
      where: `${folder}/${place}`,
      message: `${specifier} is no door of a package`,
      help: `import one of: ${[...doors].filter((door) => nameOf(door) === nameOf(specifier)).join(", ") || "none there"}`,
    }));
  const outOfPackage = imports(files)
    .filter(({ specifier, file }) => specifier.startsWith(".") && targetOf(file, specifier).startsWith("../"))
    .map(({ specifier, place }) => ({
      code: "deep-import",
      where: `${folder}/${place}`,
      message: `${specifier} lies outside ${folder}`,
      help: `import the package by its name, ${scope}…`,
    }));
  return [...intoPackages, ...outOfPackage];
}

/**
 * Libraries run in browsers too: Node's modules are for `src/node.ts` and `src/node/`, and so are the `/node` doors.
 *
 * @param {Package} one
 * @param {Layers} layers
 * @returns {Fault[]}
 */
export function nodeImports({ name, folder, isApp, files }, { nodeOnly }) {
  if (isApp || nodeOnly.has(name)) return [];
  /** @param {string} path */
  const isNodeSide = (path) => path === "src/node.ts" || path.startsWith("src/node/");
  return imports(files.filter(({ ships, path }) => ships && !isNodeSide(path)))
    .filter(
      ({ specifier, file }) =>
        isBuiltin(specifier) ||
        (specifier.startsWith(scope) && specifier.endsWith("/node")) ||
        (specifier.startsWith(".") && isNodeSide(targetOf(file, specifier))),
    )
    .map(({ specifier, place }) => ({
      code: "node-import",
      where: `${folder}/${place}`,
      message: `${specifier} exists in Node only, and this file ships to browsers`,
      help: "move it to src/node.ts or src/node/; if only tests use this file, exclude it in tsconfig.json",
    }));
}

/**
 * What ships does not import what does not.
 *
 * @param {Package} one
 * @returns {Fault[]}
 */
export function testTools({ folder, isApp, files }) {
  if (isApp) return [];
  const forTests = new Set(files.filter(({ ships }) => !ships).map(({ path }) => path));
  return imports(files.filter(({ ships }) => ships))
    .filter(({ specifier, file }) => specifier.startsWith(".") && forTests.has(targetOf(file, specifier)))
    .map(({ specifier, place }) => ({
      code: "test-import",
      where: `${folder}/${place}`,
      message: `${specifier} is for tests and does not ship`,
      help: "move what both need out of the tests",
    }));
}

/**
 * @param {Package} one
 * @param {ReadonlySet<string>} rootTools
 * @returns {Fault[]}
 */
export function undeclared({ folder, isApp, manifest, files }, rootTools) {
  const shipped = new Set([...namesIn(manifest.dependencies), ...namesIn(manifest.peerDependencies)]);
  const forTests = new Set([...shipped, ...namesIn(manifest.devDependencies), ...rootTools, manifest.name]);
  return imports(files)
    .filter(({ specifier, file }) => {
      if (specifier.startsWith(".") || isBuiltin(specifier)) return false;
      return !(file.ships && !isApp ? shipped : forTests).has(packageIn(specifier));
    })
    .map(({ specifier, place, file }) => ({
      code: "undeclared",
      where: `${folder}/${place}`,
      message: `${packageIn(specifier)} is not in ${file.ships ? "dependencies" : "devDependencies"}`,
      help: `pnpm --filter ${manifest.name} add ${file.ships ? "" : "-D "}${packageIn(specifier)}`,
    }));
}
