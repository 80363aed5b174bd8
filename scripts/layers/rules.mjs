// The rules of the layers. Each gives its faults as data; `check` runs all of them.
import { isBuiltin } from "node:module";
import { findCycles } from "./cycles.mjs";
import { scope, targetOf } from "./workspace.mjs";

/**
 * @typedef {import("./workspace.mjs").Package} Package
 * @typedef {import("./workspace.mjs").SourceFile} SourceFile
 * @typedef {import("./workspace.mjs").Import} Import
 * @typedef {import("./table.mjs").Layers} Layers
 *
 * @typedef {object} Fault
 * @property {string} code  which rule, such as `layer-forbidden`
 * @property {string} where  file, or file:line:column
 * @property {string} message
 * @property {string} help
 */

/**
 * Checks a workspace against its table of layers.
 *
 * @param {readonly Package[]} packages
 * @param {Layers} layers
 * @param {ReadonlySet<string>} rootTools  what the root declares, for every test to use
 * @returns {Fault[]} sorted by place; empty if all is well
 */
export function check(packages, layers, rootTools) {
  const faults = [
    ...rows(packages, layers),
    ...packages.flatMap((one) => [
      ...forbiddenLayers(one, layers),
      ...deepImports(one, packages),
      ...nodeImports(one, layers),
      ...testTools(one),
      ...undeclared(one, rootTools),
      ...unused(one),
      ...references(one),
      ...fileCycles(one),
    ]),
    ...packageCycles(packages),
  ];
  return faults.sort((a, b) => a.where.localeCompare(b.where, "en", { numeric: true }));
}

/**
 * Every package has a row, every row a package.
 *
 * @param {readonly Package[]} packages
 * @param {Layers} layers
 * @returns {Fault[]}
 */
function rows(packages, { allowed }) {
  const libraries = packages.filter(({ isApp }) => !isApp);
  const names = new Set(libraries.map(({ name }) => name));
  const without = libraries.filter(({ name }) => !allowed.has(name));
  const empty = [...allowed.keys()].filter((name) => !names.has(name));
  return [
    ...without.map(({ name, folder }) => ({
      code: "layer-missing",
      where: `${folder}/package.json`,
      message: `layers.json has no row for ${name}`,
      help: "add one, below every package that it imports",
    })),
    ...empty.map((name) => ({
      code: "layer-empty",
      where: "layers.json",
      message: `there is no package ${name}`,
      help: "take its row out",
    })),
  ];
}

/**
 * What ships imports and declares only what its row allows. Tests may look further, as far as packages make no cycle.
 *
 * @param {Package} one
 * @param {Layers} layers
 * @returns {Fault[]}
 */
function forbiddenLayers({ name, folder, isApp, manifest, files }, { allowed }) {
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
function deepImports({ folder, files }, packages) {
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
function nodeImports({ name, folder, isApp, files }, { nodeOnly }) {
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
function testTools({ folder, isApp, files }) {
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
function undeclared({ folder, isApp, manifest, files }, rootTools) {
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

/**
 * @param {Package} one
 * @returns {Fault[]}
 */
function unused({ folder, manifest, files }) {
  /** @param {readonly SourceFile[]} some */
  const used = (some) => new Set(imports(some).map(({ specifier }) => packageIn(specifier)));
  const byAll = used(files);
  const byShipped = used(files.filter(({ ships }) => ships));
  const dependencies = namesIn(manifest.dependencies).filter((name) => !byShipped.has(name));
  // Other development tools may be run rather than imported.
  const devDependencies = namesIn(manifest.devDependencies).filter(
    (name) => name.startsWith(scope) && !byAll.has(name),
  );
  return [...dependencies, ...devDependencies].map((name) => ({
    code: "unused",
    where: `${folder}/package.json`,
    message: byAll.has(name) ? `only tests import ${name}` : `nothing imports ${name}`,
    help: byAll.has(name) ? "move it to devDependencies" : "take it out",
  }));
}

/**
 * tsc builds what a package's references name before it, so they must be its dependencies.
 *
 * @param {Package} one
 * @returns {Fault[]}
 */
function references({ folder, isApp, manifest, references: named }) {
  if (isApp) return [];
  const needed = namesIn(manifest.dependencies)
    .filter((name) => name.startsWith(scope))
    .map(nameOf);
  const lacking = needed.filter((name) => !named.includes(name));
  const needless = named.filter((name) => !needed.includes(name));
  return [
    ...lacking.map((name) => ({
      message: `references lack ../${name}`,
      help: "add it: package.json depends on it",
    })),
    ...needless.map((name) => ({
      message: `references name ../${name}`,
      help: "take it out: package.json does not",
    })),
  ].map((fault) => ({ code: "references", where: `${folder}/tsconfig.json`, ...fault }));
}

/**
 * @param {Package} one
 * @returns {Fault[]}
 */
function fileCycles({ folder, files }) {
  const graph = new Map(
    files.map((file) => [
      file.path,
      file.imports
        .map(({ specifier }) => specifier)
        .filter((one) => one.startsWith("."))
        .map((one) => targetOf(file, one)),
    ]),
  );
  return findCycles(graph).map((cycle) => ({
    code: "import-cycle",
    where: `${folder}/${cycle[0]}`,
    message: `files import each other in a circle: ${[...cycle, cycle[0]].join(" -> ")}`,
    help: "move what both need to a file of its own",
  }));
}

/**
 * The table has no cycles; a devDependency could still make one.
 *
 * @param {readonly Package[]} packages
 * @returns {Fault[]}
 */
function packageCycles(packages) {
  const graph = new Map(
    packages.map(({ manifest }) => [
      manifest.name,
      [...namesIn(manifest.dependencies), ...namesIn(manifest.devDependencies)],
    ]),
  );
  return findCycles(graph).map((cycle) => ({
    code: "package-cycle",
    where: "layers.json",
    message: `packages depend on each other in a circle: ${[...cycle, cycle[0]].join(" -> ")}`,
    help: "move the test to the upper package",
  }));
}

/**
 * @param {readonly SourceFile[]} files
 * @returns {(Import & { file: SourceFile, place: string })[]}
 */
function imports(files) {
  return files.flatMap((file) =>
    file.imports.map((one) => ({ ...one, file, place: `${file.path}:${one.line}:${one.column}` })),
  );
}

/** @param {Record<string, string> | undefined} dependencies */
function namesIn(dependencies) {
  return Object.keys(dependencies ?? {});
}

/**
 * `@seqloom/autograd/testing` to `autograd`.
 *
 * @param {string} specifier
 */
function nameOf(specifier) {
  return specifier.slice(scope.length).split("/")[0] ?? "";
}

/**
 * `@scope/name/door` to `@scope/name`, `name/door` to `name`.
 *
 * @param {string} specifier
 */
function packageIn(specifier) {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
