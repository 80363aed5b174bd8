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

type Neighbours = ReadonlyMap<string, readonly string[]>;

/** How often columns are put in order; more changes next to nothing. */
const rounds = 8;

export function placed(diagram: Diagram): ReadonlyMap<string, Spot> {
  const { nodes, edges } = diagram;
  const forward = edges.filter(({ kind }) => kind === "value");
  const above = neighbours(forward.map(({ from, to }) => [to, from]));
  const below = neighbours(forward.map(({ from, to }) => [from, to]));
  const rowOf = rowsOf(diagram, above, below);
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

/**
 * Boxes stand in an order in which arrows lead ahead: each is made before it is used. A cell begins below all that leads
 * into it, so that nothing from outside lies in its frame; inputs of what is outside of cells stand right above it.
 */
function rowsOf({ nodes, edges, cells }: Diagram, above: Neighbours, below: Neighbours): Map<string, number> {
  const rowOf = new Map<string, number>();
  const rowAbove = (id: string) =>
    Math.max(-1, ...(above.get(id) ?? []).map((other) => rowOf.get(other) ?? -1));
  const around = new Map(cells.map(({ id, inside }) => [id, inside]));
  const cellOf = new Map(nodes.map(({ id, cell }) => [id, cell]));
  const begins = new Map<string, number>();
  for (const { id, cell } of nodes) {
    const starts: number[] = [];
    for (let own = cell; own !== undefined; own = around.get(own)) {
      if (!begins.has(own)) {
        const into = edges.filter(({ to, kind }) => kind === "value" && cellOf.get(to) === own);
        begins.set(own, Math.max(-1, ...into.map(({ from }) => rowOf.get(from) ?? -1)) + 1);
      }
      starts.push(begins.get(own) ?? 0);
    }
    rowOf.set(id, Math.max(rowAbove(id) + 1, ...starts));
  }
  for (const { id, kind, cell } of nodes) {
    const users = below.get(id) ?? [];
    const isFree = (kind === "input" || kind === "constant") && cell === undefined;
    if (!isFree || users.length === 0 || users.some((user) => cellOf.get(user) !== undefined)) continue;
    rowOf.set(id, Math.max(0, Math.min(...users.map((user) => rowOf.get(user) ?? 0)) - 1));
  }
  return rowOf;
}

function neighbours(pairs: readonly (readonly [string, string])[]): Neighbours {
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
