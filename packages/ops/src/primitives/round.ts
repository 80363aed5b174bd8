/** round: the nearest whole number, halves to the even one (IEEE 754 roundTiesToEven, wasm's `nearest`). */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const roundPrimitive = definePointwise({ name: "round", of: roundHalfEven });

/** The nearest whole number, entry by entry; 0.5 and 2.5 go to 0 and 2. No gradient flows. */
export function round(x: Operand): Value {
  return apply(roundPrimitive, x);
}

function roundHalfEven(x: number): number {
  const up = Math.round(x); // halves go up
  return Math.abs(x % 1) === 0.5 && up % 2 !== 0 ? up - 1 : up;
}
