/**
 * The entry-by-entry primitives in vector code: one table, by name.
 *
 * Each keeps the meaning that the primitive has on numbers (`pointwise` in @seqloom/ops): NaN goes through,
 * comparisons with it are false, truth values are or-ed by + and and-ed by *.
 */
import { SeqError } from "@seqloom/diagnostic";
import type { WordType } from "../plan/plan.ts";
import { integerRemainder, remainder } from "../simd/double.ts";
import { exp, expm1, sigmoid } from "../simd/exponential.ts";
import { erf, tanh } from "../simd/hyperbolic.ts";
import { log, log1p } from "../simd/logarithm.ts";
import { pow } from "../simd/power.ts";
import { cos, sin } from "../simd/trigonometric.ts";
import { choose, type VectorCode } from "../simd/vector-code.ts";
import type { Local, V128 } from "../wasm/expression.ts";
import { f32x4, i32x4, v128 } from "../wasm/vector.ts";
import { asFloat, asInteger, asMask, asWord, fromFloat, type Lanes, mask } from "./lanes.ts";

type OnFloats = (code: VectorCode, ...operands: Local<"v128">[]) => V128;

const missing = (code: VectorCode): Local<"v128"> => code.constant(Number.NaN);

const one =
  (of: (code: VectorCode, x: Local<"v128">) => V128): OnFloats =>
  (code, x = missing(code)) =>
    of(code, x);
const two =
  (of: (code: VectorCode, a: Local<"v128">, b: Local<"v128">) => V128): OnFloats =>
  (code, a = missing(code), b = missing(code)) =>
    of(code, a, b);

/** Float to float. */
const onFloats: Readonly<Record<string, OnFloats>> = {
  abs: one((_, x) => f32x4.abs(x)),
  add: two((_, a, b) => f32x4.add(a, b)),
  cos: one(cos),
  div: two((_, a, b) => f32x4.div(a, b)),
  erf: one(erf),
  exp: one(exp),
  expm1: one(expm1),
  floor: one((_, x) => f32x4.floor(x)),
  log: one(log),
  log1p: one(log1p),
  maximum: two((_, a, b) => f32x4.max(a, b)),
  minimum: two((_, a, b) => f32x4.min(a, b)),
  mul: two((_, a, b) => f32x4.mul(a, b)),
  neg: one((_, x) => f32x4.neg(x)),
  pow: two(pow),
  remainder: two(remainder),
  round: one((_, x) => f32x4.nearest(x)),
  sigmoid: one(sigmoid),
  sign: one(signOf),
  sin: one(sin),
  sqrt: one((_, x) => f32x4.sqrt(x)),
  sub: two((_, a, b) => f32x4.sub(a, b)),
  tanh: one(tanh),
};

/** Integer to integer; what is missing here goes by way of floats. */
const onIntegers: Readonly<Record<string, (code: VectorCode, a: V128, b: V128) => V128>> = {
  abs: (_, x) => i32x4.abs(x),
  add: (_, a, b) => i32x4.add(a, b),
  floor: (_, x) => x,
  maximum: (_, a, b) => i32x4.maxS(a, b),
  minimum: (_, a, b) => i32x4.minS(a, b),
  mul: (_, a, b) => i32x4.mul(a, b),
  neg: (_, x) => i32x4.neg(x),
  remainder: (code, a, b) => integerRemainder(code, code.keep(a), code.keep(b)),
  round: (_, x) => x,
  sign: (code, x) => i32x4.maxS(i32x4.minS(x, code.bits(1)), code.bits(-1)),
  sub: (_, a, b) => i32x4.sub(a, b),
};

const comparisons: Readonly<Record<string, { floats: typeof f32x4.eq; integers: typeof f32x4.eq }>> = {
  equal: { floats: f32x4.eq, integers: i32x4.eq },
  less: { floats: f32x4.lt, integers: i32x4.ltS },
  lessEqual: { floats: f32x4.le, integers: i32x4.leS },
};

/** Whether there is code for a primitive of this name. Integers go by way of f32 where they have no code of their own. */
export const hasOperation = (name: string): boolean =>
  name === "where" || name === "cast" || name in onFloats || name in comparisons;

/**
 * The code of one operation.
 *
 * @param operands  kept values, since they may be used several times
 * @param type      of the result
 * @throws SeqError "internal" for names without code
 */
export function operation(code: VectorCode, name: string, operands: readonly Lanes[], type: WordType): Lanes {
  const isInteger = operands.every((x) => x.type !== "f32");
  if (name === "cast") return cast(code, operands, type);
  if (name === "where") return where(code, operands, type);
  const comparison = comparisons[name];
  if (comparison !== undefined) return compare(code, comparison, operands, isInteger);
  const integers = onIntegers[name];
  if (type === "i32" && isInteger && integers !== undefined) {
    const [a = code.bits(0), b = a] = operands.map((x) => code.keep(asInteger(code, x)));
    return { type, value: integers(code, a, b) };
  }
  const floats = onFloats[name];
  if (floats === undefined) throw new SeqError("internal", `internal: there is no vector code for ${name}`);
  return fromFloat(code, floats(code, ...operands.map((x) => code.keep(asFloat(code, x)))), type);
}

function cast(code: VectorCode, [x]: readonly Lanes[], type: WordType): Lanes {
  if (x === undefined) return mask(code.bits(0));
  if (type === "bool") return mask(asMask(code, x));
  return { type, value: asWord(code, x, type) };
}

function where(code: VectorCode, operands: readonly Lanes[], type: WordType): Lanes {
  const [condition, a, b] = operands;
  if (condition === undefined || a === undefined || b === undefined) return mask(code.bits(0));
  const isTrue = asMask(code, condition);
  if (type === "bool") return mask(choose(isTrue, asMask(code, a), asMask(code, b)));
  return { type, value: choose(isTrue, asWord(code, a, type), asWord(code, b, type)) };
}

function compare(
  code: VectorCode,
  { floats, integers }: { floats: typeof f32x4.eq; integers: typeof f32x4.eq },
  operands: readonly Lanes[],
  isInteger: boolean,
): Lanes {
  const [a, b] = operands;
  if (a === undefined || b === undefined) return mask(code.bits(0));
  return mask(
    isInteger ? integers(asInteger(code, a), asInteger(code, b)) : floats(asFloat(code, a), asFloat(code, b)),
  );
}

/** -1, 0 or 1; 0, -0 and NaN give themselves. */
function signOf(code: VectorCode, x: Local<"v128">): V128 {
  const isPositive = code.keep(f32x4.gt(x, code.constant(0)));
  const isNegative = code.keep(f32x4.lt(x, code.constant(0)));
  const unit = v128.or(v128.and(isPositive, code.constant(1)), v128.and(isNegative, code.constant(-1)));
  return choose(v128.or(isPositive, isNegative), unit, x);
}
