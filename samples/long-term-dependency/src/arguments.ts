/** What the command line asks for. */
import { parseArgs } from "node:util";
import type { CellName } from "@seqloom/experiments";
import { cells, type LabTask, settings, tasks } from "./study.ts";

export interface Chosen {
  readonly tasks: readonly LabTask[];
  readonly cells: readonly CellName[];
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly write: boolean;
}

/** Something to say instead of running. */
export interface Message {
  readonly message: string;
  readonly exitCode: number;
}

const usage = `pnpm lab
  --task NAME     ${tasks.map(({ name }) => name).join(", ")}; all if left out
  --cell NAME     ${cells.join(", ")}; all if left out
  --seed N        ${settings.seeds.join(", ")} if left out; --task, --cell and --seed may be given more than once
  --steps N       at most so many; ${settings.steps} if left out
  --quick         100 steps, one seed: a look at what the command does
  --write         puts table and plots into samples/long-term-dependency; without it plots go to .cache/lab`;

/** Reads the arguments; a mistake gives the list of what there is. */
export function readArguments(args: readonly string[]): Chosen | Message {
  const { values, positionals } = parse(args);
  const known = ["task", "cell", "seed", "steps", "quick", "write", "help"];
  const unknown = Object.keys(values).find((name) => !known.includes(name)) ?? positionals[0];
  if (values.help === true) return { message: usage, exitCode: 0 };
  if (unknown !== undefined) return wrong(`there is no option ${unknown}`);
  const texts = (name: "task" | "cell" | "seed") => [values[name] ?? []].flat().map(String);
  const [taskNames, cellNames] = [texts("task"), texts("cell")];
  const seeds = texts("seed").map(Number);
  const steps = Number(values.steps ?? (values.quick ? 100 : settings.steps));
  const noTask = taskNames.find((name) => !tasks.some((task) => task.name === name));
  if (noTask !== undefined) return wrong(`there is no task ${noTask}`);
  const noCell = cellNames.find((name) => !cells.some((cell) => cell === name));
  if (noCell !== undefined) return wrong(`there is no cell ${noCell}`);
  if (seeds.some((seed) => !Number.isInteger(seed))) return wrong("--seed is a whole number");
  if (!Number.isInteger(steps) || steps < 1) return wrong("--steps is a whole number from 1");
  return {
    tasks: tasks.filter(({ name }) => taskNames.length === 0 || taskNames.includes(name)),
    cells: cells.filter((cell) => cellNames.length === 0 || cellNames.includes(cell)),
    seeds: seeds.length > 0 ? seeds : values.quick ? [1] : settings.seeds,
    steps,
    write: values.write === true,
  };
}

function parse(args: readonly string[]) {
  const list = { type: "string", multiple: true } as const;
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false, // its own messages do not list what there is
    options: {
      ...{ task: list, cell: list, seed: list, steps: { type: "string" } },
      ...{ quick: { type: "boolean" }, write: { type: "boolean" }, help: { type: "boolean" } },
    },
  });
}

function wrong(message: string): Message {
  return { message: `${message}\n${usage}`, exitCode: 1 };
}
