/** A model as a table of its parameters. */
import type { Module } from "../module.ts";

/**
 * Path, shape and number of every parameter, and the sum: text to print.
 *
 * @example
 * console.log(describe(gru({ input: 2, hidden: 8 })));
 * // -> gru
 * //    weight_ih_l0  [24, 2]    48
 * //    ...
 */
export function describe(model: Module): string {
  const rows = Object.entries(model.parameters).map(([path, { shape, frozen }]) => ({
    path,
    shape: `[${shape.join(", ")}]`,
    count: shape.reduce((size, n) => size * n, 1),
    frozen: frozen === true,
  }));
  const width = (of: (row: (typeof rows)[number]) => string) =>
    Math.max(0, ...rows.map((row) => of(row).length));
  const [path, shape] = [width((row) => row.path), width((row) => row.shape)];
  const total = (only: (frozen: boolean) => boolean) =>
    rows.reduce((sum, row) => sum + (only(row.frozen) ? row.count : 0), 0);
  const number = Math.max(...["0", String(total(() => true))].map((text) => text.length));
  const fixed = total((frozen) => frozen);
  return [
    model.kind,
    ...rows.map(
      (row) =>
        `${row.path.padEnd(path)}  ${row.shape.padEnd(shape)}  ${String(row.count).padStart(number)}${row.frozen ? "  not trained" : ""}`,
    ),
    `${total(() => true)} parameters${fixed === 0 ? "" : `, ${fixed} of them not trained`}`,
  ].join("\n");
}
