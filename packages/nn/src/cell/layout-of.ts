/** Finds the layout of a cell: its equations are run once on zeros. */
import { SeqError } from "@seqloom/diagnostic";
import type { Value } from "@seqloom/ops";
import { zeros } from "@seqloom/tensor";
import { constantStart } from "../init.ts";
import type { Cell } from "./cell.ts";
import type { Layout, LayoutOptions } from "./layout.ts";
import { pathIn } from "./paths.ts";
import { Recorder } from "./recorder.ts";
import { runCell } from "./scope.ts";

/**
 * @throws SeqError "cell-step" if a step does not give each state its next value; "weight-twice", "name-twice" where
 *         two things of a cell have one name
 */
export function layoutOf(cell: Cell, options: LayoutOptions): Layout {
  const states = Object.fromEntries(cell.states.map((state) => [state, cell.sizes[state] ?? options.hidden]));
  const inputs: Readonly<Record<string, Value>> = {
    x: zeros([1, options.input]),
    ...mapEntries(states, (size) => zeros([1, size])),
    ...mapEntries(cell.extra, ({ shape }) => zeros([1, ...shape])),
  };
  const recorder = new Recorder(cell, options, new Map(Object.entries(inputs).map(([name, v]) => [v, name])));
  const results = runCell(cell, options, inputs, recorder);
  checkResults(cell, states, results);
  for (const [state, size] of Object.entries(states)) {
    if (cell.start[state] === "learned")
      recorder.parameter(pathIn(cell, "start", state), [size], constantStart(0));
  }
  return {
    slots: recorder.slots,
    stacks: recorder.stacks,
    parameters: recorder.parameters,
    gates: recorder.gates,
    states,
    outputs: Object.fromEntries(cell.outputs.map((name) => [name, results[name]?.shape.at(-1) ?? 0])),
    isRandom: recorder.isRandom,
  };
}

function checkResults(
  cell: Cell,
  sizes: Readonly<Record<string, number>>,
  results: Readonly<Record<string, Value>>,
): void {
  for (const name of [...cell.states, ...cell.outputs]) {
    const size = sizes[name];
    const got = results[name]?.shape;
    if (got !== undefined && (size === undefined || got.at(-1) === size)) continue;
    const what =
      got === undefined ? `does not give ${name}` : `gives ${name} of size ${got.at(-1)}, it was ${size}`;
    throw new SeqError("cell-step", `a step of cell ${cell.name} ${what}`, {
      help: "return every state after the step, as large as it was before, and every output",
      details: { cell: cell.name, name, got, size },
    });
  }
}

function mapEntries<A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}
