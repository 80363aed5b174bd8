/** On a narrow page one pane is shown at a time. On a wide one the tabs are not there. */
import { button, h } from "./dom.ts";
import type { Word, Words } from "./words.ts";

const tabs: readonly (readonly [string, Word])[] = [
  ["spec", "editor"],
  ["loss", "loss"],
  ["predictions", "predictions"],
  ["gates", "gates"],
];

/** @param main  its `data-tab` says which pane is shown */
export function createTabs(words: Words, main: HTMLElement): HTMLElement {
  const nav = h("div", { class: "tabs", role: "group", "aria-label": words("label") });
  const choose = (id: string) => {
    main.dataset.tab = id;
    for (const one of nav.querySelectorAll<HTMLElement>("[data-for]"))
      one.setAttribute("aria-pressed", String(one.dataset.for === id));
  };
  nav.append(...tabs.map(([id, word]) => button(words(word), () => choose(id), { "data-for": id })));
  choose("spec");
  return nav;
}
