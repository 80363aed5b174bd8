import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../../1-parse/parse.ts";
import { bareSyntax } from "../../testing/bare-syntax.ts";
import { syntaxFile } from "../../testing/generate-file.ts";
import { printFile } from "../print-file.ts";
import { fromJson } from "./from-json.ts";
import { toJson } from "./to-json.ts";

const runs = { numRuns: 200, seed: 11 };

/** The example of the language reference. */
const example = {
  seq: 1,
  imports: [{ file: "peephole.seq", as: "own" }],
  let: [{ name: "hidden", value: 32 }],
  data: [
    { key: "source", items: [{ call: "csv", args: [{ text: "a.csv" }] }] },
    {
      key: "split",
      parts: [
        { number: 70, unit: "%" },
        { number: 30, unit: "%" },
      ],
    },
  ],
  train: [{ for: "", settings: [{ key: "clip", items: [{ option: "norm", value: 1 }] }] }],
  models: [
    {
      name: "Next",
      doc: "",
      params: [{ name: "x", type: { axes: [{ ref: "batch" }, { ref: "time" }, { ref: "feature" }] } }],
      results: [{ type: { axes: [{ ref: "batch" }, { ref: "horizon" }] } }],
      body: [
        {
          set: ["h"],
          to: { flow: [{ ref: "x" }, { call: "lstm", args: [{ ref: "hidden" }], options: { layers: 2 } }] },
        },
        { result: { op: "+", args: [{ ref: "h" }, { call: "tanh", args: [{ ref: "h" }] }] } },
      ],
    },
  ],
};

describe("the JSON form", () => {
  it("prints the example of the reference as one would write it", () => {
    expect(printFile(fromJson(example))).toBe(`seq 1

import "peephole.seq" as own

let hidden = 32

data {
  source  csv("a.csv")
  split   70% / 30%
}

model Next(x: [batch, time, feature]) -> [batch, horizon] {
  h = x -> lstm(hidden, layers = 2)
  h + tanh(h)
}

train {
  clip  norm = 1
}
`);
  });

  it("is what the text printed from it reads as", () => {
    expect(toJson(parse(printFile(fromJson(example))).file)).toEqual(example);
  });

  it("goes to text and back without a change, for generated files", () => {
    fc.assert(
      fc.property(syntaxFile, (generated) => {
        const text = printFile(generated);
        const { file } = parse(text);
        fc.pre(hasForm(file));
        const json = JSON.parse(JSON.stringify(toJson(file)));
        const back = fromJson(json);
        expect(bareSyntax(back), text).toEqual(bareSyntax(file));
        expect(printFile(back), text).toBe(text);
      }),
      runs,
    );
  });
});

/** A file may hold a section twice; the form may not. */
function hasForm(file: Parameters<typeof toJson>[0]): boolean {
  const words = file.items.flatMap((item) => (item.kind === "section" ? [item.word.text] : []));
  return (
    new Set(words.filter((word) => word !== "train")).size === words.filter((word) => word !== "train").length
  );
}
