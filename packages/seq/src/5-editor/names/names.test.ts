import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createSource } from "@seqloom/diagnostic";
import { describe, expect, it } from "vitest";
import { marked } from "../../testing/marked.ts";
import { analyse } from "../analysis.ts";
import { definitionAt, referencesAt } from "../navigate.ts";

const cells = "seq 1\ncell leaky(x: [in], hidden) {\n  state h: [hidden]\n  h' = affine(x, h)\n}\n";

/** All marked places are one thing, and nothing else is. */
function expectOne(text: string): void {
  const { text: plain, spans } = marked(text);
  const analysis = analyse(plain, { read: (path) => (path === "cells.seq" ? cells : undefined) });
  for (const { start } of spans) expect(referencesAt(analysis, start).map(({ span }) => span)).toEqual(spans);
}

const head = "seq 1\n";
const data = `data {
  source  csv("a.csv")
  input   a
  target  b
}
`;

describe("names", () => {
  it.each([
    [
      "a constant in sizes, settings and other constants",
      `let ⟦n⟧ = 8, m = 2 * ⟦n⟧\nmodel M(x: [batch, a]) -> [batch, 1] {\n  x -> linear(⟦n⟧) -> linear(1)\n}\ntrain {\n  batch  ⟦n⟧\n}\n`,
    ],
    ["a parameter", "block B(⟦x⟧: [batch, n]) -> [batch, n] {\n  ⟦x⟧ + tanh(⟦x⟧)\n}\n"],
    [
      "a size in types and calls",
      "block B(x: [batch, n], ⟦width⟧) -> [batch, ⟦width⟧] {\n  x -> linear(⟦width⟧)\n}\n",
    ],
    ["a free axis", "block B(x: [batch, ⟦n⟧], y: [batch, ⟦n⟧]) -> [batch, ⟦n⟧] {\n  x -> linear(⟦n⟧)\n}\n"],
    ["an axis that is renamed", "block B(x: [batch, ⟦n⟧]) -> [batch, m] {\n  x -> rename(⟦n⟧ = m)\n}\n"],
    [
      "a state before and after the step",
      "cell c(x: [in], n) {\n  state ⟦h⟧: [n]\n  ⟦h⟧' = affine(x, ⟦h⟧)\n}\n",
    ],
    [
      "an option of a cell at its calls",
      "cell c(x: [in], n, ⟦rate⟧ = 0.5) {\n  state h: [n]\n  h' = ⟦rate⟧ * affine(x, h)\n}\nblock B(x: [batch, time, f]) -> [batch, time, 4] {\n  x -> c(4, ⟦rate⟧ = 0.1)\n}\n",
    ],
    [
      "a state as part of a result",
      "cell c(x: [in], n) {\n  state ⟦h⟧: [n]\n  ⟦h⟧' = affine(x, ⟦h⟧)\n}\nblock B(x: [batch, time, f]) -> [batch, 4] {\n  (_, s) = x -> c(4)\n  s.⟦h⟧\n}\n",
    ],
    [
      "a layer",
      "block B(x: [batch, time] of v) -> [batch, time, 4] {\n  layer ⟦e⟧ = embedding(4)\n  (x -> ⟦e⟧) + (x -> ⟦e⟧)\n}\n",
    ],
    [
      "a name that a repeat gives new values",
      "block B(x: [batch, n]) -> [batch, n] {\n  ⟦h⟧ = x\n  repeat 2 {\n    ⟦h⟧ = tanh(⟦h⟧)\n  }\n  ⟦h⟧\n}\n",
    ],
    [
      "a name that ends with its repeat",
      "block B(x: [batch, n]) -> [batch, n] {\n  h = x\n  repeat 2 {\n    ⟦g⟧ = tanh(h)\n    h = ⟦g⟧\n  }\n  repeat 2 {\n    g = sigmoid(h)\n    h = g\n  }\n  h\n}\n",
    ],
    [
      "an import and its prefix",
      'import "cells.seq" as ⟦own⟧\nblock B(x: [batch, time, f]) -> [batch, time, 4] {\n  x -> ⟦own⟧.leaky(4)\n}\n',
    ],
    [
      "a cell of another file",
      'import "cells.seq" as own\nblock B(x: [batch, time, f]) -> [batch, time, 4] {\n  x -> own.⟦leaky⟧(4)\n}\n',
    ],
    [
      "a model and the section that trains it",
      `${data}model ⟦Net⟧(x: [batch, f]) -> [batch, target] {\n  x -> linear(1)\n}\ntrain {\n  loss mse\n}\ntrain ⟦Net⟧ {\n  epochs  3\n}\n`,
    ],
    [
      "a column made by let",
      'data {\n  source  csv("a.csv")\n  let     ⟦r⟧ = a / b, q = ⟦r⟧ + 1\n  input   ⟦r⟧, q\n  target  b\n  scale   standard(⟦r⟧)\n}\n',
    ],
    [
      "a column of the source under a column that hides it",
      'data {\n  source  csv("a.csv")\n  where   ⟦a⟧ > 0\n  let     a = log(⟦a⟧)\n  input   a\n  target  b\n}\n',
    ],
    [
      "a vocabulary in a model",
      'data {\n  source  csv("a.csv")\n  let     ⟦kind⟧ = lower(k)\n  input   a\n  target  category(⟦kind⟧)\n}\nmodel M(x: [batch, f]) -> [batch, ⟦kind⟧] {\n  x -> linear(⟦kind⟧)\n}\n',
    ],
    [
      "a labelled field, the parameter and the loss",
      'data {\n  source  csv("a.csv")\n  input   ⟦first⟧ = a, c\n  input   second = d\n  target  b\n}\nmodel M(⟦first⟧: [batch, f], second: [batch, g]) -> [batch, target] {\n  (⟦first⟧ -> linear(1)) + (second -> linear(1))\n}\n',
    ],
    [
      "a target, the result and the loss",
      'data {\n  source  csv("a.csv")\n  input   a\n  target  ⟦up⟧ = b\n  target  down = c\n}\nmodel M(x: [batch, f]) -> (⟦up⟧: [batch, target], down: [batch, target]) {\n  ⟦up⟧ = x -> linear(1)\n  down = x -> linear(1)\n}\ntrain {\n  loss  mse(⟦up⟧) + mse(down)\n}\n',
    ],
    [
      "a joined source",
      'data {\n  source  csv("a.csv")\n  join    ⟦m⟧ = csv("b.csv")\n  time    date\n  input   a, ⟦m⟧.close\n  target  next(a)\n}\n',
    ],
    [
      "a fed back target",
      "data {\n  source    dates(count = 10)\n  input     characters(human)\n  target    characters(iso)\n  feedback  ⟦before⟧ = y\n}\nmodel M(x: [batch, time] of l, ⟦before⟧: [batch, step] of iso) -> [batch, step, iso] {\n  ⟦before⟧ -> embedding(4) -> linear(iso)\n}\n",
    ],
  ])("%s is one thing wherever it stands", (_, text) => {
    expectOne(head + text);
  });

  it("of one word in two definitions are two things", () => {
    expectOne(
      `${head}block A(⟦x⟧: [batch, n]) -> [batch, n] {\n  tanh(⟦x⟧)\n}\nblock B(x: [batch, n]) -> [batch, n] {\n  x\n}\n`,
    );
  });

  it("words of the language and of the paths of weights are none", () => {
    const text = `${head}block B(x: [batch, time, f], states: [batch, f]) -> [batch, time, 4] {\n  x -> gru(4, remat = states, name = x)\n}\n`;
    const analysis = analyse(text);
    expect(analysis.names.at(text.indexOf("states,"))).toBeUndefined();
    expect(analysis.names.at(text.indexOf("x)"))).toBeUndefined();
  });

  it("lead from a use to the head, from there to the data, and into other files", () => {
    const { text, spans } = marked(
      `${head}import ⟦"cells.seq"⟧ as own\ndata {\n  source  csv("a.csv")\n  ⟦input⟧   a\n  target  b\n  time    t\n  window  4\n}\nmodel M(⟦x⟧: [batch, time, f]) -> [batch, time, target] {\n  ⟦x⟧ -> own.⟦leaky⟧(4) -> linear(1)\n}\n`,
    );
    const analysis = analyse(text, { read: () => cells });
    const [file, input, param, use, cell] = spans.map(({ start }) => start);
    expect(definitionAt(analysis, use ?? 0)?.span.start).toBe(param);
    expect(definitionAt(analysis, param ?? 0)?.span.start).toBe(input);
    expect(definitionAt(analysis, cell ?? 0)).toEqual({ path: "cells.seq", span: { start: 11, end: 16 } });
    expect(definitionAt(analysis, file ?? 0)).toEqual({ path: "cells.seq", span: { start: 0, end: 0 } });
  });
});

const folder = new URL("../../../../../../shared/language/samples/", import.meta.url);
const isThere = existsSync(folder);

describe.skipIf(!isThere)("names in the samples (skipped where ../shared/language is absent)", () => {
  const read = (name: string) => {
    const path = new URL(name, folder);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  };

  it.each(isThere ? readdirSync(folder).filter((name) => name.endsWith(".seq")) : [])(
    "of %s stand where the text has them",
    (file) => {
      const { names, source } = analyse(createSource(file, read(file) ?? ""), { read });
      expect(names.occurrences.length).toBeGreaterThan(4);
      for (const { span, symbol } of names.occurrences)
        if (symbol.isNamedHere || symbol.kind === "field")
          expect(source.text.slice(span.start, span.end)).toBe(symbol.name);
    },
  );
});
