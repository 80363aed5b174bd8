/** A model compiled for predictions only, its weights inside. */
import { internalFault } from "@seqloom/diagnostic";
import { type Compiler, type Executable, trace } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import { leaves, type Value, withLeaves } from "@seqloom/ops";
import { Tensor } from "@seqloom/tensor";
import type { Model } from "./model.ts";

/** Predicts with given weights; recorded once for each shape of x. */
export type Forward = (params: TensorParams, x: Tensor) => Tensor;

/** The answer is overwritten by the next call. */
export function compileForward({ apply }: Pick<Model, "apply">, compiler: Compiler): Forward {
  const compiled = new Map<string, Executable>();
  return (params, x) => {
    const weights = tensorsOf(leaves(params));
    const shape = x.shape.join();
    const executable =
      compiled.get(shape) ??
      compiler.compile({
        carried: weights.length,
        graph: trace(
          (...values) => {
            const [own, [input = x]] = [values.slice(0, weights.length), values.slice(weights.length)];
            return [...own, apply(withLeaves(params, own), input)];
          },
          [...weights, x],
        ),
      });
    compiled.set(shape, executable);
    executable.write(weights);
    const [prediction] = executable.call([x]);
    if (prediction === undefined) throw internalFault("a forward pass gave nothing");
    return prediction;
  };
}

function tensorsOf(values: readonly Value[]): readonly Tensor[] {
  return values.filter((value) => value instanceof Tensor);
}
