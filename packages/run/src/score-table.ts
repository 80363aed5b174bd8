/** The table of scores as texts, for the terminal and the report. */
import type { Proportion } from "@seqloom/data";
import type { Score } from "./evaluate.ts";

/** Names of columns, and as many texts in each row. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function scoreTable(scores: readonly Score[]): TextTable {
  const further = Object.keys(scores[0]?.further ?? {});
  return {
    head: ["", "MAE", "RMSE", "MASE", "direction", "95 % interval", ...further],
    rows: scores.map((score) => [
      score.name,
      number(score.mae),
      number(score.rmse),
      Number.isFinite(score.mase) ? score.mase.toFixed(3) : "-",
      share(score.direction),
      interval(score.direction),
      ...further.map((name) => number(score.further[name] ?? Number.NaN)),
    ]),
  };
}

/** Four significant digits, without an exponent where people expect none. */
function number(x: number): string {
  if (!Number.isFinite(x)) return "-";
  const size = Math.abs(x);
  return size === 0 || (size >= 1e-3 && size < 1e7)
    ? x.toFixed(Math.max(0, 3 - Math.floor(Math.log10(size || 1))))
    : x.toExponential(3);
}

/** Naive never says up or down, so it has no direction. */
function share({ share, total }: Proportion): string {
  return total === 0 ? "-" : `${(100 * share).toFixed(1)} %`;
}

function interval({ low, high, total }: Proportion): string {
  return total === 0 ? "-" : `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %`;
}
