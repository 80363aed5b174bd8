/** Batches of a part, in order or shuffled. */
import { SeqError } from "@seqloom/diagnostic";
import { permutation, type Rng } from "@seqloom/tensor";
import type { PartName } from "../4-split/shares.ts";
import { collect, type Examples, whole } from "../6-examples/examples.ts";
import { type Prepared, partOf } from "../prepare.ts";
import { type Batch, type GatherOptions, gather } from "./gather.ts";

export interface BatchOptions extends GatherOptions {
  /** Examples in a batch; the last one may be smaller. */
  readonly size: number;
  /** Shuffles the examples; use another key for each epoch, `fold(key, epoch)`. In order if left out. */
  readonly order?: Rng;
  /** Leave out a last batch that is smaller. */
  readonly dropLast?: boolean;
}

/**
 * The batches of a part, one after another.
 *
 * @throws SeqError "part-missing", "out-of-range" for a batch of less than one example
 * @example for (const { fields } of batches(data, "train", { size: 64, order: fold(key, epoch) })) step(fields);
 */
export function* batches(prepared: Prepared, part: PartName, options: BatchOptions): Generator<Batch, void> {
  const examples = partOf(prepared, part);
  const { size, order } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new SeqError(
      "out-of-range",
      `a batch holds at least one example; ${size} is not a number of examples`,
      {
        help: "for instance size = 32",
        details: { size },
      },
    );
  }
  const all =
    order === undefined
      ? Int32Array.from({ length: examples.count }, (_, i) => i)
      : permutation(order, examples.count);
  for (let from = 0; from < all.length; from += size) {
    const indices = all.slice(from, from + size);
    if (indices.length < size && options.dropLast === true) return;
    yield gather(prepared, examples, indices, options);
  }
}

/** How many batches an epoch has. */
export function batchCount(prepared: Prepared, part: PartName, { size, dropLast }: BatchOptions): number {
  const { count } = partOf(prepared, part);
  return dropLast === true ? Math.floor(count / size) : Math.ceil(count / size);
}

/**
 * The examples from which the future is still to be predicted: of each series the last window (or all of it), whose
 * targets lie after its last row; of independent rows every one. Gather them with `inputsOnly`.
 *
 * @throws SeqError "too-few-rows", "known-missing" naming the column that is not given over the horizon
 */
export function latest(prepared: Prepared): Examples {
  const { spec, arranged, fields } = prepared;
  const { starts, isTimed, table } = arranged.frame;
  if (!isTimed) return collect(Array.from({ length: table.rowCount }, (_, row) => whole(0, row, row + 1)));
  const list = Array.from(starts.slice(0, -1), (_, series) => {
    const inputs = fields.filter(({ role }) => role === "input" || role === "static");
    const from = Math.max(...inputs.map(({ span }) => span.from[series] ?? 0));
    const to = Math.min(...inputs.map(({ span }) => span.to[series] ?? 0));
    const window = spec.window ?? Math.max(1, to - from);
    if (to - from < window) throw tooFew(to - from, window, arranged.keys[series] ?? []);
    const targetTo = to + (spec.horizon ?? 0);
    for (const field of fields) {
      if (field.role === "known" && (field.span.to[series] ?? 0) < targetTo)
        throw knownMissing(field.columns[0]?.name);
    }
    return {
      series,
      inputFrom: to - window,
      inputTo: to,
      targetFrom: spec.horizon === undefined ? to - window : to,
      targetTo,
    };
  });
  return collect(list);
}

function tooFew(rows: number, window: number, series: readonly string[]): SeqError {
  const of = series.length === 0 ? "" : ` of series ${series.join(", ")}`;
  return new SeqError(
    "too-few-rows",
    `a forecast looks back ${window} steps, and ${rows} rows${of} can be used`,
    {
      help: "hand in more rows before the forecast; lags and trailing means need some of their own",
      details: { rows, window, series },
    },
  );
}

function knownMissing(column = "a known column"): SeqError {
  return new SeqError("known-missing", `${column} is not given for all steps of the horizon`, {
    help: "add rows for the future that hold what is planned, and leave the rest of them empty",
    details: { column },
  });
}
