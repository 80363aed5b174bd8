/** The material of a workload as tensors. */
import { fromData, type Tensor } from "@seqloom/tensor";
import type { Material } from "../adapter.ts";

export interface Tensors {
  readonly params: Readonly<Record<string, Tensor>>;
  readonly x: Tensor;
  readonly y: Tensor;
  /** The first step of the first sequence. */
  readonly one: Tensor;
}

export function tensorsOf({ workload, params: given, x, y }: Material): Tensors {
  const { task, batch: B, time: T, input: I } = workload;
  const params = Object.fromEntries(
    Object.entries(given).map(([path, { shape, data }]) => [path, fromData(data, shape)]),
  );
  if (task === "regression") {
    return {
      params,
      x: fromData(x, [T, B, I]),
      y: fromData(y, [B, 1]),
      one: fromData(x.slice(0, I), [1, I]),
    };
  }
  const symbols = Int32Array.from(x);
  return {
    params,
    x: fromData(symbols, [T, B]),
    y: fromData(Int32Array.from(y), task === "next" ? [T, B] : [B]),
    one: fromData(symbols.slice(0, 1), [1]),
  };
}
