/** What each golden case of a loss calls, in Seqloom's public names. */
import {
  binaryCrossEntropy,
  crossEntropy,
  gaussianNll,
  huber,
  klDivergence,
  l1,
  mse,
  nll,
  pinball,
  smoothL1,
} from "@seqloom/nn";
import { stack } from "@seqloom/ops";
import type { Call } from "./ops-inputs.ts";

/** By the name of the case. */
export const lossCalls: Readonly<Record<string, Call>> = {
  bce_with_logits_posweight: ({ x, y, w }) => [binaryCrossEntropy(x, y, { positiveWeight: w })],
  cross_entropy_all_ignored: ({ x, y }) => [crossEntropy(x, y, { ignore: -100 })],
  cross_entropy_ignore: ({ x, y }) => [crossEntropy(x, y, { ignore: -100 })],
  cross_entropy_label_smoothing: ({ x, y }) => [crossEntropy(x, y, { smoothing: 0.1 })],
  cross_entropy_mean: ({ x, y }) => [crossEntropy(x, y)],
  cross_entropy_sequence_N_C_T: ({ x, y }) => [crossEntropy(x, y, { axis: 1, ignore: 0, reduction: "sum" })],
  cross_entropy_soft_targets: ({ x, p }) => [crossEntropy(x, p)],
  cross_entropy_weight: ({ x, y, w }) => [crossEntropy(x, y, { weights: w })],
  gaussian_nll: ({ m, s, y }) => [gaussianNll(stack([m, s], -1), y)],
  "huber_delta_0.7": ({ x, y }) => [huber(x, y, { delta: 0.7 })],
  kl_div_batchmean: ({ x, q }) => [klDivergence(x, q)],
  l1: ({ x, y }) => [l1(x, y)],
  mse: ({ x, y }) => [mse(x, y)],
  nll_ignore: ({ x, y }) => [nll(x, y, { ignore: 2 })],
  nll_sum_weight: ({ x, y, w }) => [nll(x, y, { weights: w, reduction: "sum" })],
  pinball_three_quantiles: ({ p, y }) => [pinball(p, y, { quantiles: [0.1, 0.5, 0.9] })],
  "smooth_l1_beta_0.7": ({ x, y }) => [smoothL1(x, y, { beta: 0.7 })],
};
