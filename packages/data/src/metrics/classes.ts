/** Measures of classes and symbols. */
import { checkLengths } from "./errors.ts";

type Numbers = ArrayLike<number>;

/** Share of entries whose predicted class is the true one. A true class of -1, never seen in training, counts as wrong. */
export function accuracy(truth: Numbers, predicted: Numbers): number {
  checkLengths(truth, predicted);
  let hits = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === predicted[i] && (truth[i] ?? -1) >= 0) hits++;
  return hits / truth.length;
}

/**
 * Share of sequences that are right at every step.
 *
 * @param truth    [count, steps]
 * @param lengths  steps that count of each sequence; all if left out
 */
export function exact(truth: Numbers, predicted: Numbers, steps: number, lengths?: Numbers): number {
  checkLengths(truth, predicted);
  const count = truth.length / steps;
  let hits = 0;
  for (let i = 0; i < count; i++) {
    let isRight = true;
    for (let t = 0; t < (lengths?.[i] ?? steps); t++)
      isRight &&= truth[i * steps + t] === predicted[i * steps + t];
    if (isRight) hits++;
  }
  return hits / count;
}

/** Mean over classes of F1, the harmonic mean of precision and recall. Classes that occur in neither are left out. */
export function macroF1(truth: Numbers, predicted: Numbers): number {
  checkLengths(truth, predicted);
  const classes = new Set<number>();
  const right = new Map<number, number>();
  const seen = new Map<number, number>();
  for (let i = 0; i < truth.length; i++) {
    for (const own of [truth[i] ?? -1, predicted[i] ?? -1]) {
      classes.add(own);
      seen.set(own, (seen.get(own) ?? 0) + 1);
    }
    if (truth[i] === predicted[i]) right.set(truth[i] ?? -1, (right.get(truth[i] ?? -1) ?? 0) + 1);
  }
  // F1 = 2 right / (true ones + predicted ones), and `seen` is that sum.
  let sum = 0;
  for (const own of classes) sum += (2 * (right.get(own) ?? 0)) / (seen.get(own) ?? 1);
  return sum / classes.size;
}

/**
 * Area under the ROC curve: the chance that a positive scores higher than a negative, ties counted half. NaN where one of
 * the two is missing.
 *
 * @param truth  0 or 1
 */
export function auc(truth: Numbers, scores: Numbers): number {
  checkLengths(truth, scores);
  const order = Array.from({ length: truth.length }, (_, i) => i).sort(
    (a, b) => (scores[a] ?? 0) - (scores[b] ?? 0),
  );
  let [positives, rankSum] = [0, 0];
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to++;
    const rank = (from + to + 1) / 2; // of all that tie, counted from 1
    for (const i of order.slice(from, to)) {
      if (truth[i] !== 1) continue;
      positives++;
      rankSum += rank;
    }
    from = to;
  }
  const negatives = truth.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Bits a symbol, from the mean cross entropy in nats. */
export function bitsPerCharacter(crossEntropy: number): number {
  return crossEntropy / Math.LN2;
}

/** The number of equally likely symbols that would be as hard to guess, from the mean cross entropy in nats. */
export function perplexity(crossEntropy: number): number {
  return Math.exp(crossEntropy);
}
