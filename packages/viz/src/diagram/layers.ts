/**
 * Which row and column of a picture each box of a diagram takes.
 *
 * Rows by the longest way from the inputs, columns by the mean place of the neighbours above and below (Sugiyama,
 * Tagawa & Toda 1981). Arrows to the next step make no row: without them a graph has no rounds.
 */
import type { Diagram } from "./diagram.ts";

export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** How often columns are put in order; more changes next to nothing. */
const rounds = 8;

export function placed({ nodes, edges }: Diagram): ReadonlyMap<string, Spot> {
  const forward = edges.filter(({ kind }) => kind === "value");
  const above = neighbours(forward.map(({ from, to }) => [to, from]));
  const below = neighbours(forward.map(({ from, to }) => [from, to]));
  const rowOf = new Map<string, number>();
  // Boxes stand in an order in which arrows lead ahead: each is made before it is used.
  for (const { id } of nodes)
    rowOf.set(id, Math.max(-1, ...(above.get(id) ?? []).map((other) => rowOf.get(other) ?? -1)) + 1);
  const rows: string[][] = [];
  for (const { id } of nodes) {
    const row = rowOf.get(id) ?? 0;
    rows[row] = [...(rows[row] ?? []), id];
  }
  for (let round = 0; round < rounds; round++) {
    const side = round % 2 === 0 ? above : below;
    const at = columnsOf(rows);
    const wish = (id: string): number => {
      const others = side.get(id) ?? [];
      return others.length === 0
        ? (at.get(id) ?? 0)
        : others.reduce((sum, other) => sum + (at.get(other) ?? 0), 0) / others.length;
    };
    for (const row of rows) row.sort((a, b) => wish(a) - wish(b));
  }
  const columns = columnsOf(rows);
  return new Map(nodes.map(({ id }) => [id, { row: rowOf.get(id) ?? 0, column: columns.get(id) ?? 0 }]));
}

function neighbours(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [one, other] of pairs) {
    const known = found.get(one);
    if (known === undefined) found.set(one, [other]);
    else known.push(other);
  }
  return found;
}

/** Columns count from the middle of a row. */
function columnsOf(rows: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  return new Map(rows.flatMap((row) => row.map((id, i) => [id, i - (row.length - 1) / 2] as const)));
}
