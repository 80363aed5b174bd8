import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import grammar from "./seq.ohm-bundle.ts";

it("the bundle is what seq.ohm generates; if not, run `node scripts/generate-grammar.mjs`", () => {
  const script = fileURLToPath(new URL("../../scripts/generate-grammar.mjs", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [script, "--print"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toBe(readFileSync(new URL("./seq.ohm-bundle.ts", import.meta.url), "utf8"));
});

/** Small cases: what newlines, minus, primes, units and words as names mean. */
const accepted: Readonly<Record<string, readonly string[]>> = {
  Value: [
    "x -> last",
    "x\n  -> lstm(3)\n  -> last",
    "x ->\n last",
    "a +\n b",
    "a\n + b",
    "-x ^ 2",
    "2 ^ -1",
    "a - -b",
    "x -> own.cell(3)",
    "concat(a, b -> last)",
    "(x -> f) + y",
    "f(\n a,\n b = 2,\n)",
    "a<b",
    "not a and b",
    "16kHz",
    "0.5%",
    "20_000",
    "x # note\n -> last # note",
    '"a # b"',
    "(a, b,)",
  ],
  Statement: [
    "state = x -> last",
    "state h: [n]",
    "repeat = 3",
    "repeat 3 { h = h -> f }",
    "(_, state) = x -> lstm(3)",
    "(a, b,) = f(x)",
    "layer = 3",
    "weight -> last",
    "truth = true",
    "nothing = x -> f",
    "data",
  ],
  Setting: [
    "let a = b, c = d",
    "split 70%",
    "split 70%, 30%",
    'split "2020-01" / "2021-01"',
    "shuffle",
    "data x",
  ],
  Type: ["[]", "[batch, time, 2 * n]", "[?, n = 3]", "[batch, time] of word", "[\n batch,\n time,\n]"],
  File: ["seq 1", "\n# note\nseq 1\r\n\r\nlet a = 1\r\n", "\uFEFFseq 1\ntrain Lstm {\n}\n"],
};

const refused: Readonly<Record<string, readonly string[]>> = {
  Value: [
    ...[
      "a + x -> f",
      "x -> f + y",
      "x -> 3",
      "x -> (f)",
      "70 %",
      "2hidden",
      "01",
      ".5",
      "5.",
      "1__0",
      "1.5.2",
      "1'",
    ],
    ...[
      "a < b < c",
      "a b",
      "x ->",
      "f(a,,b)",
      "f(,)",
      "(a,)",
      "'x'",
      '"x\n"',
      "x - > f",
      "h''",
      "not",
      "not\na",
      "-\na",
    ],
  ],
  Statement: [
    "true = 1",
    "(a, b')= f(x)",
    "a = b = c",
    "h.x = 3",
    "a =",
    "state h [n]",
    "repeat 3",
    "x; y",
    "() = x",
  ],
  Setting: ["let = 3", "clip norm 1", "input a b", "input = ", "loss mse;", "train { }", "input a,"],
  Type: ["[batch time]", "[,]", "batch, time", "[batch] of 3", "[[n]]"],
  File: [
    "",
    "let a = 1",
    "seq 1.5",
    "seq 1 let a = 1",
    "seq 1\nmodel M { }",
    "seq 1\nmodel M(x: [n]) {\n}",
    "seq 1\nfoo",
  ],
};

function pairs(table: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(table).flatMap(([rule, texts]) => texts.map((text) => ({ rule, text })));
}

it.each(pairs(accepted))("$rule accepts $text", ({ rule, text }) => {
  const match = grammar.match(text, rule);
  expect(match.failed() ? match.message : "").toBe("");
});

it.each(pairs(refused))("$rule refuses $text", ({ rule, text }) => {
  expect(grammar.match(text, rule).succeeded()).toBe(false);
});
