/** What all panes have in common: a heading, a line that says what to look at, a badge, CSV, and their empty state. */
import { button, h, setText } from "../page/dom.ts";
import type { Word, Words } from "../page/words.ts";

export interface Pane {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  /** Beside the heading: paused, from the previous spec. */
  badge(text: string): void;
  /** A sentence in place of the picture; undefined shows the picture. */
  empty(text: string | undefined): void;
  /** Which of several models is shown. */
  readonly tools: HTMLElement;
}

export interface PaneOptions {
  readonly words: Words;
  readonly id: string;
  readonly title: Word;
  readonly look: Word;
  /** Rows with their head; asked for on a click. */
  readonly csv: () => readonly (readonly (string | number)[])[];
}

export function createPane({ words, id, title, look, csv }: PaneOptions): Pane {
  const heading = h("h2", { id: `${id}-title` }, words(title));
  const badge = h("span", { class: "badge" });
  const tools = h("span", { class: "tools" });
  const save = button(words("csv"), () => saveCsv(`${id}.csv`, csv()), {
    class: "quiet",
    "aria-label": `${words(title)}: CSV`,
  });
  const body = h("div", { class: "picture" });
  const empty = h("p", { class: "empty" });
  const element = h(
    "section",
    { class: "pane", "data-pane": id, "aria-labelledby": `${id}-title`, tabindex: -1 },
    h("header", {}, heading, badge, tools, save),
    h("p", { class: "look" }, words(look)),
    empty,
    body,
  );
  return {
    ...{ element, body, tools },
    badge: (text) => setText(badge, text),
    empty(text) {
      empty.hidden = text === undefined;
      body.hidden = text !== undefined;
      setText(empty, text ?? "");
    },
  };
}

/** A cell that could be a formula to a spreadsheet, or that holds a comma, is quoted. */
function saveCsv(name: string, rows: readonly (readonly (string | number)[])[]): void {
  const cell = (value: string | number) =>
    typeof value === "string" && /[",\n=+@-]/.test(value)
      ? `"${value.replaceAll('"', '""')}"`
      : String(value);
  const text = rows.map((row) => row.map(cell).join(",")).join("\n");
  const link = h("a", { download: name, href: URL.createObjectURL(new Blob([text], { type: "text/csv" })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
