/**
 * An experiment as the text of a spec.
 *
 * Every batch of an experiment is new. A spec has a table of examples instead, so it asks for as many as training uses
 * and goes over them once.
 */
import type { Experiment, Run, TaskSpec, TrainingSpec } from "@seqloom/experiments";

/** What a spec says of a task. */
interface TaskText {
  readonly data: readonly string[];
  /** Axes of the answer. */
  readonly answer: string;
  /** The size of the last one. */
  readonly width: string;
  readonly loss: string;
  /** Answers after the last step only. */
  readonly isLast: boolean;
}

/** @returns the text, or undefined for an experiment that the language cannot say yet */
export function specText({ title, goal, runs }: Experiment): string | undefined {
  const [first] = runs;
  if (first === undefined) return undefined;
  const isShared = (read: (run: Run) => unknown) =>
    runs.every((run) => JSON.stringify(read(run)) === JSON.stringify(read(first)));
  // What an experiment does to a trained model, not by training, is for a microscope.
  if (runs.some(({ measures = [] }) => measures.some(({ kind }) => kind === "memory"))) return undefined;
  if (!isShared(({ task }) => task) || runs.some(({ model }) => model.truncate !== undefined))
    return undefined;
  const steps = Math.max(...runs.map(({ training }) => training.steps));
  const task = taskText(first.task, steps * 32);
  if (task === undefined) return undefined;
  const sections = isShared(({ training }) => training)
    ? [trainText("", first.training, task)]
    : runs.map((run) => trainText(` ${nameOf(run)}`, run.training, task));
  return [
    "seq 1",
    `# ${title}.\n# ${goal}`,
    block("data", task.data),
    ...runs.map((run) => modelText(run, task)),
    ...sections,
  ]
    .join("\n\n")
    .concat("\n");
}

function taskText(task: Run["task"], count: number): TaskText | undefined {
  if (task.kind !== "series") return generatedText(task, count);
  const { source, window, horizon } = task.data;
  if (source.kind !== "generator") return undefined;
  return {
    data: [
      `source   ${callText(source.name, source.options ?? {})}`,
      "input    value",
      "target   value",
      `window   ${window ?? 12}`,
      `horizon  ${horizon ?? 1}`,
      "split    70% / 30%",
      "scale    standard",
    ],
    ...{ answer: "horizon", width: "horizon", loss: "mse", isLast: true },
  };
}

/** A fiftieth more examples than training takes are made: they are the test part. */
function generatedText(task: TaskSpec, count: number): TaskText | undefined {
  const made = Math.ceil((count * 1.03) / 100) * 100;
  const data = (options: string, input: string, target: string) => [
    `source  ${task.kind}(${options}, count = ${made})`,
    `input   ${input}`,
    `target  ${target}`,
    "split   98% / 2%",
  ];
  const numbers = { answer: "target", width: "target" };
  switch (task.kind) {
    case "adding":
      return {
        data: data(`length = ${task.length}`, "value, marker", "sum"),
        ...{ ...numbers, loss: "mse", isLast: true },
      };
    case "recall":
      return {
        data: data(`length = ${task.length}`, "onehot(symbol)", "category(answer)"),
        ...{ answer: "answer", width: "answer", loss: "crossEntropy", isLast: true },
      };
    case "echo":
      return {
        data: data(`length = ${task.length}, delay = ${task.delay}`, "value", "answer"),
        ...{ ...numbers, loss: "mse", isLast: false },
      };
    case "parity":
      return {
        data: data(`length = ${task.length}`, "bit", "answer"),
        ...{ ...numbers, loss: "binaryCrossEntropy", isLast: false },
      };
    default:
      return undefined;
  }
}

function callText(name: string, options: Readonly<Record<string, number>>): string {
  return `${name}(${Object.entries(options)
    .map(([key, value]) => `${key} = ${value}`)
    .join(", ")})`;
}

/** Run names such as `bias 0` become names of models: `Bias0`. */
function nameOf({ name }: Run): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function modelText(run: Run, { answer, width, isLast }: TaskText): string {
  const { cell, hidden, forgetBias, recurrent, gain } = run.model;
  const options = Object.entries({ forgetBias, recurrent, gain })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `, ${key} = ${value}`)
    .join("");
  const promise = isLast ? `[batch, ${answer}]` : `[batch, time, ${answer}]`;
  return block(`model ${nameOf(run)}(x: [batch, time, feature]) -> ${promise}`, [
    `x -> ${cell}(${hidden}${options})${isLast ? " -> last" : ""} -> linear(${width})`,
  ]);
}

function trainText(name: string, { steps, optimiser, clip = 1 }: TrainingSpec, { loss }: TaskText): string {
  const { kind, rate } = optimiser ?? { kind: "adam", rate: 0.01 };
  return block(`train${name}`, [
    `loss       ${loss}`,
    `optimiser  ${kind}(rate = ${rate})`,
    ...(clip === "none" ? [] : [`clip       norm = ${clip}`]),
    "batch      32",
    `steps      ${steps}`,
    "keep       last",
    "seed       1",
  ]);
}

function block(head: string, lines: readonly string[]): string {
  return `${head} {\n${lines.map((line) => `  ${line}\n`).join("")}}`;
}
