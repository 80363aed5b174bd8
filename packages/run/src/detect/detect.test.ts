import { describe, expect, it } from "vitest";
import { runText } from "../testing/run-text.ts";
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
    expect([...spread]).toEqual([1, 4]);
    const { rows, scores } = rowScores(errors, spread, { score: "absolute", smooth: 1 });
    expect([[...rows], [...scores]]).toEqual([
      [3, 4, 5],
      [1, 2, 1],
    ]);
    expect([...rowScores(errors, spread, { score: "squared", smooth: 1 }).scores]).toEqual([1, 5, 1]);
  });

  it("are smoothed backwards only", () => {
    const { scores } = rowScores(errors, Float64Array.of(1, 4), { score: "absolute", smooth: 2 });
    expect([...scores]).toEqual([1, 1.5, 1.5]);
  });
});

describe("a detect section", () => {
  it("finds what was put into the test part, at its time, and nothing else", async () => {
    const start = Date.UTC(2024, 0, 1);
    const faulty = new Set([900, 901, 902, 950]);
    const rows = Array.from({ length: 1000 }, (_, n) => {
      const value = Math.sin(n / 4) + 0.05 * Math.sin(n * n) + (faulty.has(n) ? 1.5 : 0);
      return `${new Date(start + n * 3_600_000).toISOString().slice(0, 16).replace("T", " ")},${value}`;
    });
    const { trained } = await runText(
      `seq 1
data {
  source   csv("machine.csv")
  time     hour, every = hour
  input    heat
  target   heat
  window   12
  horizon  1
  split    60% / 20% / 20%
  scale    robust
}
model Expect(x: [batch, time, feature]) -> [batch, horizon] {
  x -> gru(8) -> last -> linear(horizon)
}
train {
  loss       mae
  optimiser  adam(rate = 1e-2)
  epochs     15
  clip       norm = 1
}
detect {
  threshold  quantile(99.9%)
  merge      20
}
`,
      { files: { "machine.csv": `hour,heat\n${rows.join("\n")}\n` } },
    );
    const { findings, threshold, scores } = trained.detection ?? { findings: [], threshold: 0, scores: [] };
    expect(scores).toHaveLength(200);
    expect(threshold).toBeGreaterThan(0);
    const hour = (time: number) => (time - start) / 3_600_000;
    // A window that has seen a fault may err even more just after it; the finding begins with the fault.
    expect(findings.map(({ from }) => hour(from))).toEqual([900, 950]);
    for (const { from, at } of findings) expect((at - from) / 3_600_000).toBeLessThanOrEqual(3);
  });
});
