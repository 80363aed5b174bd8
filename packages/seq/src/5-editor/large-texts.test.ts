import { describe, expect, it } from "vitest";
import { analyse } from "./analysis.ts";
import { hoverAt } from "./hover.ts";
import { inlayHints } from "./inlay-hints.ts";

/** One line or definition for each of so many numbers. */
function each(count: number, write: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => write(i)).join("\n");
}

function model(...lines: readonly string[]): string {
  return `model M(x: [batch, 4]) -> [batch, 4] {\n${lines.join("\n")}\n}\n`;
}

const block = (name: string, callee: string) =>
  `block ${name}(x: [batch, n]) -> [batch, n] {\n  x -> ${callee}\n}`;

/** The codes that a text is told, once its services have been asked for what they know. */
function codesOf(text: string): string[] {
  const analysis = analyse(text);
  hoverAt(analysis, text.indexOf("model M") + "model ".length);
  inlayHints(analysis);
  return [...new Set(analysis.diagnostics.map(({ code }) => code))].sort();
}

describe("long rows of definitions and names end no stack", () => {
  it("of blocks that call the next one", () => {
    const blocks = each(2_000, (i) => block(`B${i}`, i === 1_999 ? "tanh" : `B${i + 1}`));
    expect(codesOf(`seq 1\n${blocks}\n${model("  x -> B0")}`)).toEqual(["model-large"]);
  });

  it("of blocks that call each other in a ring", () => {
    const blocks = each(2_000, (i) => block(`B${i}`, `B${(i + 1) % 2_000}`));
    expect(codesOf(`seq 1\n${blocks}\n${model("  x -> tanh")}`)).toContain("recursion");
  });

  it("of names, each made of the one before", () => {
    const names = each(10_000, (i) => `  y${i + 1} = y${i}`);
    expect(codesOf(`seq 1\n${model("  y0 = x", names, "  y10000")}`)).toEqual([]);
    expect(codesOf(`seq 1\n${model("  y0 = x", names, "  x")}`)).toEqual(["gate-dead", "unused"]);
  });

  it("of widths that turn out to be one", () => {
    const widths = each(5_000, (i) => `  a${i} = affine(x)${i === 0 ? "" : ` + a${i - 1}`}`);
    const cell = `cell c(x: [in], n) {\n  state h: [n]\n${widths}\n  h' = h + a4999\n}`;
    expect(codesOf(`seq 1\n${cell}\n`)).toEqual([]);
  });
});

describe("models that would not end are not written out", () => {
  it("of repeats in repeats", () => {
    const repeats = `${"  repeat 10_000 {\n".repeat(50)}  h = tanh(h)\n${"  }\n".repeat(50)}`;
    const text = `seq 1\n${model("  h = x", repeats, "  h")}`;
    expect(codesOf(text)).toEqual([]);
    expect(hoverAt(analyse(text), text.indexOf("M("))?.markdown).not.toContain("weights");
  });

  it("but sizes that no memory holds are counted all the same", () => {
    const text = `seq 1\n${model("  x -> linear(10_000_000) -> linear(10_000_000) -> linear(4)")}`;
    const weights = 5 * 1e7 + (1e7 + 1) * 1e7 + 4 * (1e7 + 1);
    expect(hoverAt(analyse(text), text.indexOf("M("))?.markdown).toContain(weights.toLocaleString("en"));
  });
});
