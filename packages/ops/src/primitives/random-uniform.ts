/** randomUniform: numbers in [0, 1) from a key that is itself a value, so that a compiled step can draw anew. */
import { checkShape, type FloatDType, type Shape, uniform } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import type { Primitive, Value } from "../value.ts";
import { checkKey, keyOf } from "./fold-key.ts";

interface RandomUniformAttributes {
  readonly shape: Shape;
  readonly dtype: FloatDType;
  readonly [key: string]: unknown;
}

export const randomUniformPrimitive: Primitive<RandomUniformAttributes> = {
  name: "randomUniform",
  type(_, { shape, dtype }) {
    return [{ dtype, shape }];
  },
  run([key], { shape, dtype }) {
    return key === undefined ? [] : [uniform(keyOf(key), shape, dtype)];
  },
};

/**
 * Uniform numbers in [0, 1): the same that `uniform` of @seqloom/tensor draws from this key. No gradient flows.
 *
 * @param key  i32[2], see `keyTensor` and `foldKey`
 * @throws SeqError "key-type" if the key is not i32[2], "shape-invalid"
 */
export function randomUniform(key: Value, shape: Shape, dtype: FloatDType = "f32"): Value {
  checkKey(key, "randomUniform");
  checkShape(shape);
  return bindOne(randomUniformPrimitive, [key], { shape, dtype });
}
