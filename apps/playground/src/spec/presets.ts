/** The experiments that a spec can say, and one cell of the reader's own. */
import { experiments } from "@seqloom/experiments";
import { ownCell } from "./own-cell.ts";
import type { Preset } from "./preset.ts";
import { specText } from "./spec-text.ts";

export const presets: readonly Preset[] = [
  ...experiments.flatMap((experiment): Preset[] => {
    const text = specText(experiment);
    if (text === undefined) return [];
    const { id, number, title, goal, predict, change } = experiment;
    return [{ id, number, title, goal, ...predict, change, text }];
  }),
  ownCell,
];

export function presetOf(id: string): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
