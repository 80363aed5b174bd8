/** What is measured: small recurrent networks of the sizes people train on a laptop. */

export type CellName = "lstm" | "gru" | "gru-before" | "rnn" | "custom";

/**
 * One workload.
 *
 * `regression`: x [T, B, I] to one number from the last step, mean squared error. `classes`: symbols [T, B] to one of
 * `outputs` classes from the last step, cross entropy. `next`: symbols [T, B] to the next of `symbols` at every step.
 */
export interface Workload {
  /** `lstm 32/50/1/32/1`: cell batch/time/input/hidden/layers. */
  readonly name: string;
  readonly cell: CellName;
  readonly task: "regression" | "classes" | "next";
  readonly batch: number;
  readonly time: number;
  /** Width of x; of symbols, the length of their vectors. */
  readonly input: number;
  readonly hidden: number;
  readonly layers: number;
  /** How many symbols there are; 0 where x are numbers. */
  readonly symbols: number;
  readonly outputs: number;
}

/** `custom` is a layer-normalised LSTM with peepholes, written as a user writes it: see seqloom/custom-cell.ts. */
export const workloads: readonly Workload[] = [
  regression("lstm", 32, 50, 1, 32, 1),
  regression("lstm", 32, 50, 1, 64, 1),
  regression("lstm", 32, 50, 8, 128, 1),
  regression("lstm", 64, 60, 16, 256, 2),
  regression("lstm", 64, 100, 128, 512, 1),
  regression("lstm", 1, 50, 1, 64, 1),
  regression("gru", 32, 50, 8, 128, 1),
  regression("rnn", 32, 50, 8, 128, 1),
  regression("gru-before", 32, 50, 8, 128, 1),
  regression("custom", 32, 50, 8, 128, 1),
  symbols("names", "classes", { batch: 64, time: 12, input: 32, hidden: 128, symbols: 58, outputs: 18 }),
  symbols("characters", "next", { batch: 32, time: 64, input: 32, hidden: 128, symbols: 65, outputs: 65 }),
];

/** The ones that stand for the others when time is short: small, middle, a single sequence, another cell. */
export const quickWorkloads: readonly string[] = [
  "lstm 32/50/1/32/1",
  "lstm 32/50/8/128/1",
  "lstm 1/50/1/64/1",
  "gru 32/50/8/128/1",
];

export function regression(
  cell: CellName,
  batch: number,
  time: number,
  input: number,
  hidden: number,
  layers: number,
): Workload {
  const name = `${cell} ${[batch, time, input, hidden, layers].join("/")}`;
  return { name, cell, task: "regression", batch, time, input, hidden, layers, symbols: 0, outputs: 1 };
}

function symbols(
  title: string,
  task: "classes" | "next",
  sizes: Pick<Workload, "batch" | "time" | "input" | "hidden" | "symbols" | "outputs">,
): Workload {
  const name = `${title} ${[sizes.batch, sizes.time, sizes.input, sizes.hidden, 1].join("/")}`;
  return { name, cell: "lstm", task, layers: 1, ...sizes };
}

/**
 * Floating-point operations of a training step: three times the products of the forward pass, less the gradient of
 * x in the lowest layer where x are numbers.
 */
export function flopsOf({
  cell,
  task,
  batch,
  time,
  input,
  hidden,
  layers,
  symbols,
  outputs,
}: Workload): number {
  const gates = { lstm: 4, custom: 4, gru: 3, "gru-before": 3, rnn: 1 }[cell];
  const rows = batch * time;
  const onX = input + (layers - 1) * hidden;
  const products = 6 * gates * rows * hidden * (onX + layers * hidden);
  const inputGradient = symbols === 0 ? 2 * gates * rows * hidden * input : 0;
  const head = 6 * outputs * hidden * (task === "next" ? rows : batch);
  return products - inputGradient + head;
}

/**
 * The workloads whose names hold one of the texts; all of them without texts.
 *
 * @throws RangeError for a text that is in no name
 */
export function chooseWorkloads(texts: readonly string[]): readonly Workload[] {
  const unknown = texts.find((text) => !workloads.some(({ name }) => name.includes(text)));
  if (unknown !== undefined) {
    const names = workloads.map(({ name }) => name).join(", ");
    throw new RangeError(`no workload is called ${unknown}; there are ${names}`);
  }
  return workloads.filter(({ name }) => texts.length === 0 || texts.some((text) => name.includes(text)));
}
