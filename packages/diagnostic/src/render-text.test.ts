import { describe, expect, it } from "vitest";
import type { Diagnostic } from "./diagnostic.ts";
import { renderText } from "./render-text.ts";
import { createSource } from "./source.ts";

const text = `seq 1

let hidden = 32

model Next(x: [batch, time, feature]) -> [batch, time] {
  # last leaves time
  x -> lstm(hidden) -> last -> linear(horizon)
}
`;

function spanOf(whole: string, part: string) {
  const start = whole.indexOf(part);
  return { start, end: start + part.length };
}

const axisName: Diagnostic = {
  severity: "error",
  code: "axis-name",
  message: "`linear(horizon)` gives [batch, horizon], the result promises [batch, time]",
  span: spanOf(text, "linear(horizon)"),
  label: "[batch, horizon]",
  related: [{ span: spanOf(text, "[batch, time]"), message: "promised here" }],
  why: "`last` has left the time axis; `horizon` and `time` are different axes even where their sizes agree",
  help: "promise -> [batch, horizon] on line 5",
};

function fault(whole: string, part: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return {
    severity: "error",
    code: "some-code",
    message: "wrong",
    span: spanOf(whole, part),
    related: [],
    ...more,
  };
}

describe("a report in text", () => {
  it("looks like the example of the style guide", () => {
    expect(renderText([axisName], createSource("forecast.seq", text), { width: 120 })).toBe(
      `error[axis-name]: \`linear(horizon)\` gives [batch, horizon], the result promises [batch, time]
  forecast.seq:7:32
  5 | model Next(x: [batch, time, feature]) -> [batch, time] {
    |                                          ------------- promised here
  7 |   x -> lstm(hidden) -> last -> linear(horizon)
    |                                ^^^^^^^^^^^^^^^ [batch, horizon]
  why:  \`last\` has left the time axis; \`horizon\` and \`time\` are different axes even where their sizes agree
  help: promise -> [batch, horizon] on line 5
`,
    );
  });

  it("wraps why and help to the width", () => {
    const lines = renderText([axisName], createSource("forecast.seq", text), { width: 60 }).split("\n");
    expect(lines.slice(6)).toEqual([
      "  why:  `last` has left the time axis; `horizon` and `time`",
      "        are different axes even where their sizes agree",
      "  help: promise -> [batch, horizon] on line 5",
      "",
    ]);
  });

  it("underlines whole characters under tabs, wide and astral characters", () => {
    const line = '\t"世界😀" + oops';
    const [, , source, underline] = renderText([fault(line, "oops")], createSource("a", line)).split("\n");
    expect(source).toBe('  1 |     "世界😀" + oops');
    expect(underline).toBe(`  | ${" ".repeat(4 + 8 + 3)}^^^^`.replace("  |", "    |"));
  });

  it("shows CRLF lines without their line ends and counts them once", () => {
    const crlf = "seq 1\r\nlet a = $\r\n";
    expect(renderText([fault(crlf, "$")], createSource("a", crlf))).toContain(
      "  a:2:9\n  2 | let a = $\n    |         ^\n",
    );
  });

  it("marks a place between characters, and one at the end of the text", () => {
    const source = createSource("a", "x ->");
    expect(renderText([fault("x ->", "", { span: { start: 4, end: 4 } })], source)).toContain(
      "1 | x ->\n    |     ^\n",
    );
  });

  it("underlines every line of a span of several, and leaves out the middle of a long one", () => {
    const short = "f(\n  a,\n  b\n)";
    const report = renderText([fault(short, short, { label: "all" })], createSource("a", short));
    expect(report.split("\n").filter((row) => row.includes("^"))).toEqual([
      "    | ^^",
      "    |   ^^",
      "    |   ^",
      "    | ^ all",
    ]);
    const long = Array.from({ length: 20 }, (_, i) => `line${i}`).join("\n");
    expect(renderText([fault(long, long)], createSource("a", long)).split("\n")).toHaveLength(2 + 2 * 6 + 1);
  });

  it("cuts a long line around the span", () => {
    const line = `${"a".repeat(300)}oops${"b".repeat(300)}`;
    const [, , source = "", underline = ""] = renderText([fault(line, "oops")], createSource("a", line), {
      width: 60,
    }).split("\n");
    expect(source.length).toBeLessThanOrEqual(60);
    expect(source).toMatch(/…a+oopsb+…$/);
    expect(underline.indexOf("^")).toBe(source.indexOf("oops"));
    expect(underline.trim()).toMatch(/\^{4}$/);
  });

  it("never splits an astral character where it cuts", () => {
    const line = `${"😀".repeat(200)}oops${"😀".repeat(200)}`;
    for (let width = 40; width < 80; width++) {
      const [, , source = "", underline = ""] = renderText([fault(line, "oops")], createSource("a", line), {
        width,
      }).split("\n");
      expect(source).not.toContain("\uFFFD");
      expect(underline).toMatch(/ \^{4}$/);
    }
  });

  it("is sorted by position, errors first at one place", () => {
    const source = createSource("a", "abc");
    const reports = renderText(
      [
        fault("abc", "c", { code: "third" }),
        fault("abc", "a", { code: "second", severity: "hint" }),
        fault("abc", "a", { code: "first" }),
      ],
      source,
    );
    expect([...reports.matchAll(/\[([a-z]+)\]/g)].map(([, code]) => code)).toEqual([
      "first",
      "second",
      "third",
    ]);
  });

  it("shows twenty and counts the rest, and never leaves out an error for a warning", () => {
    const many = "x".repeat(30);
    const source = createSource("a", many);
    const warnings = Array.from({ length: 25 }, (_, i) =>
      fault(many, "", { severity: "warning", span: { start: i, end: i + 1 } }),
    );
    const report = renderText([...warnings, fault(many, "", { span: { start: 29, end: 30 } })], source);
    expect(report.match(/^warning\[/gm)).toHaveLength(19);
    expect(report.match(/^error\[/gm)).toHaveLength(1);
    expect(report.endsWith("\nand 6 warnings more\n")).toBe(true);
  });

  it("is coloured if asked, and the same text without the colours", () => {
    const source = createSource("forecast.seq", text);
    const coloured = renderText([axisName], source, { color: true });
    expect(coloured).toContain("\u001b[1;31merror[axis-name]\u001b[0m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    expect(coloured.replace(/\u001b\[[0-9;]*m/g, "")).toBe(renderText([axisName], source));
  });

  it("says what a fix does where there is no other help", () => {
    const fixed = fault("abc", "a", { fix: { title: "write `b`", edits: [] } });
    expect(renderText([fixed], createSource("a", "abc"))).toContain("  help: write `b`\n");
  });

  it("does not pass on what would command a terminal", () => {
    const evil = "let \u001b[2J = 1";
    expect(renderText([fault(evil, "\u001b[2J", { message: evil })], createSource(evil, evil))).not.toContain(
      "\u001b",
    );
  });

  it("of nothing is nothing", () => {
    expect(renderText([], createSource("a", ""))).toBe("");
  });
});
