/** The one answer that the numbers of a model stand for, by the loss that it was trained with. */
import { internalFault } from "@seqloom/diagnostic";
import { numbersOf } from "./carry-out/setting.ts";
import type { LossTerm } from "./loss-term.ts";

/** The loss that answers a target. */
export function termOf(terms: readonly LossTerm[], target: string): LossTerm {
  const term = terms.find((own) => own.target === target) ?? terms[0];
  if (term !== undefined) return term;
  throw internalFault(`no loss answers ${target}`);
}

const ofClasses: ReadonlySet<string> = new Set(["crossEntropy", "binaryCrossEntropy"]);

/** Whether a loss is of numbers, which have units, and not of classes. */
export function isOfNumbers(loss: string): boolean {
  return !ofClasses.has(loss);
}

/** How many numbers a model gives for each number of the target; classes aside. */
export function widthOf(term: LossTerm): number {
  switch (term.name) {
    case "quantile":
      return Math.max(1, numbersOf(term, "levels").length);
    case "gaussian":
    case "negativeBinomial":
      return 2;
    case "studentT":
      return 3;
    default:
      return 1;
  }
}

/** The likeliest class, 0 or 1, the middle quantile, the mean of a distribution, or the number itself. */
export function pointOf(term: LossTerm, own: ArrayLike<number>): number {
  switch (term.name) {
    case "crossEntropy":
      return likeliest(own);
    case "binaryCrossEntropy":
      return (own[0] ?? 0) > 0 ? 1 : 0;
    case "quantile":
      return own[Math.floor(own.length / 2)] ?? Number.NaN;
    case "negativeBinomial":
      return softplus(own[0] ?? Number.NaN); // as in its loss
    default:
      return own[0] ?? Number.NaN;
  }
}

/** The points of many answers, `width` numbers each. */
export function pointsOf(term: LossTerm, outputs: Float32Array | Float64Array): Float64Array {
  const width = widthOf(term);
  return Float64Array.from({ length: outputs.length / width }, (_, i) =>
    pointOf(term, outputs.subarray(i * width, (i + 1) * width)),
  );
}

function likeliest(scores: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < scores.length; k++) if ((scores[k] ?? 0) > (scores[best] ?? 0)) best = k;
  return best;
}

function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
