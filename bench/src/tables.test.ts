import { expect, it } from "vitest";
import type { Cell, Report, Row } from "./report.ts";
import { aligned, figure, linesOf, markdownOf, time } from "./tables.ts";

const cell = (median: number, ratio?: number): Cell => ({
  median,
  fastest: median * 0.9,
  quartiles: [median * 0.95, median * 1.1],
  count: 30,
  ...(ratio !== undefined && { ratio: { median: ratio, range: [ratio, ratio], fastest: ratio } }),
});
const row = (peer: string, parts: Partial<Row>): Row => ({
  workload: "lstm 1/2/3/4/1",
  peer,
  threads: 1,
  fma: true,
  cells: {},
  ...parts,
});
const same = { verdict: "same", difference: 1e-7 } as const;
const report: Report = {
  machine: { cpu: "Some CPU", vectors: "AVX2", cores: 2, memoryGiB: 8, system: "Linux 6", load: [0.1, 1.2] },
  versions: { node: "v24", torch: "1.13" },
  rows: [
    row("seqloom", { cells: { train: cell(2) }, agreement: same }),
    row("torch", { cells: { train: cell(10, 5) }, agreement: same }),
    row("brain.js", {
      cells: { train: cell(60, 30) },
      agreement: { verdict: "unchecked", difference: Number.NaN },
      remark: "trains something else",
    }),
    row("jax-js", { remark: "left out" }),
  ],
};

it("gives a table with our time, theirs and the ratio, and marks what computes something else", () => {
  const text = markdownOf(report);
  expect(text).toContain("| workload | seqloom | torch | brain.js |");
  expect(text).toContain(
    "| lstm 1/2/3/4/1 | 2.00 ms / 1.80 ms | 10.0 ms / 9.00 ms (5.00) | 60.0 ms / 54.0 ms\\* (30.0) |",
  );
  expect(text).toContain("- jax-js: left out (lstm 1/2/3/4/1)");
  expect(text).not.toContain("### Forward");
});

it("names machine, load, threads and versions", () => {
  expect(markdownOf(report).split("\n").slice(0, 2)).toEqual([
    "Some CPU with AVX2, 2 cores, 8 GiB, Linux 6; load 0.1 before, 1.2 after; one thread each unless said, with fused multiply-add in WebAssembly.",
    "node v24, torch 1.13",
  ]);
});

it("prints everything about a workload in columns", () => {
  expect(linesOf(report.rows)).toMatchInlineSnapshot(`
    "                 median   fastest  quartiles           n   x ours  (range)         fastest  losses
    seqloom   train  2.00 ms  1.80 ms  1.90 ms .. 2.20 ms  30                                   same
    torch     train  10.0 ms  9.00 ms  9.50 ms .. 11.0 ms  30  5.00    (5.00 .. 5.00)  5.00     same
    brain.js  train  60.0 ms  54.0 ms  57.0 ms .. 66.0 ms  30  30.0    (30.0 .. 30.0)  30.0     unchecked
    brain.js         trains something else
    jax-js           left out"
  `);
});

it("keeps three figures and picks a unit", () => {
  expect([0.0123, 1.234, 12.34, 123.4, Number.NaN].map(figure)).toEqual([
    "0.012",
    "1.23",
    "12.3",
    "123",
    "-",
  ]);
  expect([0.00123, 0.123, 12.3].map(time)).toEqual(["1.23 µs", "0.123 ms", "12.3 ms"]);
});

it("lines columns up and lets a remark be long", () => {
  expect(
    aligned([
      ["a", "b", "c", "d"],
      ["aaa", "b", "c", "d"],
      ["x", "", "a long remark"],
    ]).split("\n"),
  ).toEqual(["a    b  c  d", "aaa  b  c  d", "x       a long remark"]);
});
