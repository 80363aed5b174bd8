// Makes the declarations follow the imports: dependencies on other packages of the workspace, and what tsc builds first.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scope } from "./workspace.mjs";

/**
 * Rewrites package.json and tsconfig.json of a package so that they name the packages that it imports, no more, no less.
 * Dependencies from outside the workspace stay as they are.
 *
 * @param {string} root
 * @param {import("./workspace.mjs").Package} one
 * @param {readonly string[]} order  all packages, in the order of the table
 * @returns {string[]} the files that changed
 */
export function declare(root, { name, folder, isApp, files }, order) {
  if (isApp) return [];
  /** @param {readonly import("./workspace.mjs").SourceFile[]} some */
  const importedBy = (some) => {
    const specifiers = some.flatMap(({ imports }) => imports.map(({ specifier }) => specifier));
    return order.filter(
      (other) =>
        other !== name &&
        specifiers.some((one) => one === scope + other || one.startsWith(`${scope}${other}/`)),
    );
  };
  const shipped = importedBy(files.filter(({ ships }) => ships));
  const forTests = importedBy(files).filter((other) => !shipped.includes(other));

  const manifestChanged = edit(join(root, folder, "package.json"), (manifest) => ({
    ...manifest,
    dependencies: withPackages(manifest.dependencies, shipped),
    devDependencies: withPackages(manifest.devDependencies, forTests),
  }));
  const configChanged = edit(join(root, folder, "tsconfig.json"), (config) => ({
    ...config,
    references: shipped.map((other) => ({ path: `../${other}` })),
  }));
  return [
    ...(manifestChanged ? [`${folder}/package.json`] : []),
    ...(configChanged ? [`${folder}/tsconfig.json`] : []),
  ];
}

/**
 * @param {Record<string, string> | undefined} dependencies
 * @param {readonly string[]} packages
 */
function withPackages(dependencies = {}, packages) {
  const others = Object.entries(dependencies).filter(([name]) => !name.startsWith(scope));
  const ours = packages.map((name) => [scope + name, dependencies[scope + name] ?? "workspace:^"]);
  const all = [...ours, ...others];
  return all.length > 0 ? Object.fromEntries(all.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))) : undefined;
}

/**
 * @typedef {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string>,
 *   references?: { path: string }[] }} Declarations
 */

/**
 * @param {string} path
 * @param {(content: Declarations) => Declarations} change
 */
function edit(path, change) {
  /** @type {Declarations} */
  const before = JSON.parse(readFileSync(path, "utf8"));
  const after = change(before);
  if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(after))) return false;
  writeFileSync(path, `${JSON.stringify(after, null, 2)}\n`);
  return true;
}

/**
 * The order of dependencies does not matter.
 *
 * @param {Declarations} content
 */
function sorted({ dependencies, devDependencies, references, ...rest }) {
  return [
    rest,
    ...[dependencies, devDependencies].map((one) => Object.entries(one ?? {}).sort()),
    (references ?? []).map(({ path }) => path).sort(),
  ];
}
