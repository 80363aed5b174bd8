/** Rows whose score is above a threshold, put together to findings. */
import type { RowScores } from "./scores.ts";

/** A run of unusual rows, as places in the scores. */
export interface Run {
  readonly from: number;
  /** The last one. */
  readonly to: number;
  /** Where the score is highest. */
  readonly peak: number;
}

/**
 * @param merge  quiet rows below which two findings are one
 */
export function runsAbove(
  { rows, series, scores }: RowScores,
  threshold: number,
  merge: number,
): readonly Run[] {
  const runs: Run[] = [];
  scores.forEach((score, i) => {
    if (!(score > threshold)) return;
    const last = runs.at(-1);
    const quiet = last === undefined ? 0 : (rows[i] ?? 0) - (rows[last.to] ?? 0) - 1;
    if (last === undefined || series[i] !== series[last.to] || (quiet > 0 && quiet >= merge)) {
      runs.push({ from: i, to: i, peak: i });
      return;
    }
    runs[runs.length - 1] = { ...last, to: i, peak: score > (scores[last.peak] ?? 0) ? i : last.peak };
  });
  return runs;
}
