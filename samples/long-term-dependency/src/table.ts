/** Results as a Markdown table. */
import type { Signal } from "@seqloom/experiments";
import type { LabResult } from "./lab-run.ts";

/** A row for each task, cell and seed. */
export function resultsTable(results: readonly LabResult[]): string {
  return [
    "| task | cell | seed | solved after | test score | signal at step 1: before, after | reach: before, after | seconds |",
    "| --- | --- | --: | --: | --: | --: | --: | --: |",
    ...results.map(
      ({ task, cell, seed, trained, isSolved, score, before, after }) =>
        `| ${task.name} | ${cell} | ${seed} | ${ending(trained, isSolved)} | ${score.toPrecision(3)} | ${atStart(before)}, ${atStart(after)} | ${before.reach}, ${after?.reach ?? "none"} | ${trained.seconds.toFixed(0)} |`,
    ),
  ].join("\n");
}

function ending({ losses, end }: LabResult["trained"], isSolved: boolean): string {
  const steps = losses.length.toLocaleString("en");
  if (isSolved) return `${steps} steps`;
  return end === "steps" ? `not in ${steps}` : `${end} at ${steps}`;
}

function atStart(signal: Signal | undefined): string {
  const value = signal?.best[0];
  if (value === undefined) return "none";
  if (value === 0) return "0";
  return value >= 1e-3 ? value.toPrecision(2) : value.toExponential(0);
}
