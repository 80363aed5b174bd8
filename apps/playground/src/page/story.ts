/** What a preset is about: its goal, a question to answer before it runs, and one thing to change after. */
import type { Preset } from "../spec/preset.ts";
import { h } from "./dom.ts";
import type { Words } from "./words.ts";

export function createStory(words: Words): {
  readonly element: HTMLElement;
  show(preset: Preset | undefined): void;
} {
  const element = h("div", { class: "story" });
  return {
    element,
    show(preset) {
      element.hidden = preset === undefined;
      if (preset === undefined) return;
      const line = (word: Parameters<Words>[0], text: string) =>
        h("p", {}, h("strong", {}, `${words(word)}: `), text);
      element.replaceChildren(
        line("goal", preset.goal),
        line("predict", `${preset.ask} (${preset.choices.join(" · ")})`),
        line("change", preset.change),
      );
    },
  };
}
