/** Four entries of a value in a vector, and the forms in which truth values go about. */

import type { WordType } from "../plan/plan.ts";
import type { VectorCode } from "../simd/vector-code.ts";
import type { V128 } from "../wasm/expression.ts";
import { f32x4, i32x4, v128 } from "../wasm/vector.ts";

/** A truth value is a word 0 or 1 in memory, and a mask of all zeros or all ones where it comes from a comparison. */
export interface Lanes {
  readonly type: WordType | "mask";
  readonly value: V128;
}

export const mask = (value: V128): Lanes => ({ type: "mask", value });

/** As numbers of floating point. */
export function asFloat(code: VectorCode, { type, value }: Lanes): V128 {
  switch (type) {
    case "f32":
      return value;
    case "i32":
    case "bool":
      return f32x4.fromI32x4(value);
    case "mask":
      return v128.and(value, code.constant(1));
    default:
      return type satisfies never;
  }
}

/** As integers; floats are truncated towards zero. */
export function asInteger(code: VectorCode, { type, value }: Lanes): V128 {
  switch (type) {
    case "f32":
      return i32x4.truncSatF32x4(value);
    case "i32":
    case "bool":
      return value;
    case "mask":
      return v128.and(value, code.bits(1));
    default:
      return type satisfies never;
  }
}

/** As a mask: anything but 0 is true, NaN too. */
export function asMask(code: VectorCode, { type, value }: Lanes): V128 {
  switch (type) {
    case "f32":
      return f32x4.ne(value, code.constant(0));
    case "i32":
    case "bool":
      return i32x4.ne(value, code.bits(0));
    case "mask":
      return value;
    default:
      return type satisfies never;
  }
}

/** In the form in which a word of this type lies in memory. */
export function asWord(code: VectorCode, lanes: Lanes, type: WordType): V128 {
  if (type === "f32") return asFloat(code, lanes);
  if (type === "i32") return asInteger(code, lanes);
  return lanes.type === "bool" ? lanes.value : v128.and(asMask(code, lanes), code.bits(1));
}

/** The result of an operation on floats for the type the plan gives it. */
export function fromFloat(code: VectorCode, value: V128, type: WordType): Lanes {
  if (type === "f32") return { type, value };
  if (type === "bool") return mask(f32x4.ne(value, code.constant(0)));
  return { type, value: i32x4.truncSatF32x4(value) };
}
