/** The experiments that a spec can say, and one cell of the reader's own. */
import { experiments } from "@seqloom/experiments";
import type { Language } from "../page/words.ts";
import { ownCell } from "./own-cell.ts";
import type { Preset } from "./preset.ts";
import { koreanWords } from "./presets-ko.ts";
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

/** In the reader's language. */
export function presetsIn(language: Language): readonly Preset[] {
  if (language === "en") return presets;
  return presets.map((preset) => ({ ...preset, ...koreanWords[preset.id] }));
}

export function presetOf(id: string): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
