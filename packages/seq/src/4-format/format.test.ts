import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import type { Definition, Expression, Ref, Result } from "../1-parse/syntax.ts";
import { exampleText } from "../testing/example-text.ts";
import { formattingSettles, treeSurvives } from "../testing/format-properties.ts";
import { seqText, syntaxFile } from "../testing/generate-file.ts";
import { format } from "./format.ts";

const runs = { numRuns: 500, seed: 7 };

const folder = new URL("../../../../../shared/language/samples/", import.meta.url);
const samples = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".seq")) : [];

describe("on generated specs (scripts/format-cases.mjs runs 10,000)", () => {
  it("printing a tree gives a text that parses to it", () => {
    fc.assert(fc.property(syntaxFile, treeSurvives), runs);
  });

  it("formatting a text keeps its tree and all its comments, and changes nothing the second time", () => {
    let parsed = 0;
    fc.assert(
      fc.property(seqText, (text) => {
        if (formattingSettles(parse(text))) parsed++;
      }),
      runs,
    );
    // Of the texts with comments and line ends thrown in, nearly all have to parse, or the test says little.
    expect(parsed).toBeGreaterThan(400);
  });
});

const span = { start: 0, end: 0 };
const x: Ref = { kind: "ref", name: "x", parts: [{ kind: "name", text: "x", span }], after: false, span };
// One or two of each binding.
const operators = ["or", "and", "==", "+", "-", "*", "^"] as const;
/** Each form around a value, once for each of its operands. */
const forms: readonly ((inner: Expression) => Expression)[] = [
  ...operators.flatMap((operator) => [
    (left: Expression): Expression => ({
      kind: "binary",
      operator,
      operatorSpan: span,
      left,
      right: x,
      span,
    }),
    (right: Expression): Expression => ({
      kind: "binary",
      operator,
      operatorSpan: span,
      left: x,
      right,
      span,
    }),
  ]),
  (operand) => ({ kind: "unary", operator: "-", operand, span }),
  (operand) => ({ kind: "unary", operator: "not", operand, span }),
  (from) => ({ kind: "flow", from, stages: [x], span }),
];

it("every form inside every form inside every form keeps its parentheses", () => {
  for (const outer of forms) {
    const body = forms.flatMap((middle) =>
      forms.map(
        (inner): Result => ({
          kind: "result",
          value: outer(middle(inner(x))),
          doc: undefined,
          blankBefore: false,
          span,
        }),
      ),
    );
    const name = { kind: "name", text: "B", span } as const;
    const head = { params: [], paramsSpan: span, results: [], head: span, headBroken: false };
    const cell: Definition = { kind: "cell", name, ...head, body, doc: undefined, blankBefore: false, span };
    treeSurvives({
      kind: "file",
      version: { kind: "version", number: 1, span },
      items: [cell],
      comments: [],
      span,
    });
  }
});

describe.skipIf(samples.length === 0)(
  "on the samples of the reference (skipped where ../shared is absent)",
  () => {
    it.each(samples)("%s stays as it is, or settles", (name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      expect(formattingSettles(parse(text))).toBe(true);
      // The reference leaves more room in front of the comments of two cells.
      if (name !== "cells.seq") expect(format(text).text).toBe(text);
    });
  },
);

it("the example stays as it is", () => {
  expect(format(exampleText).text).toBe(exampleText);
});

/** Formats the lines as the body of a block. */
function body(text: string): string {
  const result = format(`seq 1\nblock B(x: [n]) -> [n] {\n${text}\n}\n`).text ?? "";
  return result.slice(result.indexOf("{\n") + 2, result.lastIndexOf("}"));
}

function data(text: string): string {
  const result = format(`seq 1\ndata {\n${text}\n}\n`).text ?? "";
  return result.slice(result.indexOf("{\n") + 2, result.lastIndexOf("}"));
}

const long = "aVeryLongNameOfAValue";

