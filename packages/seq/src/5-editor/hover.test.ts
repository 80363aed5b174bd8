import { describe, expect, it } from "vitest";
import { markedOnce } from "../testing/marked.ts";
import { analyse } from "./analysis.ts";
import { hoverAt } from "./hover.ts";

const cells = `seq 1

## A leaky unit.
cell leaky(x: [in], hidden, rate = 0.5) {
  state h: [hidden]
  h' = (1 - rate) * h + rate * tanh(affine(x, h))
}
`;

const spec = `seq 1
import "cells.seq" as own

let hidden = 32    ## width of all layers

data {
  source   csv("prices.csv")
  time     date, every = day
  let      return = log(close / lag(close, 1))
  input    return, volume
  target   return
  window   60
  horizon  1
}

model Next(x: [batch, time, feature]) -> [batch, horizon] {
  h = x -> lstm(hidden, layers = 2)    ## what was seen
  h -> last -> own.leaky2 -> linear(horizon)
}

train {
  loss       huber(delta = 2)
  optimiser  adam(rate = 1e-3)
  stop       patience = 3
}
`.replace("own.leaky2 -> ", "");

/** Marks a piece of the spec, the n-th of its kind, and hovers over its first letter. */
function hover(piece: string, mark: string, text = spec) {
  expect(text).toContain(piece);
  const { text: plain, span } = markedOnce(text.replace(piece, mark));
  const analysis = analyse(plain, { read: (path) => (path === "cells.seq" ? cells : undefined) });
  const found = hoverAt(analysis, span.start);
  if (found !== undefined)
    expect(plain.slice(found.span.start, found.span.end)).toBe(plain.slice(span.start, span.end));
  return found?.markdown;
}

describe("hover", () => {
  it.each([
    ["x -> lstm", "x ⟦->⟧ lstm", "[batch, time, feature]"],
    ["h -> last", "h ⟦->⟧ last", "[batch, time, hidden]"],
    ["last -> linear", "last ⟦->⟧ linear", "[batch, hidden]"],
  ])("tells the shape that an arrow brings: %s", (piece, mark, shape) => {
    expect(hover(piece, mark)).toContain(shape);
  });

  it("tells what a layer does, takes, gives and learns", () => {
    const text = hover("x -> lstm", "x -> ⟦lstm⟧");
    expect(text).toContain("x -> lstm(n, forgetBias = 0");
    expect(text).toContain("Hochreiter & Schmidhuber 1997");
    expect(text).toContain("Here: `[batch, time, hidden]`");
    expect(text).toContain("`hidden` is 32");
    const first = 4 * 32 * (2 + 32 + 2); // two features; two biases, as PyTorch has them
    const second = 4 * 32 * (32 + 32 + 2);
    expect(text).toContain(`${(first + second).toLocaleString("en")} weights`);
  });

  it("tells what a model takes, gives and learns", () => {
    const text = hover("model Next", "model ⟦Next⟧");
    expect(text).toContain("model Next(x: [batch, time, feature]) -> [batch, horizon]");
    expect(text).toContain(`${(4 * 32 * 36 + 4 * 32 * 66 + 33).toLocaleString("en")} weights`);
  });

  it.each([
    ["a constant", "lstm(hidden", "lstm(⟦hidden⟧", ["let hidden = 32", "width of all layers"]],
    ["a value", "  h -> last", "  ⟦h⟧ -> last", ["h: [batch, time, hidden]", "what was seen"]],
    ["a parameter", "h = x ->", "h = ⟦x⟧ ->", ["x: [batch, time, feature]", "field x"]],
    ["an assigned name", "  h = x", "  ⟦h⟧ = x", ["h: [batch, time, hidden]"]],
    ["a key", "window   60", "⟦window⟧   60", ["Number of steps in an example."]],
    ["a section", "train {", "⟦train⟧ {", ["How the models are trained."]],
    ["a loss", "huber(", "⟦huber⟧(", ["huber(delta = 1)", "Huber 1964"]],
    [
      "an option of a loss",
      "huber(delta",
      "huber(⟦delta⟧",
      ["error from which on it is linear", "1 if left out"],
    ],
    [
      "an option of a layer",
      "layers = 2",
      "⟦layers⟧ = 2",
      ["layers on top of each other", "a whole number from 1"],
    ],
    ["an option of a setting", "patience = 3", "⟦patience⟧ = 3", ["epochs without improvement"]],
    ["a source", "csv(", "⟦csv⟧(", ["comma-separated"]],
    ["a column function", "lag(close", "⟦lag⟧(close", ["The value n steps ago."]],
    ["a column of the source", "log(close", "log(⟦close⟧", ["A column of the source."]],
    [
      "a column of one's own",
      "input    return",
      "input    ⟦return⟧",
      ["let return = log(close / lag(close, 1))"],
    ],
    ["a keyword", "model Next", "⟦model⟧ Next", ["What is trained"]],
    ["a fixed axis", "-> [batch, horizon]", "-> [batch, ⟦horizon⟧]", ["Data give it one step."]],
  ])("knows %s", (_, piece, mark, parts) => {
    const text = hover(piece, mark);
    for (const part of parts) expect(text).toContain(part);
  });

  it("shows the head and doc of an imported cell, and its options at a call", () => {
    const text = spec.replace("h -> last", "h -> own.leaky(4, rate = 0.1) -> last");
    expect(hover("own.leaky", "own.⟦leaky⟧", text)).toContain(
      "cell leaky(x: [in], hidden, rate = 0.5)\n```\n\nA leaky unit.",
    );
  });

  it("says nothing in blanks, comments and broken lines", () => {
    expect(hover("  h -> last", "⟦ ⟧ h -> last")).toBeUndefined();
    expect(hover("h = x -> lstm(hidden", "h = x -> ⟦lstm⟧((hidden")).toBeUndefined();
  });
});
