/** `pnpm experiments [n ...] [--seeds 3] [--write]`. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { wasmCompiler } from "@seqloom/kernels";
import type { Experiment } from "../experiment.ts";
import { pricesFile } from "../presets/15-prices.ts";
import { experiments } from "../presets/all.ts";
import { outcomesMarkdown } from "../report.ts";
import { type Outcome, runExperiment } from "../run-experiment.ts";
import { replaceSection } from "./section.ts";
import { interruptSignal, machine, progressLine, timeLeft } from "./terminal.ts";

const usage = `pnpm experiments [n ...]   runs all 15 experiments, or those with these numbers
  --seeds 3                how many seeds, from 1
  --write                  puts the outcomes into samples/experiments/README.md; all 15 only`;

/** @returns the exit code: 0 whatever came out, since an outcome that differs is a result */
export async function main(root: string, args: readonly string[]): Promise<number> {
  const chosen = choose(args);
  if ("message" in chosen) {
    console.error(chosen.message);
    return chosen.exitCode;
  }
  const signal = interruptSignal();
  const files = new Map([[pricesFile, prices()]]);
  const outcomes: Outcome[] = [];
  for (const experiment of chosen.experiments) {
    const line = progressLine();
    const start = performance.now();
    const events = runExperiment(experiment, chosen.seeds, { compiler: wasmCompiler(), files, signal });
    let next = await events.next();
    for (; next.done !== true; next = await events.next()) {
      const { run, seed, loss, share } = next.value;
      line.show(
        () =>
          `${experiment.number}. ${experiment.title}: ${run}, seed ${seed}, loss ${loss.toPrecision(3)}, ${timeLeft(start, share)}`,
      );
    }
    line.clear();
    if (signal.aborted) break;
    outcomes.push(next.value);
    console.log(summary(next.value));
  }
  if (!chosen.write || signal.aborted) console.log(`\n${outcomesMarkdown(outcomes)}`);
  else writeOutcomes(root, `pnpm experiments --seeds ${chosen.seeds.length} --write`, outcomes);
  return signal.aborted ? 130 : 0;
}

function writeOutcomes(root: string, command: string, outcomes: readonly Outcome[]): void {
  const page = join(root, "samples/experiments/README.md");
  const heading = `Measured on ${new Date().toISOString().slice(0, 10)} with \`${command}\` on ${machine()}.`;
  const text = `${heading}\n\n${outcomesMarkdown(outcomes)}`;
  writeFileSync(page, replaceSection(readFileSync(page, "utf8"), "outcomes", text));
}

interface Chosen {
  readonly experiments: readonly Experiment[];
  readonly seeds: readonly number[];
  readonly write: boolean;
}

/** Something to say instead of running. */
interface Message {
  readonly message: string;
  readonly exitCode: number;
}

function choose(args: readonly string[]): Chosen | Message {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false, // its own messages do not list what there is
    options: {
      seeds: { type: "string", default: "3" },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = Object.keys(values).find((name) => !["seeds", "write", "help"].includes(name));
  const seedCount = Number(values.seeds);
  const wanted = (n: number) => positionals.length === 0 || positionals.map(Number).includes(n);
  const absent = positionals.find((text) => !experiments.some(({ number }) => number === Number(text)));
  if (values.help === true) return { message: usage, exitCode: 0 };
  if (unknown !== undefined) return wrong(`there is no option --${unknown}`);
  if (absent !== undefined) return wrong(`there is no experiment ${absent}: they are 1 to 15`);
  if (!Number.isInteger(seedCount) || seedCount < 1) return wrong("--seeds is a whole number from 1");
  if (values.write === true && positionals.length > 0) return wrong("--write needs all experiments");
  return {
    experiments: experiments.filter(({ number }) => wanted(number)),
    seeds: Array.from({ length: seedCount }, (_, i) => i + 1),
    write: values.write === true,
  };
}

function wrong(message: string): Message {
  return { message: `${message}\n${usage}`, exitCode: 1 };
}

/** From the npm package vega-datasets: the prices are not in this repository, their source states no licence. */
function prices(): string {
  // The package exports no file paths, only its entry point: go from there.
  const entry = createRequire(import.meta.url).resolve("vega-datasets");
  return readFileSync(join(dirname(entry), "../data/sp500-2000.csv"), "utf8");
}

function summary({ experiment: { number, title }, isAsStated, secondsPerSeed, verdicts }: Outcome): string {
  const failed = verdicts
    .filter(({ holds }) => !holds)
    .map(({ claim, held, of }) => `\n   no: ${claim.says} (${held} of ${of})`);
  const outcome = isAsStated ? "as stated" : "differs";
  return `${number}. ${title}: ${outcome}, ${secondsPerSeed.toFixed(1)} s a seed${failed.join("")}`;
}
