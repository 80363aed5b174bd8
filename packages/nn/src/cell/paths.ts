/** Paths of a cell's parameters within one layer and direction. */
import type { Cell } from "./cell.ts";

/**
 * The path of what is no affine's: `weight_ci` beside PyTorch's names, else the bare name of a cell's own weight,
 * `i.layerNorm.weight`, `h.start`.
 *
 * @param name  `ci`, or the statement and what is in it: `i.layerNorm`
 */
export function pathIn(cell: Cell, what: "weight" | "bias" | "start", name: string): string {
  if (cell.families !== undefined) return `${what}_${name.replaceAll(".", "_")}`;
  return what === "weight" && !name.includes(".") ? name : `${name}.${what}`;
}
