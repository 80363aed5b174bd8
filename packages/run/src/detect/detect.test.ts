import { wasmCompiler } from "@seqloom/kernels";
import { beforeAll, describe, expect, it } from "vitest";
import { readModelFile, type SavedModel, writeModelFile } from "../model-file.ts";
import { forecastText } from "../testing/forecast-text.ts";
import { filesOf, type RanText, runText } from "../testing/run-text.ts";
import { finished } from "../work.ts";
import { detectSaved } from "./detect-saved.ts";
import { runsAbove } from "./findings.ts";
import { rowScores, spreadOf } from "./scores.ts";

const scoresAt = (scores: readonly number[], series = scores.map(() => 0)) => ({
  rows: Int32Array.from(scores.keys()),
  series: Int32Array.from(series),
  scores: Float64Array.from(scores),
});

describe("runs above a threshold", () => {
  const scores = scoresAt([0, 5, 6, 0, 7, 0, 0, 5]);

  it("are one where rows follow each other, and know their highest score", () => {
    expect(runsAbove(scores, 1, 0)).toEqual([
      { from: 1, to: 2, peak: 2 },
      { from: 4, to: 4, peak: 4 },
      { from: 7, to: 7, peak: 7 },
    ]);
  });

  it("are one where fewer quiet rows lie between them than `merge`", () => {
    expect(runsAbove(scores, 1, 2).map(({ from, to }) => [from, to])).toEqual([
      [1, 4],
      [7, 7],
    ]);
    expect(runsAbove(scores, 1, 3)).toEqual([{ from: 1, to: 7, peak: 4 }]);
  });

  it("never span two series", () => {
    expect(runsAbove(scoresAt([5, 5], [0, 1]), 1, 10)).toHaveLength(2);
  });
});

describe("scores", () => {
  /** Two examples of two steps: rows 3 and 4, rows 4 and 5; errors of the second step spread twice as far. */
  const errors = {
    examples: {
      count: 2,
      series: Int32Array.of(0, 0),
      inputFrom: Int32Array.of(0, 1),
      inputTo: Int32Array.of(3, 4),
      targetFrom: Int32Array.of(3, 4),
      targetTo: Int32Array.of(5, 6),
    },
    values: Float64Array.of(1, -4, 3, 4),
    ...{ places: 2, width: 1 },
  };

  it("are errors in units of their spread, one mean for each row", () => {
    const spread = spreadOf(errors);
    expect(spread).toEqual([1, 4]);
    const { rows, scores } = rowScores(errors, spread, { score: "absolute", smooth: 1 });
    expect([[...rows], [...scores]]).toEqual([
      [3, 4, 5],
      [1, 2, 1],
    ]);
    expect([...rowScores(errors, spread, { score: "squared", smooth: 1 }).scores]).toEqual([1, 5, 1]);
  });

  it("are smoothed backwards only", () => {
    const { scores } = rowScores(errors, [1, 4], { score: "absolute", smooth: 2 });
    expect([...scores]).toEqual([1, 1.5, 1.5]);
  });
});

describe("a detect section", () => {
  const start = Date.UTC(2024, 0, 1);
  const hour = 3_600_000;
  const faulty = new Set([900, 901, 902, 950]);
  const lines = Array.from({ length: 1000 }, (_, n) => {
    const value = Math.sin(n / 4) + 0.05 * Math.sin(n * n) + (faulty.has(n) ? 1.5 : 0);
    return `${new Date(start + n * hour).toISOString().slice(0, 16).replace("T", " ")},${value}`;
  });
  const csv = (from: number) => `hour,heat\n${lines.slice(from).join("\n")}\n`;
  const machine = (more: string) =>
    forecastText({
      data: `
  source   csv("machine.csv")
  time     hour, every = hour
  input    heat
  target   heat
  window   12
  horizon  1
  split    60% / 20% / 20%
  scale    robust`,
      layers: "gru(8) -> last -> linear(horizon)",
      train: `
  loss       mae
  optimiser  adam(rate = 1e-2)
  epochs     15
  clip       norm = 1`,
      more,
    });
  const findings = "detect {\n  threshold  quantile(99.9%)\n  merge      20\n}\n";

  let ran: RanText;
  beforeAll(async () => {
    ran = await runText(machine(findings), { files: { "machine.csv": csv(0) } });
  });
  const inUse = (from: number, saved = readModelFile(writeModelFile(ran.saved))) =>
    detectSaved({
      ...{ saved, files: filesOf({ "new.csv": csv(from) }), source: "new.csv", compiler: wasmCompiler() },
    });

  it("finds what was put into the test part, at its time, and nothing else", () => {
    const { detection } = ran.trained;
    expect(detection?.scores).toHaveLength(200);
    expect(detection?.limits.threshold).toBeGreaterThan(0);
    // A window that has seen a fault may err even more just after it; the finding begins with the fault.
    expect(detection?.findings.map(({ from }) => (from - start) / hour)).toEqual([900, 950]);
    for (const { from, at } of detection?.findings ?? []) expect((at - from) / hour).toBeLessThanOrEqual(3);
  });

  it("is shown in the report: how many, when, and the scores with their threshold", () => {
    const { report = "", detection } = ran.trained;
    if (detection === undefined) throw new Error("nothing was looked for");
    expect(report).toContain("<h2>Unusual times</h2>");
    expect(report).toContain("2 findings in 200 rows; threshold ");
    expect(report).toContain("<th>2024-02-07 12:00</th>");
    expect(report).toMatch(/Scores of 200 rows, \d+ of them above the threshold/);
  });

  it("finds the same in the same rows from the saved model, by the limits of its training", async () => {
    const again = finished(await inUse(800 - 12));
    expect(again).toEqual(ran.trained.detection);
    const all = finished(await inUse(0));
    expect(all.scores).toHaveLength(1000 - 12);
    expect(all.findings.map(({ from }) => (from - start) / hour)).toEqual(expect.arrayContaining([900, 950]));
  });

  it("needs a window of rows, and a model that was taught what is unusual", async () => {
    const few = await inUse(990);
    expect(() => finished(few)).toThrow(
      expect.objectContaining({ code: "too-few-rows", details: { rows: 10, needed: 13 } }),
    );
    const refused = (saved: SavedModel) =>
      expect(inUse(0, saved)).rejects.toMatchObject({ code: "detect-missing" });
    await refused({ ...ran.saved, spec: machine("") });
    const { detect: _, ...record } = ran.saved.record;
    await refused({ ...ran.saved, record });
  });
});
