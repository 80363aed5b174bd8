import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { bareSyntax } from "../testing/bare-syntax.ts";
import { seqText, syntaxFile } from "../testing/generate-file.ts";
import { printFile } from "./print-file.ts";

const runs = { numRuns: 500, seed: 7 };

/** The texts of all comments, docs included, in any order. */
function commentsOf(text: string): string[] {
  return [...text.matchAll(/"(?:\\.|[^"\\\n])*"|#[^\n]*/g)]
    .map(([found]) => found.replace(/^##(?!#) ?/, "## ").trim())
    .filter((found) => found.startsWith("#"))
    .sort();
}

describe("printing a generated tree", () => {
  it("parses to the same tree again", () => {
    fc.assert(
      fc.property(syntaxFile, (file) => {
        const text = printFile(file);
        const result = parse(text);
        expect(result.diagnostics, text).toEqual([]);
        expect(bareSyntax(result.file), text).toEqual(bareSyntax(file));
      }),
      runs,
    );
  });
});

describe("formatting a generated text with comments everywhere", () => {
  it("keeps the tree and every comment, and changes nothing the second time", () => {
    fc.assert(
      fc.property(seqText, (text) => {
        const before = parse(text);
        fc.pre(before.diagnostics.length === 0);
        const once = printFile(before.file);
        const after = parse(once, before);
        expect(after.diagnostics, text).toEqual([]);
        expect(bareSyntax(after.file), text).toEqual(bareSyntax(before.file));
        expect(commentsOf(once), text).toEqual(commentsOf(text));
        expect(printFile(after.file), text).toBe(once);
      }),
      runs,
    );
  });
});
