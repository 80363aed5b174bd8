/** Gates and states over time, by the names in the spec; a row is a unit. */
import type { Strip } from "../engine/picture.ts";
import { h, setText } from "../page/dom.ts";
import { isDark } from "../page/inks.ts";
import type { ModelRun } from "../page/run-state.ts";
import type { Language, Words } from "../page/words.ts";
import { labelIn } from "./gate-labels.ts";
import { byChange, paint, valueAt } from "./heat.ts";
import { createPane, type Pane } from "./pane.ts";

export interface GatesPane {
  readonly pane: Pane;
  draw(model: ModelRun | undefined): void;
  repaint(): void;
}

/** Units that a strip shows at most: those that change most. */
const rowsAtMost = 64;

export function createGatesPane(words: Words, language: Language): GatesPane {
  let shown: ModelRun | undefined;
  const strips = new Map<string, StripView>();
  const pane = createPane({
    ...{ words, id: "gates", title: "gates", look: "gatesLook" },
    csv: () => [
      ["gate", "step", "unit", "value"],
      ...(shown?.picture?.strips ?? []).flatMap((strip) =>
        Array.from(strip.bytes, (byte, i) => [
          strip.name,
          Math.floor(i / strip.units) + 1,
          (i % strip.units) + 1,
          valueAt(strip, byte).toFixed(3),
        ]),
      ),
    ],
  });
  const draw = (model: ModelRun | undefined) => {
    shown = model;
    const found = model?.picture?.strips;
    pane.empty(found === undefined ? words("empty") : found.length === 0 ? words("noGates") : undefined);
    if (found === undefined) return;
    const names = found.map(({ name }) => name).join();
    if (names !== [...strips.keys()].join()) {
      strips.clear();
      for (const strip of found)
        strips.set(strip.name, createStrip({ ...strip, label: labelIn(language, strip.label) }, words));
      pane.body.replaceChildren(...[...strips.values()].map(({ element }) => element));
    }
    for (const strip of found) strips.get(strip.name)?.draw(strip);
  };
  return { pane, draw, repaint: () => draw(shown) };
}

interface StripView {
  readonly element: HTMLElement;
  draw(strip: Strip): void;
}

/** The picture takes the focus: arrows move a cursor, whose reading is its label. */
function createStrip({ name, label }: Strip, words: Words): StripView {
  const canvas = h("canvas", { "aria-hidden": "true" });
  const reading = h("output", { class: "reading" });
  const legend = h("span", { class: "legend" });
  const focus = h("div", { class: "strip", tabindex: 0, role: "img", "aria-label": name }, canvas);
  let [strip, order]: [Strip | undefined, readonly number[]] = [undefined, []];
  let [row, column] = [0, 0];
  const read = () => {
    if (strip === undefined) return;
    const unit = order[row] ?? 0;
    const value = valueAt(strip, strip.bytes[column * strip.units + unit] ?? 0);
    const text = `${words("timeStep")} ${column + 1}, ${name}[${unit + 1}] = ${value.toFixed(2)}`;
    setText(reading, text);
    focus.setAttribute("aria-label", text);
  };
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    PageUp: [0, -10],
    PageDown: [0, 10],
    Home: [0, -1e9],
    End: [0, 1e9],
  };
  const limit = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));
  focus.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (move === undefined || strip === undefined) return;
    event.preventDefault();
    row = limit(row + move[0], order.length);
    column = limit(column + move[1], strip.steps);
    read();
  });
  focus.addEventListener("focus", read);
  focus.addEventListener("pointermove", ({ offsetX, offsetY }) => {
    if (strip === undefined) return;
    column = limit(Math.floor((offsetX / focus.clientWidth) * strip.steps), strip.steps);
    row = limit(Math.floor((offsetY / focus.clientHeight) * order.length), order.length);
    read();
  });
  const heading = h("h3", {}, h("code", {}, name), label === undefined ? "" : ` ${label}`);
  return {
    element: h("div", { class: "gate" }, h("header", {}, heading, legend, reading), focus),
    draw(next) {
      strip = next;
      order = byChange(next).slice(0, rowsAtMost);
      const dark = isDark();
      setText(
        legend,
        words(next.scale === "signed" ? "scaleSigned" : dark ? "scaleShareDark" : "scaleShare") +
          (order.length < next.units ? ` · ${order.length} / ${next.units}` : ""),
      );
      canvas.style.height = `${Math.max(2, Math.min(6, Math.floor(120 / order.length))) * order.length}px`;
      paint(canvas, next, order);
    },
  };
}
