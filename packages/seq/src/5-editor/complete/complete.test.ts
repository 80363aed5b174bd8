import { describe, expect, it } from "vitest";
import { markedOnce } from "../../testing/marked.ts";
import { analyse } from "../analysis.ts";
import { withEdits } from "../rename.ts";
import { completionsAt } from "./complete.ts";

const cells =
  "seq 1\n## Leaks.\ncell leaky(x: [in], hidden, rate = 0.5) {\n  state h: [hidden]\n  h' = affine(x, h)\n}\n";

const spec = `seq 1
import "cells.seq" as own
let hidden = 8

data {
  source  csv("a.csv")
  time    date, every = day
  let     change = close - lag(close, 1)
  input   change
  target  change
  window  10
  horizon 1
}

cell mine(x: [in], hidden, forget = 1) {
  state h: [hidden]
  h' = affine(x, h)
}

model Next(x: [batch, time, feature]) -> [batch, horizon] {
  (a, s) = x -> lstm(hidden)
  b = a -> last
  b -> linear(horizon)
}

train {
  loss  mse
}
`;

/** What is offered at the mark in the spec; the mark holds the word being written. */
function complete(piece: string, mark: string) {
  expect(spec).toContain(piece);
  const { text, span } = markedOnce(spec.replace(piece, mark));
  const analysis = analyse(text, {
    read: () => cells,
    facts: () => ({ columns: ["date", "close", "Adj Close"] }),
  });
  return { text, offers: completionsAt(analysis, span.end) };
}

function labels(piece: string, mark: string): string[] {
  return complete(piece, mark).offers.map(({ label }) => label);
}