describe("values", () => {
  it.each([
    ["((a+b))*c", "(a + b) * c"],
    ["(a*b)+c", "a * b + c"],
    ["a-(b-c)", "a - (b - c)"],
    ["(a-b)-c", "a - b - c"],
    ["(a^b)^c", "(a ^ b) ^ c"],
    ["a^(b^c)", "a ^ b ^ c"],
    ["(-a)^2", "((-a) ^ 2)".slice(1, -1)],
    ["x+-(a^2)", "x + -a ^ 2"],
    ["not(a and b)", "not (a and b)"],
    ["(a and b) or c", "a and b or c"],
    ["(a or b) and c", "(a or b) and c"],
    ["(a<b)==c", "(a < b) == c"],
    ["f((x->g),y)", "f(x -> g, y)"],
    ["(x->f)+y", "(x -> f) + y"],
    ["f(b=1,x,)", "f(x, b = 1)"],
    ["20_000 * .5".replace(".5", "0.5"), "20_000 * 0.5"],
  ])("%s is written %s", (text, formatted) => {
    expect(body(text)).toBe(`  ${formatted}\n`);
  });

  it("that would begin with a minus stand in parentheses, since no line begins with one", () => {
    expect(body("h = x\n(-h)")).toBe("  h = x\n  (-h)\n");
    expect(body("h = x\n(-h * 2)")).toBe("  h = x\n  (-h * 2)\n");
  });

  it("too long for a line break in front of arrows, in front of operators, or behind commas", () => {
    expect(body(`h = ${long} -> f(${long}) -> g(${long}) -> h(${long})`)).toBe(
      `  h = ${long}\n    -> f(${long})\n    -> g(${long})\n    -> h(${long})\n`,
    );
    expect(body(`${long} + ${long} * ${long} - ${long} + ${long}`)).toBe(
      `  ${long}\n    + ${long} * ${long}\n    - ${long}\n    + ${long}\n`,
    );
    expect(body(`concat(${long}, ${long}, ${long}, ${long}, axis = n)`)).toBe(
      `  concat(\n    ${long},\n    ${long},\n    ${long},\n    ${long},\n    axis = n,\n  )\n`,
    );
  });
});

describe("lines", () => {
  it("of a section stand in columns, and the names that they define too", () => {
    expect(data("input a=b\ninput weather=c,d\nlet x=1\n\nlet yy=2\nwindow 5\nshuffle")).toBe(
      "  input    a       = b\n  input    weather = c, d\n  let      x       = 1\n\n  let      yy = 2\n  window   5\n  shuffle\n",
    );
  });

  it("of a body have their `=` in one column where a prime makes the difference", () => {
    expect(body("i = x\nc' = x\nh' = x")).toBe("  i  = x\n  c' = x\n  h' = x\n");
    expect(body("h = x\nlonger = x")).toBe("  h = x\n  longer = x\n");
    expect(body("i = x\n\nc' = x")).toBe("  i = x\n\n  c' = x\n");
  });

  it("have their docs and comments in one column as long as no gap comes between", () => {
    expect(body("i = x ## in\nother = x -> f # out\nz = x\n\nj = x ## next")).toBe(
      "  i = x             ## in\n  other = x -> f    # out\n  z = x\n\n  j = x    ## next\n",
    );
  });

  it("have at most one blank line between them and none at the ends of a block", () => {
    expect(body("\n\nh = x\n\n\n\nh\n\n")).toBe("  h = x\n\n  h\n");
  });

  it("end with LF, whatever they ended with", () => {
    expect(format("seq 1\r\nlet a = 1\r\n").text).toBe("seq 1\n\nlet a = 1\n");
  });
});

describe("comments inside a statement", () => {
  it("stay in lists, in front of arrows and of operators", () => {
    expect(body("concat(a, # first\n# second\nb # last\n)")).toBe(
      "  concat(\n    a,  # first\n    # second\n    b,  # last\n  )\n",
    );
    expect(body("x # in\n-> f # out\n-> g")).toBe("  x  # in\n    -> f  # out\n    -> g\n");
    expect(body("a + # sum\nb")).toBe("  a  # sum\n    + b\n");
    expect(body("h = # why\nx")).toBe("  h =  # why\n    x\n");
  });

  it("go on to the next place where a line may end, or above the statement", () => {
    expect(body("f(-( # odd\na), b)")).toBe("  f(\n    -a,  # odd\n    b,\n  )\n");
    expect(body("not ( # odd\na)")).toBe("  # odd\n  not a\n");
  });
});

it("a text with syntax errors is not formatted, and the errors come back", () => {
  const { text, diagnostics } = format("seq 1\nlet a = \n");
  expect([text, diagnostics[0]?.code]).toEqual([undefined, "value-missing"]);
});
