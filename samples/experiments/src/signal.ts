/** The signal that comes back from the last step, compiled: of each state, and of the best one. */
import { type Compiler, trace } from "@seqloom/graph";
import { reach, returningSignal, type TensorParams } from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import type { Tensor } from "@seqloom/tensor";
import { type Model, recurrentParams } from "./model.ts";

export interface Signal {
  /** At each step, the largest of all states. */
  readonly best: readonly number[];
  /** At each step, by state. */
  readonly states: Readonly<Record<string, readonly number[]>>;
  /** For how many steps back the best one stays at 0.01 or more. */
  readonly reach: number;
}

/**
 * The norm of d(v . h_T) / d s_t over probe sequences and random unit vectors v, for each state s.
 *
 * @param x  probe sequences, [T, B, I]
 */
export function signalOf(model: Model, params: TensorParams, x: Tensor, compiler: Compiler): Signal {
  const weights = Object.entries(recurrentParams(params));
  let names: readonly string[] = [];
  const graph = trace(
    (...values: readonly Value[]) => {
      const own = Object.fromEntries(weights.map(([path, value], i) => [path, values[i] ?? value]));
      const [place] = returningSignal(model.layer, own, values.at(-1) ?? x);
      names = Object.keys(place?.values ?? {});
      return Object.values(place?.values ?? {});
    },
    [...weights.map(([, value]) => value), x],
  );
  const signals = compiler.compile({ graph, carried: 0 }).call([...weights.map(([, value]) => value), x]);
  const states = Object.fromEntries(
    names.map((name, i) => [name, Array.from(signals[i]?.data ?? [])] as const),
  );
  const best = Array.from({ length: x.shape[0] ?? 0 }, (_, t) =>
    Math.max(...Object.values(states).map((values) => values[t] ?? 0)),
  );
  return { best, states, reach: reach(best) };
}
