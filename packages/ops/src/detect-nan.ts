/** detectNaN: the first primitive that made a NaN, by name and place. */
import { SeqError, type Span } from "@seqloom/diagnostic";
import { formatShape, isFloat, stridesOf, type Tensor } from "@seqloom/tensor";
import { withObserver } from "./bind.ts";
import { originNow } from "./origin.ts";

/**
 * Runs `body` and stops at the first NaN that the plain device makes, forward or in a gradient.
 *
 * A branch that `where` does not take counts too: its NaN waits for the gradient. Every result is searched, so
 * this is for finding a fault, not for every step. What a compiled program computes is not seen; `findNaN` of
 * @seqloom/train runs a compiled step again on the plain device.
 *
 * @param body  runs to its end before it returns; a promise is not followed
 * @returns     what `body` returns
 * @throws SeqError "nan" naming the primitive and the entry; "nan-given" if the NaN came from outside. `details.origin`
 *         is the stretch of the text that asked for the primitive, where one is carried out (see `withOrigin`)
 * @example detectNaN(() => grad(loss)(params));
 */
export function detectNaN<R>(body: () => R): R {
  return withObserver((primitive, inputs, outputs) => {
    const output = outputs.find(hasNaN);
    if (output === undefined) return;
    const given = inputs.findIndex(hasNaN);
    const source = inputs[given];
    throw source === undefined ? made(primitive, output, inputs) : wasGiven(primitive, given, source);
  }, body);
}

function hasNaN(x: Tensor): boolean {
  return placeOfNaN(x) !== undefined;
}

function made(primitive: string, output: Tensor, inputs: readonly Tensor[]): SeqError {
  const place = placeOfNaN(output) ?? [];
  return new SeqError(
    "nan",
    `${primitive} made the first NaN, at ${formatShape(place)} of ${formatShape(output.shape)}`,
    {
      help: "look at its operands there: 0 / 0, Infinity - Infinity, 0 * Infinity, or a logarithm or root below 0",
      details: { primitive, place, inputs: inputs.map((x) => x.shape), shape: output.shape, ...origin() },
    },
  );
}

function wasGiven(primitive: string, operand: number, x: Tensor): SeqError {
  const place = placeOfNaN(x) ?? [];
  return new SeqError(
    "nan-given",
    `${primitive} was given a NaN: operand ${operand}, at ${formatShape(place)} of ${formatShape(x.shape)}`,
    {
      help: "no primitive made it; look at the data and parameters that were handed in",
      details: { primitive, operand, place, shape: x.shape, ...origin() },
    },
  );
}

function origin(): { readonly origin?: Span } {
  const now = originNow();
  return now === undefined ? {} : { origin: now };
}

/** The place of the first NaN in row-major order, one number an axis; undefined if there is none. */
export function placeOfNaN(x: Tensor): readonly number[] | undefined {
  const at = isFloat(x.dtype) ? x.data.findIndex(Number.isNaN) : -1;
  if (at < 0) return undefined;
  return stridesOf(x.shape).map((stride, axis) => Math.floor(at / stride) % (x.shape[axis] ?? 1));
}
