/** What a model answers beside what is right: bars for classes, lines for numbers. */
import type { Answers } from "../engine/picture.ts";
import { h, setText } from "../page/dom.ts";
import { ink, lineLook } from "../page/inks.ts";
import type { ModelRun } from "../page/run-state.ts";
import type { Words } from "../page/words.ts";
import { createPane, type Pane } from "./pane.ts";
import { createPlot, type Plot } from "./plot.ts";

export interface PredictionsPane {
  readonly pane: Pane;
  /** @param index  the model's place among all, which decides its colour */
  draw(model: ModelRun | undefined, index: number): void;
  repaint(): void;
}

export function createPredictionsPane(words: Words): PredictionsPane {
  let [shown, place]: [ModelRun | undefined, number] = [undefined, 0];
  const bars = h("div", { class: "bars" });
  const lines = h("div", {});
  let plots: { readonly step: Plot; readonly example: Plot } | undefined;
  const pane = createPane({
    ...{ words, id: "predictions", title: "predictions", look: "predictionsLook" },
    csv: () => rowsOf(shown?.picture?.answers),
  });
  pane.body.append(bars, lines);
  const draw = (model: ModelRun | undefined, index: number) => {
    [shown, place] = [model, index];
    const answers = model?.picture?.answers;
    pane.empty(answers === undefined ? words("empty") : undefined);
    if (model === undefined || answers === undefined) return;
    const look = lineLook(model.name, index);
    bars.hidden = answers.kind !== "classes";
    lines.hidden = answers.kind !== "numbers";
    if (answers.kind === "classes") {
      bars.replaceChildren(...barsOf(answers, words, ink(look.colour)));
      return;
    }
    plots ??= {
      step: createPlot(lines, { xLabel: words("timeStep"), isLog: false }),
      example: createPlot(lines, { xLabel: words("example"), isLog: false }),
    };
    plots[answers.per === "step" ? "example" : "step"].forget();
    plots[answers.per].draw(
      [
        { label: words("target"), colour: ink("baseline"), dash: [2, 3] },
        { label: `${words("output")}, ${model.name}`, colour: ink(look.colour), dash: look.dash },
      ],
      [answers.target.map((_, i) => i + 1), answers.target, answers.output],
    );
  };
  return {
    pane,
    draw,
    repaint() {
      plots?.step.forget();
      plots?.example.forget();
      draw(shown, place);
    },
  };
}

function barsOf(answers: Answers & { kind: "classes" }, words: Words, colour: string): HTMLElement[] {
  const rows = answers.names.map((name, i) => {
    const share = answers.shares[i] ?? 0;
    const bar = h("span", { class: "bar" });
    bar.style.width = `${share * 100}%`;
    bar.style.backgroundColor = colour;
    const isTrue = i === answers.truth;
    return h(
      "div",
      { class: isTrue ? "row true" : "row" },
      h("code", {}, name.slice(0, 60)),
      h("span", { class: "track" }, bar),
      h("span", { class: "share" }, `${Math.round(share * 100)} %${isTrue ? ` · ${words("truth")}` : ""}`),
    );
  });
  const sum = h("p", {});
  setText(sum, `${answers.right} / ${answers.of} ${words("right")}`);
  return [...rows, sum];
}

function rowsOf(answers: Answers | undefined): (string | number)[][] {
  if (answers === undefined) return [];
  return answers.kind === "classes"
    ? [["class", "probability"], ...answers.names.map((name, i) => [name, answers.shares[i] ?? 0])]
    : [
        [answers.per, "target", "output"],
        ...answers.target.map((target, i) => [i + 1, target, answers.output[i] ?? 0]),
      ];
}
