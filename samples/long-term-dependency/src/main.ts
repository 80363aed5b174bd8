/** `pnpm lab`: runs the long-term dependency lab, prints a table and draws plots. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { interruptSignal, machine, progressLine, replaceSection, timeLeft } from "@seqloom/experiments/node";
import { wasmCompiler } from "@seqloom/kernels";
import { type Chosen, readArguments } from "./arguments.ts";
import { type LabResult, labRun } from "./lab-run.ts";
import { lossPlot, signalPlot } from "./plots.ts";
import { resultsTable } from "./table.ts";

/** @returns the exit code: 0 whether or not a task was solved, 130 after Ctrl-C */
export async function main(root: string, args: readonly string[]): Promise<number> {
  const chosen = readArguments(args);
  if ("message" in chosen) {
    console.error(chosen.message);
    return chosen.exitCode;
  }
  const folder = join(root, "samples/long-term-dependency");
  const signal = interruptSignal();
  const results = await runAll(chosen, signal);
  console.log(resultsTable(results));
  const plots = drawAll(chosen, results);
  // Pictures that the README shows come from whole runs only.
  const target = chosen.write && !signal.aborted ? join(folder, "plots") : join(root, ".cache/lab");
  mkdirSync(target, { recursive: true });
  for (const [name, svg] of plots) writeFileSync(join(target, name), svg);
  console.log(`\nplots: ${target}`);
  if (signal.aborted) return 130;
  if (chosen.write) {
    const page = join(folder, "README.md");
    const command = ["pnpm lab", ...args].join(" ");
    const heading = `Measured on ${new Date().toISOString().slice(0, 10)} with \`${command}\` on ${machine()}.`;
    const text = `${heading}\n\n${resultsTable(results)}`;
    writeFileSync(page, replaceSection(readFileSync(page, "utf8"), "figures", text));
  }
  return 0;
}

/** Runs everything chosen; after Ctrl-C what was finished. */
async function runAll(chosen: Chosen, signal: AbortSignal): Promise<readonly LabResult[]> {
  const compiler = wasmCompiler();
  const runs = chosen.tasks.flatMap((task) =>
    chosen.cells.flatMap((cell) => chosen.seeds.map((seed) => ({ task, cell, seed }))),
  );
  const results: LabResult[] = [];
  const line = progressLine();
  for (const [i, run] of runs.entries()) {
    const start = performance.now();
    const what = `${i + 1} of ${runs.length}: ${run.task.name}, ${run.cell}, seed ${run.seed}`;
    const events = labRun(run, { steps: chosen.steps, compiler, signal });
    let next = await events.next();
    for (; next.done !== true; next = await events.next()) {
      const { step, steps, loss } = next.value;
      line.show(
        () =>
          `${what}, step ${step} of ${steps}, loss ${loss.toPrecision(3)}, this run ${timeLeft(start, step / steps)} at most`,
      );
    }
    line.clear();
    if (signal.aborted) break;
    results.push(next.value);
    const { isSolved, score, trained } = next.value;
    console.error(
      `${what}: ${isSolved ? "solved" : "not solved"}, test score ${score.toPrecision(3)} after ${trained.losses.length} steps, ${trained.seconds.toFixed(0)} s`,
    );
  }
  return results;
}

function drawAll(chosen: Chosen, results: readonly LabResult[]): ReadonlyMap<string, string> {
  const plots = chosen.tasks.flatMap((task) => {
    const own = results.filter((result) => result.task === task);
    if (own.length === 0) return [];
    return [
      [`${task.name}-loss.svg`, lossPlot(task, own)],
      [`${task.name}-signal-before.svg`, signalPlot(task, own, "before")],
      [`${task.name}-signal-after.svg`, signalPlot(task, own, "after")],
    ] as const;
  });
  return new Map(plots);
}
