/** Paths of a cell's parameters within one layer and direction. */
import type { Cell } from "./cell.ts";

/** The path of a cell's own weight: `weight_ci` beside PyTorch's names, else its name as it stands, `p`. */
export function weightPath(cell: Cell, name: string): string {
  return cell.families === undefined ? name : pathIn(cell, "weight", name);
}

/**
 * The path of what is neither an affine's nor a weight of the cell's own: `i.layerNorm.weight`, `h.start`.
 *
 * @param name  `ci`, or the statement and what is in it: `i.layerNorm`
 */
export function pathIn(cell: Cell, what: "weight" | "bias" | "start", name: string): string {
  if (cell.families !== undefined) return `${what}_${name.replaceAll(".", "_")}`;
  return `${name}.${what}`;
}
