import { rng, tensor, uniform } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { forecastPlot } from "./forecast.ts";
import { gatesPlot } from "./gates.ts";
import { lineChart } from "./line-chart.ts";
import { lossCurve } from "./loss-curve.ts";
import { scorePlot } from "./score-plot.ts";

const count = (svg: string, what: RegExp) => (svg.match(what) ?? []).length;
const chart = { title: "t", description: "d", xLabel: "x", yLabel: "y" };

describe("lineChart", () => {
  it("draws the points where the numbers are", () => {
    const svg = lineChart({
      ...chart,
      width: 284,
      height: 204,
      series: [{ name: "s", x: [0, 10], y: [0, 100], colour: "red" }],
    });
    // The plot area is 64..264 by 72..156.
    expect(svg).toContain('d="M64,156L264,72"');
  });

  it("leaves a gap where a value is NaN", () => {
    const svg = lineChart({
      ...chart,
      series: [{ name: "s", x: [0, 1, 2, 3], y: [1, Number.NaN, 2, 3], colour: "red" }],
    });
    expect(count(/<path d="([^"]*)"/.exec(svg)?.[1] ?? "", /M/g)).toBe(2);
  });

  it("names a logarithmic axis in decimals and powers of ten, from one power to another", () => {
    const ticks = (y: readonly number[]) => {
      const svg = lineChart({
        ...chart,
        yKind: "log",
        series: [{ name: "s", x: y.map((_, i) => i), y, colour: "red" }],
      });
      return Array.from(svg.matchAll(/text-anchor="end">([^<]*)</g), ([, name]) => name);
    };
    expect(ticks([3e-9, 0.5])).toEqual(["1e-8", "1e-6", "1e-4", "0.01", "1"]);
    expect(ticks([1, 1])).toEqual(["0.1", "0.2", "0.3", "1", "2", "3", "10"]); // one value: a decade to each side
  });

  it("treats names as text", () => {
    const svg = lineChart({
      ...chart,
      title: "<script>alert(1)</script>",
      series: [{ name: '"><img onerror=x>', x: [0], y: [1], colour: "red" }],
    });
    expect(svg).not.toMatch(/<script|<img/);
  });

  it("says so when there is nothing to show", () => {
    expect(lineChart({ ...chart, series: [{ name: "s", x: [], y: [], colour: "red" }] })).toContain(
      "nothing to show yet",
    );
    expect(
      lineChart({ ...chart, series: [{ name: "s", x: [0], y: [Number.NaN], colour: "red" }] }),
    ).toContain("nothing to show yet");
  });
});

describe("scorePlot", () => {
  it("counts the rows above the threshold and draws it from the first to the last", () => {
    const svg = scorePlot({
      title: "Scores",
      ...{ time: [10, 20, 30, 40], isTime: false, scores: [1, 5, 4, 3], threshold: 3 },
    });
    expect(svg).toContain("Scores of 4 rows, 2 of them above the threshold of 3.00");
    // The plot area is 64..740 by 72..252, and its y from 1 to 5.
    expect(svg).toContain('d="M64,252L289.333,72L514.667,117L740,162"');
    expect(svg).toContain('d="M64,162L740,162"');
  });
});

describe("lossCurve", () => {
  it("turns to a logarithmic axis for a fall by more than a factor of 20", () => {
    const heightAt = (svg: string) => /<path d="M[\d.]+,[\d.]+L[\d.]+,([\d.]+)/.exec(svg)?.[1];
    const wide = lossCurve({ training: [1, 0.1, 0.01] });
    const narrow = lossCurve({ training: [1, 0.5, 0.25] });
    expect(Number(heightAt(wide))).toBeCloseTo(162, 0); // halfway: 0.1 lies between 1 and 0.01 only on a log axis
    expect(narrow).toContain("epoch");
  });

  it("marks the epoch whose weights were kept", () => {
    expect(lossCurve({ training: [2, 1], validation: [2, 3], best: 1 })).toContain("kept: epoch 1");
  });
});

describe("forecastPlot", () => {
  it("shows truth, baseline and model, and where the test part begins", () => {
    const svg = forecastPlot({
      title: "t",
      time: [0, 86_400_000],
      isTime: true,
      unit: "close",
      truth: [1, 2],
      model: [Number.NaN, 2],
      baseline: { name: "naive", values: [Number.NaN, 1] },
      split: 86_400_000,
    });
    for (const name of ["truth", "naive", "model", "test part begins", "date"]) expect(svg).toContain(name);
  });
});

describe("gatesPlot", () => {
  it("gives every unit a row and every step a column, light for 0 and dark for 1", () => {
    const svg = gatesPlot({
      title: "g",
      strips: [
        {
          name: "forget",
          values: tensor([
            [0, 1],
            [0, 1],
            [1, 1],
          ]),
          scale: "share",
        },
      ],
    });
    expect(svg).toContain('d="M0 0.5h2" stroke="rgb(255, 255, 255)"');
    expect(svg).toContain('d="M2 0.5h1M0 1.5h3" stroke="rgb(7, 43, 82)"');
  });

  it("stays small: a strip of 60 steps and 32 units is under 40 kB", () => {
    expect(
      gatesPlot({ title: "g", strips: [{ name: "i", values: uniform(rng(1), [60, 32]), scale: "share" }] })
        .length,
    ).toBeLessThan(40_000);
  });
});
