/** foldKey: a random key derived from a key and a number, where either may be a value of a graph. */
import { SeqError } from "@seqloom/diagnostic";
import { fold, formatType, fromData, type Rng, type Tensor, type TensorType } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import type { Operand, Primitive, Value } from "../value.ts";
import { cast } from "./cast.ts";

export const foldKeyPrimitive: Primitive<Readonly<Record<string, never>>> = {
  name: "foldKey",
  type: () => [{ dtype: "i32", shape: [2] }],
  run([key, n]) {
    return key === undefined || n === undefined ? [] : [keyTensor(fold(keyOf(key), n.item()))];
  },
};

/** The key of a random source as a value, i32[2]. */
export function keyTensor(rng: Rng): Tensor {
  return fromData(Int32Array.of(rng.k0, rng.k1));
}

/**
 * A key derived from a key and a whole number: for a step, a layer, an example; as `fold` of @seqloom/tensor.
 *
 * @param key  i32[2], see `keyTensor`
 * @param n    a whole number, or a scalar value
 * @throws SeqError "key-type" if the key is not i32[2]
 */
export function foldKey(key: Value, n: Operand): Value {
  checkKey(key, "foldKey");
  const number = typeof n === "number" ? fromData(Int32Array.of(n), []) : cast(n, "i32");
  return bindOne(foldKeyPrimitive, [key, number], {});
}

/** @throws SeqError "key-type" */
export function checkKey(key: TensorType, op: string): void {
  if (key.dtype === "i32" && key.shape.length === 1 && key.shape[0] === 2) return;
  throw new SeqError("key-type", `${op}: a key is i32[2], this value is ${formatType(key)}`, {
    help: "make one with keyTensor(rng(seed))",
    details: { op, dtype: key.dtype, shape: key.shape },
  });
}

/** The key that a tensor holds. */
export function keyOf(key: Tensor): Rng {
  const [k0 = 0, k1 = 0] = key.data;
  return { k0, k1 };
}
