/** The bar at the bottom, and what is read aloud. */
import { h, setText } from "./dom.ts";
import type { RunState } from "./run-state.ts";
import type { Words } from "./words.ts";

export interface Status {
  readonly element: HTMLElement;
  show(state: RunState): void;
  /** One sentence that stays until the next, also read aloud. */
  say(text: string): void;
}

export function createStatus(words: Words): Status {
  const run = h("span", { "data-status": "run" });
  const engine = h("span", { "data-status": "engine" });
  const said = h("span", { role: "status", "data-status": "said" });
  const element = h("footer", { class: "status" }, run, engine, said);
  return {
    element,
    say: (text) => setText(said, text),
    show(state) {
      setText(run, runText(state, words));
      element.dataset.state = state.status;
      const hash = state.lossHash === undefined ? "" : ` · ${words("hash")} ${state.lossHash}`;
      const speed =
        state.msPerStep === undefined ? "" : ` · ${state.msPerStep.toFixed(2)} ${words("perStep")}`;
      setText(engine, `${words("engine")}${speed}${hash}`);
    },
  };
}

function runText(state: RunState, words: Words): string {
  const model = state.models.get(state.current);
  const where = model === undefined ? "" : ` ${model.name} ${model.losses.length}`;
  const diverged = [...state.models.values()]
    .filter(({ divergedAt }) => divergedAt !== undefined)
    .map(({ name, divergedAt }) => ` ${name} ${words("diverged")} ${divergedAt}.`)
    .join("");
  switch (state.status) {
    case "idle":
      return words("ready");
    case "running":
      return `${words("running")}:${where}${diverged}`;
    case "paused":
      return `${words("paused")}${where}${diverged}`;
    case "done":
      return diverged.trim();
    case "fault":
      return `${state.fault?.message ?? ""}. ${state.fault?.help ?? ""}`;
    default:
      return state.status satisfies never;
  }
}
