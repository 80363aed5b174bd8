/** A split by time: every series is cut at the same moments. */
import { SeqError } from "@seqloom/diagnostic";
import { dateOf, formatDate } from "../1-read/date.ts";
import { eachSeries, type Span } from "../2-time/span.ts";
import type { SplitSpec } from "../spec.ts";
import { partEnds } from "./shares.ts";

/** The moments at which each part ends (the next begins); the last may be infinity. */
export type Cuts = readonly number[];

/**
 * Where the parts end. Shares and counts are of the distinct moments at which an example could be made.
 *
 * @param times   of all rows, series by series
 * @param usable  the rows of each series in which inputs and targets have values
 * @throws SeqError "split-cuts" for dates that do not rise, "rows-none", and those of {@link partEnds}
 */
export function timeCuts(times: Float64Array, usable: Span, split: SplitSpec): Cuts {
  if (split.kind === "dates") {
    const cuts = split.cuts.map(dateOf);
    if (cuts.some((cut, i) => i > 0 && cut <= (cuts[i - 1] ?? 0))) {
      throw new SeqError("split-cuts", `the dates of a split rise: ${split.cuts.join(" / ")}`, {
        help: "write the earlier date first",
        details: { cuts: split.cuts },
      });
    }
    return [...cuts, Number.POSITIVE_INFINITY];
  }
  const moments = distinctTimes(times, usable);
  if (moments.length === 0) {
    throw new SeqError("rows-none", "no row has both inputs and target", {
      help: "lags and trailing means need that many rows before them: use shorter ones, or more rows",
      details: { rows: times.length },
    });
  }
  return partEnds(split, moments.length).map((end) => moments[end] ?? Number.POSITIVE_INFINITY);
}

function distinctTimes(times: Float64Array, usable: Span): Float64Array {
  const seen = new Set<number>();
  usable.from.forEach((from, s) => {
    for (let row = from; row < (usable.to[s] ?? 0); row++) seen.add(times[row] ?? 0);
  });
  return Float64Array.from(seen).sort();
}

/** The part in which a moment lies; the number of parts for a moment after the last. */
export function partAt(cuts: Cuts, time: number): number {
  let part = 0;
  while (part < cuts.length && time >= (cuts[part] ?? 0)) part++;
  return part;
}

/** `train until 2012-05-06, validation until 2015-01-02`, for a hover or a report. */
export function describeCuts(cuts: Cuts, names: readonly string[]): string {
  return names
    .slice(0, -1)
    .map((name, part) => `${name} until ${formatDate(cuts[part] ?? 0)}`)
    .join(", ");
}

/** 1 for rows of the training part. */
export function trainingRows(times: Float64Array, starts: Int32Array, cuts: Cuts): Uint8Array {
  const isTraining = new Uint8Array(times.length);
  eachSeries(starts, (from, to) => {
    for (let row = from; row < to; row++) isTraining[row] = partAt(cuts, times[row] ?? 0) === 0 ? 1 : 0;
  });
  return isTraining;
}
