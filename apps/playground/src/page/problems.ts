/** The Problems list: always there, so that errors can be read on a phone too. */
import { positionAt } from "@seqloom/diagnostic";
import type { Analysis } from "@seqloom/seq";
import { button, h, setText } from "./dom.ts";
import type { Words } from "./words.ts";

export interface ProblemsActions {
  readonly goTo: (place: number) => void;
  readonly fix: (problem: number) => void;
}

export interface Problems {
  readonly element: HTMLElement;
  show(analysis: Analysis): void;
}

const shownAtMost = 20;

export function createProblems(words: Words, { goTo, fix }: ProblemsActions): Problems {
  const heading = h("h2", { id: "problems-title" }, words("problems"));
  const list = h("ol", {});
  const element = h("section", { class: "problems", "aria-labelledby": "problems-title" }, heading, list);
  return {
    element,
    show({ diagnostics, source }) {
      const count = diagnostics.length;
      setText(heading, count === 0 ? words("noProblems") : `${words("problems")} (${count})`);
      const items = diagnostics
        .slice(0, shownAtMost)
        .map(({ severity, message, help, span, fix: own }, i) => {
          const { line } = positionAt(source, span.start);
          const place = button(`${words("line")} ${line}`, () => goTo(span.start), { class: "place" });
          const item = h("li", { class: severity }, place, h("span", {}, ` ${message}`));
          if (own !== undefined)
            item.append(
              " ",
              button(`${words("fix")}: ${own.title}`, () => fix(i), { class: "fix" }),
            );
          else if (help !== undefined) item.append(h("small", {}, help));
          return item;
        });
      if (count > shownAtMost) items.push(h("li", {}, `+ ${count - shownAtMost}`));
      list.replaceChildren(...items);
    },
  };
}
