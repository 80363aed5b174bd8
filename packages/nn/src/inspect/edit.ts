/** Changes to what happens inside a layer: gates held at a value, states erased, set or taken from another sequence. */
import { reshape, slice, type Value } from "@seqloom/ops";
import { type Trace, traced } from "./traced.ts";

/** Where an edit acts. */
export interface EditPlace {
  /** Counted from 0 at the input; 0 if left out. */
  readonly layer?: number;
  /** In the backward half of a bidirectional layer; false if left out. */
  readonly isBackward?: boolean;
  /** All units if left out. */
  readonly units?: readonly number[];
  /** Examples of the batch; all if left out. */
  readonly examples?: readonly number[];
}

/** One change. Plain data, so that a list of them can be kept, shown and undone. */
export interface Edit extends EditPlace {
  /** `pin` replaces a gate where its equation defines it, `set` a state as the next step will find it. */
  readonly kind: "pin" | "set";
  /** Of the gate or state. */
  readonly name: string;
  /** A number, or values [H] or [B, H]. */
  readonly value: Value | number;
  /** Acts at steps from <= t < to. */
  readonly from: number;
  readonly to: number;
}

/**
 * Holds a gate at a value: at one step, in a range, or at all steps.
 *
 * @example pin("f", 0, { from: 10, to: 11 })      // forget once, at step 10
 */
export function pin(
  gate: string,
  value: Value | number,
  where: EditPlace & { readonly from?: number; readonly to?: number } = {},
): Edit {
  return { from: 0, to: Number.POSITIVE_INFINITY, ...where, kind: "pin", name: gate, value };
}

/** Puts a value in place of a state after a step: what that step gives out stays, all later steps find the new state. */
export function setState(state: string, value: Value | number, after: number, where: EditPlace = {}): Edit {
  return { ...where, kind: "set", name: state, value, from: after, to: after + 1 };
}

/** Sets a state to 0 after a step. */
export function erase(state: string, after: number, where: EditPlace = {}): Edit {
  return setState(state, 0, after, where);
}

/**
 * Puts the state that another run had after a step in place of this run's.
 *
 * @param donor    the other run, looked at with `inspect`
 * @param example  the donor's example whose state all examples here get; left out, each gets that of its own number
 * @param from     the donor's step; the same as here if left out
 */
export function transplant(
  donor: Trace,
  state: string,
  after: number,
  where: EditPlace & { readonly example?: number; readonly donorStep?: number } = {},
): Edit {
  const { example, donorStep = after, ...place } = where;
  const values = traced(donor, state, place); // [T, B, H]
  const then = slice(values, 0, donorStep, donorStep + 1);
  const [, B = 0, H = 0] = values.shape;
  const value =
    example === undefined ? reshape(then, [B, H]) : reshape(slice(then, 1, example, example + 1), [H]);
  return setState(state, value, after, place);
}
