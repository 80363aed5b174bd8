// Cycles in a directed graph, each shown once, by its shortest way round.

/**
 * Finds one shortest cycle for each knot of nodes that reach each other.
 *
 * @param {ReadonlyMap<string, readonly string[]>} graph  node to its successors; successors outside the graph are ignored
 * @returns {string[][]} each cycle as its nodes in order, the alphabetically first node of the knot in front
 */
export function findCycles(graph) {
  /** @type {string[][]} */
  const cycles = [];
  const done = new Set();
  for (const node of [...graph.keys()].sort()) {
    if (done.has(node)) continue;
    const way = shortestWayBack(graph, node);
    if (way.length === 0) continue;
    cycles.push(way);
    for (const member of knot(graph, node)) done.add(member);
  }
  return cycles;
}

/**
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @param {string} start
 * @returns {string[]} the nodes from start back to before start; empty if there is no way
 */
function shortestWayBack(graph, start) {
  /** @type {Map<string, string>} */
  const cameFrom = new Map();
  const queue = [start];
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) return wayTo(node, cameFrom, start);
      if (cameFrom.has(next) || !graph.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  }
  return [];
}

/**
 * @param {string} end
 * @param {ReadonlyMap<string, string>} cameFrom
 * @param {string} start
 */
function wayTo(end, cameFrom, start) {
  const way = [];
  for (let node = end; node !== start; node = cameFrom.get(node) ?? start) way.unshift(node);
  return [start, ...way];
}

/**
 * The nodes that `start` reaches and that reach it.
 *
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @param {string} start
 */
function knot(graph, start) {
  const ahead = reach(graph, start);
  return [...ahead].filter((node) => reach(graph, node).has(start));
}

/**
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @param {string} start
 */
function reach(graph, start) {
  const seen = new Set([start]);
  for (const node of seen) for (const next of graph.get(node) ?? []) seen.add(next);
  return seen;
}
