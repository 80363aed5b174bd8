// The rules of the layers, all of them at once. Each gives its faults as data.
import { deepImports, forbiddenLayers, nodeImports, testTools, undeclared } from "./import-rules.mjs";
import { fileCycles, packageCycles, references, rows, unused } from "./package-rules.mjs";

/**
 * @typedef {import("./workspace.mjs").Package} Package
 * @typedef {import("./table.mjs").Layers} Layers
 * @typedef {import("./fault.mjs").Fault} Fault
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
