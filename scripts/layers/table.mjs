// layers.json: which package may import which. Rows stand in the order of the data flow, and a row names only rows
// above it, so the table itself cannot hold a cycle.

/**
 * @typedef {object} Layers
 * @property {ReadonlyMap<string, ReadonlySet<string>>} allowed  package to the packages that it may import
 * @property {ReadonlySet<string>} nodeOnly  packages that run in Node only, so may use its modules anywhere
 */

/**
 * Reads the text of layers.json.
 *
 * @param {string} text
 * @returns {Layers}
 * @throws Error if a row names a package that is not above it
 */
export function readLayers(text) {
  /** @type {{ everyone: string[], packages: Record<string, string[] | "all above">, nodeOnly: string[] }} */
  const { everyone, packages, nodeOnly } = JSON.parse(text);
  /** @type {Map<string, Set<string>>} */
  const allowed = new Map();
  for (const [name, row] of Object.entries(packages)) {
    const above = [...allowed.keys()];
    const named = row === "all above" ? above : [...everyone.filter((other) => other !== name), ...row];
    const unknown = named.filter((other) => !allowed.has(other));
    if (unknown.length > 0) throw new Error(`layers.json: ${name} names ${unknown.join(", ")}, not above it`);
    allowed.set(name, new Set(named));
  }
  return { allowed, nodeOnly: new Set(nodeOnly) };
}

/**
 * The height of each package over the ground: one more than the highest package that it may import.
 *
 * @param {Layers} layers
 * @returns {Map<string, number>}
 */
export function heights({ allowed }) {
  /** @type {Map<string, number>} */
  const height = new Map();
  for (const [name, below] of allowed) {
    height.set(name, Math.max(-1, ...[...below].map((other) => height.get(other) ?? 0)) + 1);
  }
  return height;
}
