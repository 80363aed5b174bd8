/** Several batches a step: gradients are added up, and the optimiser moves once for all of them. */
import { add, div, equal, leaves, mapLeaves, type Tree, type Value, where, withLeaves } from "@seqloom/ops";
import { scalar } from "@seqloom/tensor";
import { type Clip, clipped } from "../clip.ts";
import { dtypeOf, type Optimiser, zerosLike } from "../optimiser.ts";
import { checkOptions } from "../options.ts";

export interface AccumulatedOptions {
  /** From 1. */
  readonly batches: number;
  /** Of the mean gradient; a clip of the training step would cut each batch's own. */
  readonly clip?: Clip;
}

/** Batches since the last move, the sum of their gradients, and the state of the optimiser inside. */
export type AccumulatedState = {
  readonly count: Value;
  readonly sums: Readonly<Record<string, Value>>;
  readonly inner: Tree;
};

/**
 * An optimiser that moves at every n-th batch only, by the mean of the n gradients: the step of a batch n times as
 * large, in the memory of one. A smaller last batch weighs as much as the others.
 *
 * Its steps are batches: schedules and limits count n of them as one.
 *
 * @throws SeqError "optimiser-option"
 * @example accumulated(adam({ rate: 1e-3 }), { batches: 4, clip: { norm: 1 } })
 */
export function accumulated(
  optimiser: Optimiser,
  { batches, clip }: AccumulatedOptions,
): Optimiser<AccumulatedState> {
  checkOptions("optimiser", "accumulated", { batches: [batches, "count"] });
  return {
    kind: `accumulated ${optimiser.kind}`,
    rate: optimiser.rate,
    init: (params) => ({
      count: scalar(0, dtypeOf(params)),
      sums: mapLeaves(params, zerosLike),
      inner: optimiser.init(params),
    }),
    update(params, gradients, { count, sums, inner }, rate, momentum) {
      const added: Record<string, Value> = { ...sums };
      for (const [path, gradient] of Object.entries(gradients)) {
        const before = sums[path];
        added[path] = before === undefined ? gradient : add(before, gradient);
      }
      const isDue = equal(add(count, 1), batches);
      const means = mapLeaves(gradients, (gradient, path) => div(added[path] ?? gradient, batches));
      const moved = optimiser.update(params, clipped(means, clip).gradients, inner, rate, momentum);
      return {
        params: either(isDue, moved.params, params),
        state: {
          count: where(isDue, 0, add(count, 1)),
          sums: mapLeaves(added, (total) => where(isDue, 0, total)),
          inner: either(isDue, moved.state, inner),
        },
      };
    },
  };
}

/** Two trees of one form. */
function either<T extends Tree>(condition: Value, a: T, b: T): T {
  const others = leaves(b);
  return withLeaves(
    a,
    leaves(a).map((value, i) => where(condition, value, others[i] ?? value)),
  );
}
