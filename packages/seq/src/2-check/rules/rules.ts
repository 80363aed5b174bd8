/**
 * The rule of every function in `tables/layers.ts`: which axes it gives from those it gets.
 */
import { combine } from "../body/arithmetic.ts";
import { conv, cumsum, ends, first, last, reverse, shift, spread } from "./along-time.ts";
import { areMeasurements, type Rule } from "./call.ts";
import { builtInCell } from "./recurrent.ts";
import { argmax, reduction, softmax } from "./reductions.ts";
import { concat, dot, merge, onehot, order, rename, split, stack, take, unmerge } from "./shapes.ts";
import { affine, attend, attention, elementWise, embedding, linear, normalisation } from "./weights.ts";

const same: Rule = (call) => (areMeasurements(call) ? [call.first] : undefined);

const arithmetic: Rule = (call) => {
  const type = combine(call.inputs, call.span, call, "+");
  return type === undefined ? undefined : [type];
};

/** By name. A test sees to it that no function is without. */
export const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["linear", linear],
  ["embedding", embedding],
  ["rnn", builtInCell],
  ["lstm", builtInCell],
  ["gru", builtInCell],
  ["conv", conv],
  ["layerNorm", normalisation],
  ["rmsNorm", normalisation],
  ["attention", attention],
  ["affine", affine],
  ["attend", attend],
  ["dot", dot],
  ["dropout", same],
  ["noise", same],
  ["zoneout", arithmetic],
  ["last", last],
  ["first", first],
  ["ends", ends],
  ["shift", shift],
  ["reverse", reverse],
  ["cumsum", cumsum],
  ["spread", spread],
  ...["sum", "mean", "max", "min", "std", "norm"].map((name) => [name, reduction] as const),
  ["argmax", argmax],
  ["softmax", softmax],
  ["logSoftmax", softmax],
  ["onehot", onehot],
  ["concat", concat],
  ["stack", stack],
  ["split", split],
  ["take", take],
  ["merge", merge],
  ["unmerge", unmerge],
  ["rename", rename],
  ["order", order],
  ...["tanh", "sigmoid", "relu", "leakyRelu", "elu", "gelu", "silu", "softplus"].map(
    (name) => [name, elementWise] as const,
  ),
  ...["exp", "log", "sqrt", "abs", "sign", "sin", "cos"].map((name) => [name, elementWise] as const),
  ...["clamp", "where", "smaller", "larger"].map((name) => [name, arithmetic] as const),
  ["stopGradient", same],
]);
