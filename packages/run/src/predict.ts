/** A trained model over all examples of a part, batch by batch, compiled once for each shape. */
import { type Examples, gather, type Prepared } from "@seqloom/data";
import { type Compiler, type Executable, trace } from "@seqloom/graph";
import type { Params, TensorParams } from "@seqloom/nn";
import { leaves, withLeaves } from "@seqloom/ops";
import type { LoweredModel } from "@seqloom/seq";
import { formatType } from "@seqloom/tensor";
import type { FieldBatch } from "./model.ts";

export interface Predictor {
  /** Outputs by name, for the examples in their order; the first axis counts examples. */
  run(prepared: Prepared, examples: Examples): Readonly<Record<string, Float32Array>>;
}

/** Examples in a batch of prediction; it need not be that of training. */
const batchSize = 64;

export function predictor(model: LoweredModel, params: TensorParams, compiler: Compiler): Predictor {
  const executables = new Map<
    string,
    { readonly executable: Executable; readonly names: readonly string[] }
  >();
  const compiled = (batch: FieldBatch) => {
    const key = leaves(batch).map(formatType).join();
    const known = executables.get(key);
    if (known !== undefined) return known;
    const weights = leaves(params);
    let names: readonly string[] = [];
    const graph = trace(
      (...values) => {
        const own = withLeaves<Params>(params, values.slice(0, weights.length));
        const { fields, lengths } = withLeaves(batch, values.slice(weights.length));
        const { outputs } = model.apply(own, fields, { lengths });
        names = Object.keys(outputs);
        return [...values.slice(0, weights.length), ...Object.values(outputs)];
      },
      [...weights, ...leaves(batch)],
    );
    const executable = compiler.compile({ graph, carried: weights.length });
    executable.write(Object.values(params));
    const made = { executable, names };
    executables.set(key, made);
    return made;
  };
  return {
    run(prepared, examples) {
      const found = new Map<string, { data: Float32Array; at: number }>();
      for (let from = 0; from < examples.count; from += batchSize) {
        const count = Math.min(batchSize, examples.count - from);
        const indices = Int32Array.from({ length: count }, (_, i) => from + i);
        const { fields, lengths } = gather(prepared, examples, indices, { inputsOnly: true });
        const { executable, names } = compiled({ fields, lengths });
        executable.call([...Object.values(fields), ...Object.values(lengths)]).forEach((output, i) => {
          const name = names[i] ?? "";
          const kept = found.get(name) ?? {
            data: new Float32Array((output.size / count) * examples.count),
            at: 0,
          };
          kept.data.set(output.data, kept.at);
          kept.at += output.size;
          found.set(name, kept);
        });
      }
      return Object.fromEntries([...found].map(([name, { data }]) => [name, data]));
    },
  };
}
