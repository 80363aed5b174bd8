/** The same run for all three cells. */
import type { Run } from "../experiment.ts";
import type { CellName } from "../model.ts";

const names: readonly (readonly [string, CellName])[] = [
  ["RNN", "rnn"],
  ["LSTM", "lstm"],
  ["GRU", "gru"],
];

export function withEachCell(hidden: number, rest: Omit<Run, "name" | "model">): readonly Run[] {
  return names.map(([name, cell]) => ({ name, model: { cell, hidden }, ...rest }));
}
