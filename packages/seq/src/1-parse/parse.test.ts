import { createSource } from "@seqloom/diagnostic";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleText } from "../testing/example-text.ts";
import { parse, textLengthAtMost } from "./parse.ts";
import type { Broken, Definition, Section, Statement } from "./syntax.ts";

function definition(text: string): Definition {
  const found = parse(text).file.items.find(
    (item) => item.kind === "block" || item.kind === "cell" || item.kind === "model",
  );
  if (found === undefined || found.kind === "section" || found.kind === "import")
    throw new Error("no definition");
  if (found.kind === "let" || found.kind === "broken") throw new Error("no definition");
  return found;
}

function body(...lines: readonly string[]): readonly Statement[] {
  return definition(`seq 1\nblock B(x: [n]) -> [n] {\n${lines.join("\n")}\n}\n`).body;
}

function section(...lines: readonly string[]): Section {
  const [found] = parse(`seq 1\ndata {\n${lines.join("\n")}\n}\n`).file.items;
  if (found?.kind !== "section") throw new Error("no section");
  return found;
}

describe("docs", () => {
  it("above a definition are its own, over several lines, up to a gap", () => {
    const text = "seq 1\n## far\n\n## one\n## two\nblock B(x: [n]) -> [n] {\n}\n";
    expect(definition(text).doc).toMatchObject({ text: "one\ntwo" });
    expect(parse(text).file.comments).toMatchObject([{ text: "## far", ownLine: true }]);
  });

  it("behind a statement are its own, also behind its last line", () => {
    const [first, second] = body("h = x ## gate", "concat(", "  h,", ") ## out");
    expect([first?.doc?.text, second?.doc?.text]).toEqual(["gate", "out"]);
  });

  it("are not `#`, not `###`, not empty, and not above a statement", () => {
    const [first, second, third] = body("h = x # no", "## no", "i = x ###", "j = x ##");
    expect([first?.doc, second?.doc, third?.doc]).toEqual([undefined, undefined, undefined]);
  });

  it("above a section or constant go to the section, and behind it to the constant", () => {
    const { items } = parse("seq 1\n## width\nlet a = 1 ## size\n## rows\ndata {\n}\n").file;
    expect(items.map((item) => item.doc?.text)).toEqual(["size", "rows"]);
  });
});

describe("blank lines", () => {
  it("are marked on the line or comment below them", () => {
    const { items, comments } = parse("seq 1\nlet a = 1\n\n# note\nlet b = 2\n\n\nlet c = 3\n").file;
    expect(items.map(({ blankBefore }) => blankBefore)).toEqual([false, false, true]);
    expect(comments.map(({ blankBefore }) => blankBefore)).toEqual([true]);
  });

  it("above a doc belong to its definition", () => {
    expect(definition("seq 1\n\n## doc\nblock B(x: [n]) -> [n] {\n}\n").blankBefore).toBe(true);
  });
});

describe("values", () => {
  it("bind as the reference says", () => {
    const [first] = body("-x ^ 2 * y + a == b and not c or d");
    const or = first?.kind === "result" ? first.value : undefined;
    expect(or).toMatchObject({
      operator: "or",
      left: {
        operator: "and",
        left: {
          operator: "==",
          left: {
            operator: "+",
            left: { operator: "*", left: { operator: "-", operand: { operator: "^" } } },
          },
        },
      },
    });
  });

  it("have spans that take in the parentheses of their operands, but not their own", () => {
    const text = "seq 1\nlet a = ((b + c) * d)\n";
    const [line] = parse(text).file.items;
    const { span } = (line?.kind === "let" && line.bindings[0]?.value) || { span: { start: 0, end: 0 } };
    expect(text.slice(span.start, span.end)).toBe("(b + c) * d");
  });

  it("keep how a number was written, its value and unit", () => {
    const { settings } = section("rate 20_000, 1e-3, 16kHz, 99.5%");
    const items = settings[0]?.kind === "setting" ? settings[0].items : [];
    expect(items).toMatchObject([
      { value: 20_000, text: "20_000", unit: undefined },
      { value: 0.001, text: "1e-3", unit: undefined },
      { value: 16, text: "16kHz", unit: "kHz" },
      { value: 99.5, text: "99.5%", unit: "%" },
    ]);
  });

  it("read escapes in texts", () => {
    const { settings } = section(String.raw`source "a\"b\\c\n\t"`);
    expect(settings[0]).toMatchObject({ items: [{ value: 'a"b\\c\n\t' }] });
  });
});

describe("settings", () => {
  it("of split have parts, a single date too", () => {
    expect(section("split 70% / 30%, group = id").settings[0]).toMatchObject({
      parts: [{ value: 70 }, { value: 30 }],
      items: [{ kind: "option" }],
    });
    expect(section('split "2020"').settings[0]).toMatchObject({ parts: [{ value: "2020" }], items: [] });
    expect(section("split x").settings[0]).toMatchObject({ parts: undefined, items: [{ name: "x" }] });
  });

  it("spelled `optimizer` are `optimiser`", () => {
    expect(section("optimizer adam").settings[0]).toMatchObject({ key: { text: "optimiser" } });
  });
});

