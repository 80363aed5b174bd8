/** Targets given as class numbers: which number is picked, what counts, and by how much. */
import { SeqError } from "@seqloom/diagnostic";
import {
  and,
  broadcastTo,
  cast,
  div,
  equal,
  expandDims,
  gather,
  mean,
  mul,
  not,
  squeeze,
  sum,
  takeRows,
  type Value,
  where,
} from "@seqloom/ops";
import { formatType, normalizeAxis } from "@seqloom/tensor";
import { checkTarget, type LossOptions } from "./reduction.ts";

/** `mask` has the shape of the target, or one that broadcasts to it. */
export interface ClassLossOptions extends LossOptions {
  /** The axis of the classes, -1 if left out: [..., C]. For scores [B, C, T], as PyTorch has them, 1. */
  readonly axis?: number;
  /** One weight for each class, [C]; the mean divides by the sum of the weights of the targets. */
  readonly weights?: Value;
  /** Targets of this number do not count; it need not be a class. */
  readonly ignore?: number;
}

export interface ClassTargets {
  /** One number for each target: the entry of its class along the axis of the classes. */
  pick(values: Value): Value;
  /** A number for each target times the weight of its class. */
  weighted(losses: Value): Value;
  /** Weighted losses to what was asked for. */
  reduce(losses: Value): Value;
}

/** @throws SeqError "loss-classes" unless the target is i32, "loss-target" if it is not scores without the class axis */
export function classTargets(
  loss: string,
  scores: Value,
  target: Value,
  { reduction = "mean", axis = -1, weights, ignore, mask }: ClassLossOptions,
): ClassTargets {
  const at = normalizeAxis(axis, scores.shape.length, loss);
  if (target.dtype !== "i32") {
    throw new SeqError(
      "loss-classes",
      `${loss}: the target is ${formatType(target)}, class numbers are i32`,
      {
        help: 'cast it: cast(target, "i32")',
        details: { loss, dtype: target.dtype },
      },
    );
  }
  checkTarget(loss, scores.shape, target.shape, scores.shape.toSpliced(at, 1));
  const valid = ignore === undefined ? undefined : not(equal(target, ignore));
  // An ignored target need not be a class (PyTorch's is -100): class 0 is picked in its place and then not counted.
  const classes = valid === undefined ? target : where(valid, target, 0);
  const weight = weights === undefined ? undefined : takeRows(weights, classes);
  const keep = valid === undefined || mask === undefined ? (valid ?? mask) : and(valid, mask);
  const counted = (x: Value) => (keep === undefined ? x : where(keep, x, 0));
  return {
    pick: (values) => squeeze(gather(values, at, expandDims(classes, at)), at),
    weighted: (losses) => (weight === undefined ? losses : mul(weight, losses)),
    reduce(losses) {
      if (reduction === "none") return counted(losses);
      if (reduction === "sum") return sum(counted(losses));
      if (weight !== undefined) return div(sum(counted(losses)), sum(counted(weight)));
      if (keep === undefined) return mean(losses);
      const count = sum(cast(broadcastTo(cast(keep, "bool"), losses.shape), losses.dtype));
      return div(sum(counted(losses)), count);
    },
  };
}
