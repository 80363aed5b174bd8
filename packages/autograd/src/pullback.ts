/** What a function that can be differentiated gives. */
import type { Value } from "@seqloom/ops";

/** From the cotangents of outputs to those of inputs; undefined where there is none. */
export type Pullback = (cotangents: readonly (Value | undefined)[]) => readonly (Value | undefined)[];

/** The outputs of a function, and the way back. */
export interface Vjp {
  readonly outputs: readonly Value[];
  /** May be called several times, with one cotangent per output. */
  readonly pullback: Pullback;
}
