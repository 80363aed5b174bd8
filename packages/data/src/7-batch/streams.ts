/** Sequences in parts, for back-propagation that is cut off while the state of the model goes on. */
import { SeqError } from "@seqloom/diagnostic";
import { permutation, type Rng } from "@seqloom/tensor";
import type { PartName } from "../4-split/shares.ts";
import { collect, type Example, exampleAt, whole } from "../6-examples/examples.ts";
import { type Prepared, partOf } from "../prepare.ts";
import { type Batch, type GatherOptions, gather } from "./gather.ts";

export interface StreamOptions extends GatherOptions {
  /** Sequences side by side. */
  readonly size: number;
  /** Steps in a part: how far back the gradient reaches. */
  readonly truncate: number;
  /** Shuffles the sequences; a single long one always runs from its beginning. */
  readonly order?: Rng;
}

/** A part of the sequences of a batch. */
export interface StreamBatch extends Batch {
  /** The sequences begin here: the state of the model starts anew. Else it goes on from the part before. */
  readonly isStart: boolean;
}

/**
 * The sequences of a part of the data, `size` side by side, in parts of `truncate` steps.
 *
 * ```
 *   one sequence of 12 steps, size 2, truncate 3:   batch 1  0 1 2    batch 2  3 4 5
 *                                                            6 7 8             9 10 11
 * ```
 * A single long sequence is first cut into `size` streams of equal length; up to `size` - 1 steps at its end are left
 * out. Several sequences run until the longest ends; one that has ended has the length 0 in the parts after.
 *
 * @throws SeqError "stream-windows" for windows, horizons and targets with one value a sequence, "time-needed" for
 *         lists in rows, "out-of-range"
 */
export function* streams(
  prepared: Prepared,
  part: PartName,
  options: StreamOptions,
): Generator<StreamBatch, void> {
  const { size, truncate, order } = options;
  checkOptions(prepared, options);
  const examples = partOf(prepared, part);
  const rows =
    order === undefined
      ? Array.from({ length: examples.count }, (_, i) => i)
      : [...permutation(order, examples.count)];
  const all = rows.map((i) => exampleAt(examples, i));
  const sequences = all.length === 1 && size > 1 ? all.flatMap((example) => sideBySide(example, size)) : all;
  for (let from = 0; from < sequences.length; from += size) {
    const group = sequences.slice(from, from + size);
    const longest = Math.max(...group.map(({ inputFrom, inputTo }) => inputTo - inputFrom));
    for (let step = 0; step < longest; step += truncate) {
      const cut = collect(group.map((example) => partOfSequence(example, step, truncate)));
      const indices = Int32Array.from(group.keys());
      yield { ...gather(prepared, cut, indices, options), isStart: step === 0 };
    }
  }
}

function sideBySide({ series, inputFrom, inputTo }: Example, size: number): Example[] {
  const length = Math.floor((inputTo - inputFrom) / size);
  return Array.from({ length: size }, (_, i) =>
    whole(series, inputFrom + i * length, inputFrom + (i + 1) * length),
  );
}

function partOfSequence({ series, inputFrom, inputTo }: Example, step: number, truncate: number): Example {
  return whole(series, Math.min(inputFrom + step, inputTo), Math.min(inputFrom + step + truncate, inputTo));
}

function checkOptions({ spec, arranged, reach }: Prepared, { size, truncate }: StreamOptions): void {
  for (const [setting, value] of Object.entries({ size, truncate })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new SeqError("out-of-range", `${setting} is a whole number of at least 1; ${value} is not`, {
      help: "for instance `truncate 100`",
      details: { setting, value },
    });
  }
  if (!arranged.frame.isTimed) {
    throw new SeqError(
      "time-needed",
      "only rows in order can be cut into parts; here each row holds its own sequence",
      {
        help: "remove `truncate`, or make a row of each step: `time row`, `series id`",
        details: { setting: "truncate" },
      },
    );
  }
  if (spec.window !== undefined || reach.pick !== undefined) {
    throw new SeqError("stream-windows", "`truncate` cuts whole sequences with a target at each step", {
      help: spec.window === undefined ? "remove `truncate`" : "remove `window`, or remove `truncate`",
      details: { window: spec.window, pick: reach.pick },
    });
  }
}
