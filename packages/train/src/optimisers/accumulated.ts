/** Several batches a step: gradients are added up, and the optimiser moves once for all of them. */
import { SeqError } from "@seqloom/diagnostic";
import type { Params } from "@seqloom/nn";
import { add, div, equal, leaves, type Tree, type Value, where, withLeaves } from "@seqloom/ops";
import { scalar, zeros } from "@seqloom/tensor";
import { type Clip, clipByNorm, clipByValue } from "../clip.ts";
import type { Optimiser } from "../optimiser.ts";

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
  if (!Number.isInteger(batches) || batches < 1) {
    throw new SeqError("optimiser-option", `accumulated: batches is ${batches}`, {
      help: "use a whole number from 1",
      details: { optimiser: "accumulated", option: "batches", value: batches },
    });
  }
  return {
    kind: `accumulated ${optimiser.kind}`,
    rate: optimiser.rate,
    init(params) {
      const [first] = Object.values(params);
      return {
        count: scalar(0, first?.dtype ?? "f32"),
        sums: Object.fromEntries(
          Object.entries(params).map(([path, value]) => [path, zeros(value.shape, value.dtype)]),
        ),
        inner: optimiser.init(params),
      };
    },
    update(params, gradients, { count, sums, inner }, rate, momentum) {
      const added: Record<string, Value> = { ...sums };
      for (const [path, gradient] of Object.entries(gradients)) {
        const before = sums[path];
        added[path] = before === undefined ? gradient : add(before, gradient);
      }
      const isDue = equal(add(count, 1), batches);
      const means = clipped(
        Object.fromEntries(
          Object.keys(gradients).flatMap((path) => {
            const total = added[path];
            return total === undefined ? [] : [[path, div(total, batches)]];
          }),
        ),
        clip,
      );
      const moved = optimiser.update(params, means, inner, rate, momentum);
      return {
        params: either(isDue, moved.params, params),
        state: {
          count: where(isDue, 0, add(count, 1)),
          sums: Object.fromEntries(
            Object.entries(added).map(([path, total]) => [path, where(isDue, 0, total)]),
          ),
          inner: either(isDue, moved.state, inner),
        },
      };
    },
  };
}

function clipped(gradients: Params, clip: Clip | undefined): Params {
  if (clip === undefined) return gradients;
  return "norm" in clip
    ? clipByNorm(gradients, clip.norm, clip.order).gradients
    : clipByValue(gradients, clip.value);
}

/** Two trees of one form. */
function either<T extends Tree>(condition: Value, a: T, b: T): T {
  const others = leaves(b);
  return withLeaves(
    a,
    leaves(a).map((value, i) => where(condition, value, others[i] ?? value)),
  );
}
