/**
 * Connectionist temporal classification: the likelihood of a label sequence when only its order is known, not when
 * each label occurs. Graves, Fernandez, Gomez & Schmidhuber 2006, https://doi.org/10.1145/1143844.1143891
 *
 * The labels l1 l2 ... lS are written with blanks between and around them, so that there are 2 S + 1 places:
 *
 *   place    0  1  2  3  ...  2S-1  2S
 *   symbol   _ l1  _ l2  ...   lS    _
 *
 * A path moves through the places with time: it stays, goes one on, or skips a blank between two different labels.
 * alpha_t(s), the log probability of all paths that are at place s at time t, is one scan.
 */
import { SeqError } from "@seqloom/diagnostic";
import { scan } from "@seqloom/graph";
import {
  add,
  and,
  broadcastTo,
  cast,
  concat,
  div,
  expandDims,
  gather,
  less,
  logSumExp,
  maximum,
  mean,
  mul,
  neg,
  notEqual,
  reshape,
  slice,
  squeeze,
  stack,
  sum,
  type Value,
  where,
} from "@seqloom/ops";
import { arange, dims, formatShape, full } from "@seqloom/tensor";
import type { Reduction } from "./reduction.ts";

export interface CtcOptions {
  /** `mean` if left out: each loss divided by the number of its labels, then the mean over the batch. */
  readonly reduction?: Reduction;
  /** The class that stands for no label; 0 if left out. */
  readonly blank?: number;
  /** Time steps of each sequence, i32 [B]; all of them if left out. */
  readonly inputLengths?: Value;
  /** Labels of each sequence, i32 [B]; all of them if left out. */
  readonly targetLengths?: Value;
  /** Counts sequences too short for their labels as 0 instead of Infinity; false if left out. */
  readonly skipImpossible?: boolean;
}

/** Stands for log 0: far below any likelihood, and unlike -Infinity without NaN in differences. */
const never = -1e30;

/**
 * -log p(labels) summed over all alignments with the time steps.
 *
 * @param logProbabilities  [T, B, C], what `logSoftmax` gives
 * @param labels            i32 [B, S], no blanks; what lies beyond a sequence's length does not matter, but is a class
 * @returns                 a scalar; [B] with reduction `none`. Infinity where no alignment exists
 * @throws SeqError "shape-mismatch", "ctc-labels" unless the labels are i32
 */
export function ctc(logProbabilities: Value, labels: Value, options: CtcOptions = {}): Value {
  const { reduction = "mean", blank = 0, skipImpossible = false } = options;
  const { T, B } = dims(logProbabilities, "T B C", {}, "the log probabilities");
  const { S } = dims(labels, "B S", { B }, "the labels");
  if (labels.dtype !== "i32" || T === 0) {
    throw new SeqError(
      "ctc-labels",
      `ctc: labels ${labels.dtype}${formatShape(labels.shape)} for ${T} time steps`,
      {
        help: "give i32 class numbers and at least one time step",
        details: { dtype: labels.dtype, labels: labels.shape, steps: T },
      },
    );
  }
  const inputLengths = options.inputLengths ?? full([B], T, "i32");
  const targetLengths = options.targetLengths ?? full([B], S, "i32");
  const symbols = withBlanks(labels, blank);
  const last = alphas(logProbabilities, symbols, inputLengths, blank);

  const ends = expandDims(mul(2, targetLengths), 1);
  const onBlank = gather(last, 1, ends);
  // Without labels there is no place before the last blank.
  const onLabel = where(less(0, ends), gather(last, 1, maximum(add(ends, -1), 0)), never);
  const losses = neg(logSumExp(concat([onBlank, onLabel], 1), 1));
  const impossible = less(-never / 2, losses);
  const counted = where(impossible, skipImpossible ? 0 : Number.POSITIVE_INFINITY, losses);
  if (reduction === "none") return counted;
  if (reduction === "sum") return sum(counted);
  return mean(div(counted, cast(maximum(targetLengths, 1), counted.dtype)));
}

/** alpha after the last time step of each sequence, [B, 2 S + 1]. */
function alphas(logProbabilities: Value, symbols: Value, inputLengths: Value, blank: number): Value {
  const { T, B } = dims(logProbabilities, "T B C");
  const places = symbols.shape[1] ?? 1;
  const index = broadcastTo(expandDims(symbols, 0), [T, B, places]);
  const emitted = gather(logProbabilities, 2, index); // [T, B, 2 S + 1]
  const mayBegin = less(arange(0, places), 2);
  const first = where(mayBegin, squeeze(slice(emitted, 0, 0, 1), 0), never);
  const maySkip = and(notEqual(symbols, blank), notEqual(symbols, shifted(symbols, 2, blank)));
  const rest = { emitted: slice(emitted, 0, 1, T), time: arange(1, T) };
  const { carry } = scan(
    (alpha: Value, now: { readonly emitted: Value; readonly time: Value }) => {
      const skipped = where(maySkip, shifted(alpha, 2, never), never);
      const arriving = logSumExp(stack([alpha, shifted(alpha, 1, never), skipped], 0), 0);
      const isRunning = expandDims(less(now.time, inputLengths), 1);
      return { carry: where(isRunning, add(arriving, now.emitted), alpha), ys: [] };
    },
    first,
    rest,
  );
  return carry;
}

/** [B, S] to [B, 2 S + 1]: a blank before, between and after the labels. */
function withBlanks(labels: Value, blank: number): Value {
  const { B, S } = dims(labels, "B S");
  const pairs = stack([full([B, S], blank, "i32"), labels], 2);
  return concat([reshape(pairs, [B, 2 * S]), full([B, 1], blank, "i32")], 1);
}

/** Moves [B, P] by n places to the right; what comes in from the left is `filler`. */
function shifted(x: Value, n: number, filler: number): Value {
  const [B = 0, places = 0] = x.shape;
  const kept = Math.max(0, places - n);
  return concat([full([B, places - kept], filler, x.dtype), slice(x, 1, 0, kept)], 1);
}
