/** Preset, seed and the buttons of a run. */
import { seedAtMost } from "../share/link.ts";
import type { Preset } from "../spec/preset.ts";
import { button, h, setText } from "./dom.ts";
import type { RunState } from "./run-state.ts";
import type { Words } from "./words.ts";

export interface ToolbarActions {
  readonly trainOrPause: () => void;
  readonly step: () => void;
  readonly reset: () => void;
  readonly newSeed: () => void;
  readonly share: () => void;
  /** `draft` is the reader's own text. */
  readonly choose: (preset: string) => void;
}

export interface Toolbar {
  readonly element: HTMLElement;
  seed(): number;
  setSeed(seed: number): void;
  setPreset(id: string): void;
  show(state: RunState): void;
}

export function createToolbar(words: Words, presets: readonly Preset[], actions: ToolbarActions): Toolbar {
  const train = button(words("train"), actions.trainOrPause, { class: "primary", "data-action": "train" });
  const seed = h("input", { type: "number", min: 0, max: seedAtMost, step: 1, value: 1 });
  const preset = h(
    "select",
    {},
    ...presets.map(({ id, number, title }) => h("option", { value: id }, `${number}. ${title}`)),
    h("option", { value: "draft" }, words("draft")),
  );
  preset.addEventListener("change", () => actions.choose(preset.value));
  return {
    element: h(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": words("label") },
      train,
      button(words("step"), actions.step, { "data-action": "step" }),
      button(words("reset"), actions.reset, { "data-action": "reset" }),
      h("label", {}, `${words("preset")} `, preset),
      h("label", {}, `${words("seed")} `, seed),
      button(words("newSeed"), actions.newSeed),
      button(words("share"), actions.share, { "data-action": "share" }),
    ),
    // An empty field or a number out of range is the first seed: the field shows what was taken.
    seed() {
      const value = seed.valueAsNumber;
      const isGood = Number.isInteger(value) && value >= 0 && value <= seedAtMost;
      if (!isGood) seed.value = "1";
      return isGood ? value : 1;
    },
    setSeed: (value) => {
      seed.value = String(value);
    },
    setPreset: (id) => {
      preset.value = id;
    },
    show: ({ status }) =>
      setText(train, words(status === "running" ? "pause" : status === "paused" ? "resume" : "train")),
  };
}