describe("a line that does not parse", () => {
  it("stands in the tree as broken, with the names it seems to define", () => {
    const broken = body("h = x -> 3", "(a, _) = f(x", "state s [n]", "layer e = 3", "y = x").filter(
      (statement): statement is Broken => statement.kind === "broken",
    );
    expect(broken.map(({ word, defines }) => [word, ...defines.map(({ text }) => text)])).toEqual([
      ["h", "h"],
      ["", "a"],
      ["state", "s"],
      ["layer", "e"],
    ]);
  });

  it("hides no line below it, though its bracket is open", () => {
    const { diagnostics, file } = parse('seq 1\ndata {\n  source csv("a.csv"\n  input a\n  target b c\n}\n');
    expect(diagnostics.map(({ code }) => code)).toEqual(["bracket-open", "missing-comma"]);
    expect(file.items).toMatchObject([
      { settings: [{ kind: "broken" }, { key: { text: "input" } }, { kind: "broken" }] },
    ]);
  });

  it("leaves the name and body of a definition whose head is broken", () => {
    const found = definition("seq 1\nblock B(x [n]) -> [n] {\n  h = x\n}\n");
    expect(found).toMatchObject({ name: { text: "B" }, headBroken: true, body: [{ kind: "assign" }] });
  });

  it("is explained a hundred times, and then only counted", () => {
    const { diagnostics } = parse(`seq 1\n${"let a\n".repeat(5_000)}`);
    expect(diagnostics).toHaveLength(1_000);
    expect(diagnostics.at(-1)).toMatchObject({
      code: "errors-more",
      message: "4001 more errors from here on",
    });
  });
});

describe("limits", () => {
  it("refuse a text of more than a million characters", () => {
    expect(parse(`seq 1\n${"#".repeat(textLengthAtMost)}`).diagnostics).toMatchObject([
      { code: "text-too-long" },
    ]);
    expect(parse(`seq 1\n${"#".repeat(textLengthAtMost - 6)}`).diagnostics).toEqual([]);
  });

  it.each([
    ["(", ")", "nesting-deep"],
    ["f(", ")", "nesting-deep"],
    ["[", "]", "nesting-deep"],
  ])("refuse 101 of %s and accept 99", (open, close, code) => {
    const nested = (n: number) =>
      `seq 1\nblock B(x: [n]) -> [n] {\n${open.repeat(n)}x${close.repeat(n)}\n}\n`;
    expect(parse(nested(101)).diagnostics).toMatchObject([{ code }]);
    if (open !== "[") expect(parse(nested(99)).diagnostics).toEqual([]);
  });

  it("refuse blocks in blocks without end", () => {
    const text = `seq 1\nblock B(x: [n]) -> [n] {\n${"repeat 2 {\n".repeat(5_000)}`;
    expect(parse(text).diagnostics.map(({ code }) => code)).toEqual(["nesting-deep"]);
  });

  it.each(["-", "not ", "x ^ ", "x + "])("refuse 300 of %s and accept 200", (operator) => {
    const chain = (n: number) => `seq 1\nlet a = ${operator.repeat(n)}x\n`;
    expect(parse(chain(300)).diagnostics).toMatchObject([{ code: "operators-many" }]);
    expect(parse(chain(200)).diagnostics).toEqual([]);
  });

  it("refuse a statement of more than 20,000 characters, an open quote among them", () => {
    const long = (n: number) => `seq 1\ndata {\n  source "${"a".repeat(n)}"\n}\n`;
    expect(parse(long(20_000)).diagnostics).toMatchObject([{ code: "statement-long" }]);
    expect(parse(long(19_990)).diagnostics).toEqual([]);
    expect(parse(`seq 1\ndata {\n  source "${"f(".repeat(100_000)}\n}\n`).diagnostics).toMatchObject([
      { code: "statement-long" },
    ]);
  });

  it("refuse numbers that are too large, and take the smallest for 0", () => {
    expect(parse("seq 1\nlet a = 1e400\n").diagnostics).toMatchObject([
      { code: "number-form", span: { start: 14, end: 19 } },
    ]);
    expect(parse("seq 1\nlet a = 1e-400\n").diagnostics).toEqual([]);
  });
});

describe("parsing again", () => {
  it("gives what parsing afresh gives, after any edit", () => {
    const edit = fc.record({
      at: fc.nat(exampleText.length),
      gone: fc.nat(30),
      put: fc.constantFrom("", "x", "\n", "(", "}", "# a\n", "data {\n"),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = exampleText;
        let previous = parse(text);
        for (const { at, gone, put } of edits) {
          text = text.slice(0, at) + put + text.slice(at + gone);
          previous = parse(text, previous);
        }
        const { file, diagnostics } = parse(text);
        expect(previous.file).toEqual(file);
        expect(previous.diagnostics).toEqual(diagnostics);
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  it("forgets what is gone", () => {
    const once = parse("seq 1\nlet a = 1\n");
    expect([...parse("seq 1\nlet b = 1\n", once).memory.byKey.keys()]).toEqual([
      "Version seq 1",
      "Top let b = 1",
    ]);
  });
});

/** Every object with a span, with the span of the object around it. */
function spansIn(
  node: unknown,
  outer: { start: number; end: number },
): [unknown, { start: number; end: number }][] {
  if (typeof node !== "object" || node === null) return [];
  const own = "span" in node ? (node.span as { start: number; end: number }) : outer;
  const inner = Object.entries(node).flatMap(([key, value]) =>
    key === "span" || key === "doc" ? [] : spansIn(value, own),
  );
  return "span" in node ? [[node, outer], ...inner] : inner;
}

it("every span lies within that of the node around it and neither begins nor ends with a blank", () => {
  const { file, source } = parse(createSource("example.seq", exampleText));
  const spans = spansIn(file.items, file.span);
  expect(spans.length).toBeGreaterThan(300);
  for (const [node, outer] of spans) {
    const { start, end } = (node as { span: { start: number; end: number } }).span;
    const text = source.text.slice(start, end);
    expect(text.trim(), JSON.stringify(node)).toBe(text);
    expect(text, JSON.stringify(node)).not.toMatch(/#[^\n]*$/);
    expect(start >= outer.start && end <= outer.end, JSON.stringify(node)).toBe(true);
  }
});
