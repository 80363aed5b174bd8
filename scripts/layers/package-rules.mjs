// Rules on packages as a whole: what they declare, and circles.
import { findCycles } from "./cycles.mjs";
import { imports, nameOf, namesIn, packageIn } from "./names.mjs";
import { scope, targetOf } from "./workspace.mjs";

/**
 * @typedef {import("./workspace.mjs").Package} Package
 * @typedef {import("./workspace.mjs").SourceFile} SourceFile
 * @typedef {import("./table.mjs").Layers} Layers
 * @typedef {import("./fault.mjs").Fault} Fault
 */

/**
 * Every package has a row, every row a package.
 *
 * @param {readonly Package[]} packages
 * @param {Layers} layers
 * @returns {Fault[]}
 */
export function rows(packages, { allowed }) {
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
 * @param {Package} one
 * @returns {Fault[]}
 */
export function unused({ folder, manifest, files }) {
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
export function references({ folder, isApp, manifest, references: named }) {
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
export function fileCycles({ folder, files }) {
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
export function packageCycles(packages) {
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
