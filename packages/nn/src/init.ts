/** First values of parameters: functions (rng, shape, dtype) => tensor. See also init-scaled.ts and init-orthogonal.ts. */
import { SeqError } from "@seqloom/diagnostic";
import { allocate, fold, formatShape, fromData, full, normal, sizeOf, uniform } from "@seqloom/tensor";
import type { Initialiser } from "./module.ts";

/** Every entry the same: `constantStart(0)` for zeros, `constantStart(1)` for ones. */
export function constantStart(value: number): Initialiser {
  return (_, shape, dtype) => full(shape, value, dtype);
}

/** Uniform in [-limit, limit), or [low, limit). PyTorch starts recurrent layers so, with limit 1 / sqrt(hidden). */
export function uniformStart(limit: number, low = -limit): Initialiser {
  return (rng, shape, dtype) => uniform(rng, shape, dtype, low, limit);
}

/** Normal with the given standard deviation and mean. */
export function normalStart(sd = 1, mean = 0): Initialiser {
  return (rng, shape, dtype) => normal(rng, shape, dtype, mean, sd);
}

export interface TruncatedNormalOptions {
  /** Before truncation; 1 if left out. */
  readonly sd?: number;
  /** Before truncation; 0 if left out. */
  readonly mean?: number;
  /** The range, -2 to 2 if left out: as in PyTorch absolute, not in standard deviations. */
  readonly low?: number;
  readonly high?: number;
}

/** Enough for a range that holds one draw in a hundred; beyond that the range is a mistake. */
const mostRounds = 2000;

/**
 * Normal within [low, high]: draws that fall outside are drawn again, so that inside the density keeps its form.
 *
 * @throws SeqError "init-range" if low is not below high; when drawn, if hardly any draw falls inside
 */
export function truncatedNormalStart(options: TruncatedNormalOptions = {}): Initialiser {
  const { sd = 1, mean = 0, low = -2, high = 2 } = options;
  if (!(low < high)) throw rangeError(options, `low is ${low} and high ${high}`);
  return (rng, shape, dtype) => {
    const data = allocate(dtype, sizeOf(shape));
    let filled = 0;
    for (let round = 0; filled < data.length; round++) {
      if (round === mostRounds) throw rangeError(options, `hardly any draw lies in ${low} to ${high}`);
      const draws = normal(fold(rng, round), [data.length - filled], dtype, mean, sd).data;
      for (const draw of draws) if (draw >= low && draw <= high) data[filled++] = draw;
    }
    return fromData(data, shape);
  };
}

function rangeError(options: TruncatedNormalOptions, what: string): SeqError {
  return new SeqError("init-range", `truncatedNormalStart: ${what}`, {
    help: "give a range that holds a good part of the normal distribution",
    details: { ...options },
  });
}

/**
 * Ones on the diagonal of a matrix times the gain, zeros elsewhere.
 *
 * @throws SeqError "init-shape" unless there are two axes
 * @see for recurrent weights: Le, Jaitly & Hinton 2015, https://arxiv.org/abs/1504.00941
 */
export function identityStart(gain = 1): Initialiser {
  return (_, shape, dtype) => {
    const [rows, columns] = shape;
    if (rows === undefined || columns === undefined || shape.length !== 2) {
      throw new SeqError("init-shape", `identityStart: ${formatShape(shape)} is no matrix`, {
        help: "use it for weights with two axes",
        details: { shape },
      });
    }
    const data = allocate(dtype, rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) data[i * columns + i] = gain;
    return fromData(data, shape);
  };
}

/**
 * One initialiser for each of the blocks of rows that are stacked in one weight, as the gates of a recurrent layer are.
 *
 * @throws SeqError "init-shape" if the rows do not divide into that many blocks
 * @example
 * // the bias of an LSTM, gates i f g o, with the forget gate open: Jozefowicz, Zaremba & Sutskever 2015
 * const start = blockStart([uniform, constantStart(1), uniform, uniform]);
 */
export function blockStart(starts: readonly Initialiser[]): Initialiser {
  return (rng, shape, dtype) => {
    const [rows = 0, ...rest] = shape;
    const height = rows / starts.length;
    if (!Number.isInteger(height)) {
      throw new SeqError(
        "init-shape",
        `blockStart: ${rows} rows of ${formatShape(shape)} do not divide into ${starts.length} blocks`,
        { help: "give one initialiser for each gate", details: { shape, blocks: starts.length } },
      );
    }
    const data = allocate(dtype, sizeOf(shape));
    starts.forEach((start, i) => {
      const block = start(fold(rng, i), [height, ...rest], dtype);
      data.set(block.data, i * block.size);
    });
    return fromData(data, shape);
  };
}
