import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printFile } from "../4-format/print-file.ts";
import { exampleText } from "../testing/example-text.ts";
import { syntaxFile } from "../testing/generate-file.ts";
import { cut } from "./cut.ts";
import { parse } from "./parse.ts";
import type { Piece } from "./piece.ts";
import { scan } from "./scan.ts";
import grammar from "./seq.ohm-bundle.ts";

const folder = new URL("../../../../../shared/language/samples/", import.meta.url);
const samples = existsSync(folder)
  ? readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"))
  : [];
const cases = Number(process.env.SEQ_CASES ?? 150);
const seed = Number(process.env.SEQ_SEED ?? 5);

const junk = [
  ..."(){}[]->=,'\"#\n 7ax.%$/:;?\r\t^",
  "->",
  "and ",
  "}\n",
  "\nmodel M(",
  "\ndata {\n",
  "##",
  "€",
  "😀",
];

/** A text of which a few characters are replaced by a few others. */
function damaged(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const place = fc.record({
    at: fc.nat(),
    gone: fc.nat(3),
    put: fc.oneof(fc.constantFrom(...junk), fc.constant("")),
  });
  return fc.tuple(texts, fc.array(place, { minLength: 1, maxLength: 2 })).map(([text, places]) =>
    places.reduce((damagedText, { at, gone, put }) => {
      const start = at % (damagedText.length + 1);
      return damagedText.slice(0, start) + put + damagedText.slice(start + gone);
    }, text),
  );
}

function agree(text: string): void {
  const whole = grammar.match(text, "File").succeeded();
  const pieces = parse(text).diagnostics.length === 0;
  expect({ text, accepted: pieces }).toEqual({ text, accepted: whole });
}

describe("pieces and the grammar's File accept the same texts", () => {
  it("for the example and its damaged forms", () => {
    agree(exampleText);
    fc.assert(fc.property(damaged(fc.constant(exampleText)), agree), { numRuns: cases, seed });
  });

  it("for damaged generated files", () => {
    fc.assert(fc.property(damaged(syntaxFile.map(printFile)), agree), { numRuns: cases, seed });
  });

  it.skipIf(samples.length === 0)("for damaged samples (skipped where ../shared/language is absent)", () => {
    for (const sample of samples) agree(sample);
    fc.assert(fc.property(damaged(fc.constantFrom(...samples)), agree), { numRuns: cases, seed });
  });
});

/** Statements that have each sign at which a line may end, and some at which it may not. */
const statements = [
  "h = a + b - c * d / e ^ f",
  "a or b and not c == d",
  "x -> f(a, b = 1,) -> own.g",
  "(a, _) = (x, -y) -> f",
  "state h, c: [n, m = 2 * n,] of word = zeros",
  "a != b",
  "a <= b",
  "a > b",
  "repeat n + 1 { x }",
  "c' = [",
];

it.each(statements)("a line end, a comment or nothing between any two tokens of %s", (statement) => {
  for (const { start, end } of scan(statement)) {
    for (const at of [start, end]) {
      for (const inserted of ["\n", "\n\n", " # note\n", "\n# note\n"]) {
        const damagedStatement = statement.slice(0, at) + inserted + statement.slice(at);
        agree(`seq 1\nblock B(x: [n]) -> [n] {\n  y = x\n  ${damagedStatement}\n  z\n}\n`);
      }
    }
  }
});

/** All pieces, those in blocks too. */
function allPieces(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece) => [piece, ...allPieces(piece.block?.pieces ?? [])]);
}

describe("one broken statement", () => {
  it("gives one error, in that statement, whichever it is", () => {
    for (const { start, end } of allPieces(cut(exampleText).pieces)) {
      const { diagnostics } = parse(`${exampleText.slice(0, end)} $${exampleText.slice(end)}`);
      expect(diagnostics, exampleText.slice(start, end)).toHaveLength(1);
      expect(diagnostics[0]?.span).toEqual({ start: end + 1, end: end + 2 });
    }
  });

  it("gives as many errors as there are statements if all are broken", () => {
    const pieces = allPieces(cut(exampleText).pieces).sort((a, b) => b.end - a.end);
    const text = pieces.reduce(
      (broken, { end }) => `${broken.slice(0, end)} $${broken.slice(end)}`,
      exampleText,
    );
    expect(parse(text).diagnostics).toHaveLength(pieces.length);
  });
});
