/** Two ways to run a function of tensors: at once, or recorded, compiled and called. */
import { type Compiler, optimise, trace } from "@seqloom/graph";
import type { Value } from "@seqloom/ops";
import { Tensor } from "@seqloom/tensor";

export type TensorFunction = (...inputs: Value[]) => readonly Value[];

/** Without a compiler at once on the plain device; with one as a single graph. */
export function runWith(
  f: TensorFunction,
  inputs: readonly Tensor[],
  compiler: Compiler | undefined,
): readonly Tensor[] {
  if (compiler === undefined) return f(...inputs).filter((value) => value instanceof Tensor);
  const graph = optimise(trace(f, inputs));
  return compiler.compile({ graph, carried: 0 }).call(inputs);
}
