import { type DataSpec, fieldInfos, prepare, sizeOfVocabulary } from "@seqloom/data";
import { createSource } from "@seqloom/diagnostic";
import { type CheckedSpec, check, parse } from "@seqloom/seq";
import { rng } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";

const rows = Array.from({ length: 40 }, (_, i) => {
  const day = new Date(Date.UTC(2020, 0, 1 + (i >> 1))).toISOString().slice(0, 10);
  return `${i % 2 === 0 ? "north" : "south"},${day},${(i * 7) % 11},${(i * 5) % 13},${["lo", "mid", "hi"][i % 3]},word${"abc"[i % 3]},run${i >> 2}`;
});
const table = ["shop,date,load,price,kind,name,run", ...rows].join("\n");
const text = "to be or not to be that is the question ".repeat(20);
const files = new Map([
  ["a.csv", table],
  ["a.txt", text],
]);

/** One data section for each form of field that the language has. */
const sections: Readonly<Record<string, string>> = {
  "independent rows": 'source csv("a.csv")\n input load, onehot(kind)\n target price',
  "a class for each row": 'source csv("a.csv")\n input load, price\n target category(kind)',
  "a text for each row": 'source csv("a.csv")\n input characters(name)\n target category(kind)',
  "several targets for each row": 'source csv("a.csv")\n input characters(name)\n target load, price',
  "a flag": 'source csv("a.csv")\n input load\n target flag(price > 5)',
  "window and horizon":
    'source csv("a.csv")\n series shop\n time date\n input load\n target load\n window 4\n horizon 2',
  "two targets over a horizon":
    'source csv("a.csv")\n series shop\n time date\n input load, price\n target load, price\n window 4\n horizon 2',
  "labelled fields":
    'source csv("a.csv")\n series shop\n time date\n input one = load\n input two = price, cycle(month(date))\n target a = load\n target b = category(kind)\n window 4\n horizon 3',
  "known and static":
    'source csv("a.csv")\n series shop\n time date\n ahead price\n input load\n known price, onehot(dayOfWeek(date))\n static onehot(shop)\n target load\n window 4\n horizon 2',
  "a name for an encoded column":
    'source csv("a.csv")\n series shop\n time date\n let weekday = onehot(dayOfWeek(date))\n input load, weekday\n target load\n window 4\n horizon 1',
  "whole sequences, one class each":
    'source csv("a.csv")\n series run\n time row\n input load, price\n target category(last(kind))\n split 60% / 20% / 20%, group = run',
  "whole sequences, the next value":
    'source csv("a.csv")\n series shop\n time date\n input load\n target next(load)',
  "one long text": 'source text("a.txt")\n input character\n target next(character)',
  "texts into texts":
    "source dates(count = 60)\n input characters(human)\n target characters(iso)\n feedback previous = y",
  "a generated series": "source sine(length = 200)\n input value\n target value\n window 10\n horizon 1",
  adding: "source adding(length = 8, count = 40)\n input value, marker\n target sum",
  copying:
    "source copying(length = 3, delay = 4, count = 40)\n input categories(symbol)\n target categories(answer)",
  recall: "source recall(length = 6, count = 40)\n input categories(symbol)\n target category(answer)",
  echo: "source echo(length = 8, count = 40)\n input value\n target answer",
  parity: "source parity(length = 8, count = 40)\n input bit\n target answer",
  count: "source count(length = 8, count = 40)\n input mark\n target answer",
};

function specOf(section: string): CheckedSpec {
  const source = createSource("input.seq", `seq 1\ndata {\n ${section}\n}\n`);
  const { spec, diagnostics } = check(parse(source).file, { source });
  if (spec === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return spec;
}

/** Places in each vocabulary of prepared data, as sizes that the checker left open. */
function sizeIn(prepared: ReturnType<typeof prepare>, name: string): number | undefined {
  const vocabulary = prepared.fitted.vocabularies[name];
  return vocabulary === undefined ? undefined : sizeOfVocabulary(vocabulary);
}

describe("fields that the checker promises are those that data give", () => {
  it.each(Object.entries(sections))("%s", (_, section) => {
    const spec = specOf(section);
    const prepared = prepare(spec.data as DataSpec, { files, rng: rng(1) });
    const given = fieldInfos(prepared);
    expect(Object.keys(spec.fields).sort()).toEqual(given.map(({ name }) => name).sort());
    for (const { name, axes, isIndex, vocabulary } of given) {
      const promised = spec.fields[name];
      const fixed = (own: string | undefined) =>
        ["batch", "time", "step", "horizon"].includes(own ?? "") ? own : undefined;
      expect(promised?.axes.map((axis) => fixed(axis.name))).toEqual(axes.map((axis) => fixed(axis.name)));
      expect(promised?.of !== undefined).toBe(isIndex);
      expect(promised?.of?.name).toBe(vocabulary);
      for (const [i, { size }] of axes.entries()) {
        const terms = promised?.axes[i]?.size ?? [];
        const sizes = terms.map(({ symbols, factor }) =>
          symbols.reduce(
            (product, symbol) => product * (sizeIn(prepared, symbol.slice(1)) ?? Number.NaN),
            factor,
          ),
        );
        const total = sizes.reduce((sum, one) => sum + one, 0);
        // An axis of steps has the size that a batch has.
        if (size !== undefined && !Number.isNaN(total)) expect(total).toBe(size);
        if (i > 0 && fixed(axes[i]?.name) === undefined) expect(total).toBe(size);
      }
    }
  });
});
