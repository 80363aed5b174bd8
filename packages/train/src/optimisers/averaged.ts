/** A moving average of the weights beside the weights: steadier than the last ones where the loss is noisy. */
import type { Params, TensorParams } from "@seqloom/nn";
import { add, div, minimum, type Tree, type Value } from "@seqloom/ops";
import { scalar, Tensor } from "@seqloom/tensor";
import { dtypeOf, type Optimiser } from "../optimiser.ts";
import { checkOptions } from "../options.ts";
import { moved } from "./moments.ts";

/** Steps so far, the averages by path, and the state of the optimiser inside. */
export type AveragedState = {
  readonly count: Value;
  readonly average: Readonly<Record<string, Value>>;
  readonly inner: Tree;
};

/**
 * An optimiser that also keeps averages of the weights; training itself goes on as without them.
 *
 *   average = s average + (1 - s) weights,  s = min(share, (1 + t) / (10 + t)) at step t from 1
 *
 * The smaller share of the first steps lets the first, random weights go.
 *
 * @param share  from 0 to just under 1: how much of the average stays at a step, for instance 0.999
 * @throws SeqError "optimiser-option"
 * @see Polyak & Juditsky 1992, https://doi.org/10.1137/0330046; the share of the first steps is that of
 *      tf.train.ExponentialMovingAverage
 * @example averaged(adam({ rate: 1e-3 }), 0.99)
 */
export function averaged(optimiser: Optimiser, share: number): Optimiser<AveragedState> {
  checkOptions("optimiser", "averaged", { share: [share, "share"] });
  return {
    kind: `averaged ${optimiser.kind}`,
    rate: optimiser.rate,
    init: (params) => ({
      count: scalar(0, dtypeOf(params)),
      average: { ...params },
      inner: optimiser.init(params),
    }),
    update(params, gradients, { count, average, inner }, rate, momentum) {
      const next = optimiser.update(params, gradients, inner, rate, momentum);
      const step = add(count, 1);
      const kept = minimum(share, div(add(step, 1), add(step, 10)));
      return {
        params: next.params,
        state: {
          count: step,
          average: Object.fromEntries(
            Object.entries(average).map(([path, before]) => [
              path,
              moved(before, next.params[path] ?? before, kept),
            ]),
          ),
          inner: next.state,
        },
      };
    },
  };
}

/**
 * The averages in the state of `averaged`, alone or inside `accumulated`; other weights, which are not trained, are
 * those of `params`.
 */
export function averageOf(params: TensorParams, state: Tree): TensorParams {
  const found = averagesIn(state);
  const tensors = Object.entries(found).flatMap(([path, value]) =>
    value instanceof Tensor ? [[path, value] as const] : [],
  );
  return { ...params, ...Object.fromEntries(tensors) };
}

function averagesIn(state: Tree): Params {
  if (typeof state !== "object" || Array.isArray(state) || !("inner" in state)) return {};
  return "average" in state ? (state.average as Params) : averagesIn(state.inner); // as `averaged` made it
}