describe("completion", () => {
  it.each([
    [
      "sections and definitions at the left margin",
      "train {",
      "⟦fo⟧\ntrain {",
      ["forecast", "model", "cell", "let"],
      ["data", "state"],
    ],
    [
      "keys that are not there yet",
      "  window  10",
      "  ⟦s⟧\n  window  10",
      ["split", "scale", "input"],
      ["source", "window", "loss"],
    ],
    ["sources", 'source  csv("a.csv")', "source  ⟦c⟧", ["csv", "sine", "given"], ["lstm", "mse"]],
    [
      "columns and column functions",
      "input   change",
      "input   ⟦c⟧",
      ["change", "close", "Adj Close", "lag", "onehot"],
      ["lstm", "hidden2"],
    ],
    ["columns in the calls of columns", "lag(close, 1)", "lag(⟦cl⟧, 1)", ["close", "diff"], ["lstm"]],
    ["options of a setting", "date, every = day", "date, ⟦e⟧", ["every", "gaps", "zone"], []],
    ["words of an option", "every = day", "every = ⟦d⟧", ["day", "businessDay"], ["close", "lag"]],
    ["losses", "loss  mse", "loss  ⟦h⟧", ["huber", "crossEntropy", "quantile"], ["adam", "close"]],
    ["options of a loss", "loss  mse", "loss  huber(⟦d⟧)", ["delta", "y"], ["lstm"]],
    ["words of a key", "loss  mse", "keep  ⟦b⟧", ["best", "last"], ["mse"]],
    ["metrics to watch", "loss  mse", "stop  patience = 3, watch = ⟦m⟧", ["loss", "mae"], ["patience"]],
    [
      "layers behind an arrow",
      "a -> last",
      "a -> ⟦l⟧",
      ["last", "lstm", "mine", "own.leaky"],
      ["affine", "b", "x"],
    ],
    [
      "layers behind an arrow on a line of its own",
      "b -> linear(horizon)",
      "b\n    -> ⟦l⟧",
      ["linear"],
      ["repeat"],
    ],
    ["cells of another file behind a dot", "a -> last", "a -> own.⟦l⟧", ["leaky"], ["last"]],
    ["states behind a dot", "a -> last", "s.⟦⟧", ["h", "c"], ["x"]],
    [
      "options and sizes in a call",
      "lstm(hidden)",
      "lstm(hidden, ⟦l⟧)",
      ["layers", "dropout", "hidden"],
      ["batch2"],
    ],
    [
      "options that are not given yet",
      "lstm(hidden)",
      "lstm(hidden, layers = 2, ⟦d⟧)",
      ["dropout"],
      ["layers"],
    ],
    [
      "words of a layer's option",
      "lstm(hidden)",
      "lstm(hidden, remat = ⟦n⟧)",
      ["none", "cheap", "states"],
      ["layers"],
    ],
    ["truth values", "lstm(hidden)", "lstm(hidden, bidirectional = ⟦t⟧)", ["true", "false"], []],
    ["options of one's own cell", "a -> last", "a -> mine(4, ⟦f⟧)", ["forget", "layers"], []],
    ["options of an imported cell", "a -> last", "a -> own.leaky(4, ⟦r⟧)", ["rate", "layers"], []],
    [
      "axes in brackets",
      "-> [batch, horizon] {",
      "-> [batch, ⟦h⟧] {",
      ["horizon", "batch", "hidden"],
      ["lstm"],
    ],
    [
      "statements and names at the start of a line",
      "  b -> linear",
      "  ⟦b⟧ -> linear",
      ["b", "a", "x", "repeat", "weight"],
      ["state"],
    ],
    ["states in a cell only", "  h' = affine(x, h)", "  ⟦s⟧\n  h' = affine(x, h)", ["state", "h", "x"], []],
    ["affine in a cell", "affine(x, h)", "⟦a⟧(x, h)", ["affine", "zoneout", "h"], []],
    [
      "first values of a weight",
      "  h' = affine(x, h)",
      "  weight w: [hidden] = ⟦z⟧\n  h' = affine(x, h)",
      ["zeros", "xavier"],
      ["lstm"],
    ],
    ["models to train", "train {", "train ⟦N⟧ {", ["Next"], ["mine"]],
  ])("offers %s", (_, piece, mark, wanted, unwanted) => {
    const found = labels(piece, mark);
    for (const one of wanted) expect(found).toContain(one);
    for (const one of unwanted) expect(found).not.toContain(one);
  });

  it("offers no name before it has its value", () => {
    expect(labels("b = a -> last", "b = ⟦b⟧")).not.toContain("b");
  });

  it("offers each label once", () => {
    for (const [piece, mark] of [
      ["a -> last", "⟦b⟧"],
      ["input   change", "input   ⟦c⟧"],
      ["lstm(hidden)", "lstm(⟦h⟧)"],
    ] as const) {
      const found = labels(piece, mark);
      expect(new Set(found).size).toBe(found.length);
    }
  });

  it("replaces the word that has begun and quotes columns that are no names", () => {
    const { text, offers } = complete("input   change", "input   ⟦Ad⟧, change");
    const [offer] = offers.filter(({ label }) => label === "Adj Close");
    expect(offer && withEdits(text, [{ span: offer.span, newText: offer.insert }])).toContain(
      'input   "Adj Close", change',
    );
  });

  it("says nothing in comments, texts and numbers", () => {
    expect(labels("let hidden = 8", "let hidden = 8 # ⟦h⟧")).toEqual([]);
    expect(labels('csv("a.csv")', 'csv("⟦a⟧.csv")')).toEqual([]);
    expect(labels("let hidden = 8", "let hidden = ⟦8⟧")).toEqual([]);
  });

  it("tells docs of what it offers", () => {
    const leaky = complete("a -> last", "a -> own.⟦l⟧").offers[0];
    expect(leaky).toMatchObject({ label: "leaky", documentation: "Leaks." });
    const lstm = complete("a -> last", "a -> ⟦l⟧").offers.find(({ label }) => label === "lstm");
    expect(lstm?.documentation).toContain("Long short-term memory");
  });
});

describe("options that are offered in settings", () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ["time", "time    date, every = day", "time    date, ", "data"],
    ["split", "  window  10", "  split   70% / 30%, ", "data"],
    ["late", "  window  10", "  late    close, ", "data"],
    ["stop", "loss  mse", "loss  mse\n  stop  ", "train"],
    ["clip", "loss  mse", "loss  mse\n  clip  ", "train"],
    ["backtest", "train {", "forecast {\n  backtest  ", "forecast"],
  ];

  it.each(cases)("of %s are those that the checker knows", (_, piece, line) => {
    const { text, offers } = complete(piece, `${line}⟦⟧`);
    const options = offers.filter(({ kind }) => kind === "option");
    expect(options.length).toBeGreaterThan(0);
    const at = text.indexOf(line) + line.length;
    for (const { label } of options) {
      const written = `${text.slice(0, at)}${label} = 1${text.slice(at)}`;
      const codes = analyse(written).diagnostics.map(({ code, message }) => `${code}: ${message}`);
      expect(codes.filter((code) => code.startsWith("option-unknown"))).toEqual([]);
    }
  });
});
