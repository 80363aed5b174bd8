import { normal, rng } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { parseStep } from "../2-time/step.ts";
import { call, column } from "../3-columns/expression.ts";
import { mae, rmse } from "../metrics/errors.ts";
import { partOf, prepare } from "../prepare.ts";
import { refusal } from "../refusal.test-tool.ts";
import { report } from "../report/reported.ts";
import type { DataSpec } from "../spec.ts";
import {
  type BaselineSpec,
  baselineForecast,
  baselineName,
  defaultBaselines,
  naiveScales,
  seasonOf,
} from "./baseline.ts";
import { fitRidge } from "./ridge.ts";
import { drift, mean, naive, seasonal, theta } from "./series.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("forecasts from the history alone", () => {
  const history = of(2, 4, 3, 5, 6);
  it("naive, drift, mean, seasonal", () => {
    expect([...naive(history, 2)]).toEqual([6, 6]);
    expect([...drift(history, 3)]).toEqual([7, 8, 9]);
    expect([...mean(history, 2)]).toEqual([4, 4]);
    expect([...seasonal(2)(history, 5)]).toEqual([5, 6, 5, 6, 5]);
    expect([...seasonal(9)(history, 2)]).toEqual([6, 6]);
    expect([...drift(of(3), 2)]).toEqual([3, 3]);
  });

  it("theta carries a line on by half its slope beyond the last value, and settles on a level", () => {
    // On an exact line the best weight is 1: the level is the last value, 19, and the drift half of 2.
    const line = Float64Array.from({ length: 10 }, (_, t) => 1 + 2 * t);
    expect([...theta(line, 3)]).toEqual([20, 21, 22]);
    expect([...theta(of(5, 5, 5, 5), 2)]).toEqual([5, 5]);
    expect([...theta(of(1, 2), 1)]).toEqual([2]);
  });

  it("theta smooths noise around a level: it errs by less than half as much as the last value", () => {
    let [own, last] = [0, 0];
    for (let seed = 0; seed < 20; seed++) {
      const history = Float64Array.from(normal(rng(seed), [200], "f64").data, (value) => 100 + value);
      own += Math.abs((theta(history, 1)[0] ?? 0) - 100);
      last += Math.abs((naive(history, 1)[0] ?? 0) - 100);
    }
    expect(own).toBeLessThan(last / 2);
  });
});

describe("fitRidge", () => {
  it("finds the weights of a line with little noise, for several answers", () => {
    const count = 200;
    const x = Float64Array.from(normal(rng(1), [count * 3], "f64").data);
    const noise = normal(rng(2), [count * 2], "f64", 0, 0.01).data;
    const y = Float64Array.from({ length: count * 2 }, (_, at) => {
      const [i, k] = [Math.floor(at / 2), at % 2];
      const [a = 0, b = 0, c = 0] = x.subarray(i * 3, i * 3 + 3);
      return (k === 0 ? 5 + 2 * a - b : -1 + 3 * c) + (noise[at] ?? 0);
    });
    const { predict } = fitRidge({ count, features: 3, outputs: 2, x, y });
    const [first = 0, second = 0] = predict(of(1, 1, 1), 1);
    expect(first).toBeCloseTo(6, 2);
    expect(second).toBeCloseTo(2, 2);
  });

  it("shrinks to the mean where features say nothing, and stands features that do not vary", () => {
    const count = 300;
    const noise = normal(rng(4), [count * 61], "f64").data;
    const x = Float64Array.from({ length: count * 60 }, (_, i) => (i % 60 === 0 ? 7 : (noise[i] ?? 0)));
    const y = Float64Array.from({ length: count }, (_, i) => noise[count * 60 + i] ?? 0);
    const { predict } = fitRidge({ count, features: 60, outputs: 1, x, y });
    const spread = rmse(predict(x, count), new Float64Array(count).fill(mean(y, 1)[0] ?? 0));
    expect(spread).toBeLessThan(0.1);
  });

  it("is the same for features in other units", () => {
    const x = Float64Array.from(normal(rng(1), [100 * 2], "f64").data);
    const y = Float64Array.from({ length: 100 }, (_, i) => (x[2 * i] ?? 0) - (x[2 * i + 1] ?? 0));
    const scaled = x.map((value, i) => (i % 2 ? 1000 * value : value + 5));
    const fitted = { count: 100, features: 2, outputs: 1, y };
    const [a = 0] = fitRidge({ ...fitted, x }).predict(of(0.5, -0.25), 1);
    const [b = 0] = fitRidge({ ...fitted, x: scaled }).predict(of(5.5, -250), 1);
    expect(b).toBeCloseTo(a, 9);
  });
});

describe("baselines of prepared data", () => {
  const spec: DataSpec = {
    source: { kind: "generator", name: "ar", options: { length: 600 } },
    input: [{ columns: [column("value")] }],
    target: [{ columns: [column("value")] }],
    window: 8,
    horizon: 2,
    scale: [{ method: "standard" }],
  };
  const data = prepare(spec, { rng: rng(2) });
  const reported = report(data, partOf(data, "test"));

  it("forecast from each origin: naive the last value, linear better on an autoregression", () => {
    const first = baselineForecast(data, reported, { kind: "naive" });
    expect([first[0], first[1]]).toEqual([reported.last[0], reported.last[0]]);
    const linear = baselineForecast(data, reported, { kind: "linear" });
    expect(mae(reported.actual, linear)).toBeLessThan(0.8 * mae(reported.actual, first));
  });

  it("follow a level that leaves the range of training: linear then predicts changes", () => {
    const rows = Array.from({ length: 400 }, (_, n) => ({
      value: 0.5 * n + 3 * Math.sin(n / 3) + ((n * 31) % 7) / 7,
    }));
    const rising = prepare(
      { ...spec, source: { kind: "given" }, time: { kind: "row" } },
      { rows, rng: rng(1) },
    );
    const made = report(rising, partOf(rising, "test"));
    const [line, still] = (["linear", "naive"] as const).map((kind) =>
      mae(made.actual, baselineForecast(rising, made, { kind })),
    );
    expect(line).toBeLessThan(0.5 * (still ?? 0));
    // Of windows scaled by themselves the level is gone anyway; changes are then of the window's own scale.
    const own = prepare(
      {
        ...spec,
        source: { kind: "given" },
        time: { kind: "row" },
        scale: [{ method: "standard", by: "window" }],
      },
      { rows, rng: rng(1) },
    );
    const again = report(own, partOf(own, "test"));
    expect(mae(again.actual, baselineForecast(own, again, { kind: "linear" }))).toBeLessThan(
      0.5 * (still ?? 0),
    );
  });

  it("scale errors by those of naive in training", () => {
    const end = Math.max(...report(data, partOf(data, "train")).rows) + 1;
    const values = prepare({ ...spec, scale: [] }, { rng: rng(2) }).fields[0]?.columns[0];
    const train = values?.kind === "number" ? values.values.slice(0, end) : of();
    const steps = Array.from(train.subarray(1), (value, t) => Math.abs(value - (train[t] ?? 0)));
    const want = steps.reduce((a, b) => a + b, 0) / steps.length;
    expect(naiveScales(data, reported)[5]).toBeCloseTo(want, 12);
    expect(refusal(() => naiveScales(data, reported, 9999)).code).toBe("season-too-long");
  });

  it("for a return are those of the price: naive is no change", () => {
    const rows = Array.from({ length: 80 }, (_, n) => ({ close: 100 + ((n * 29) % 17) }));
    const own: DataSpec = {
      ...spec,
      source: { kind: "given" },
      time: { kind: "row" },
      let: [{ name: "return", value: call("log", call("/", "close", call("lag", "close", 1))) }],
      input: [{ columns: [column("return")] }],
      target: [{ columns: [column("return")] }],
      report: "close",
      horizon: 1,
    };
    const prices = prepare(own, { rows, rng: rng(1) });
    const made = report(prices, partOf(prices, "test"));
    expect(baselineForecast(prices, made, { kind: "naive" })).toEqual(made.last);
  });

  it("of the next step without a horizon start from the step before it", () => {
    const next = prepare(
      { ...spec, horizon: undefined, target: [{ columns: [call("next", "value")] }] },
      { rng: rng(2) },
    );
    const made = report(next, partOf(next, "test"));
    expect(baselineForecast(next, made, { kind: "naive" })).toEqual(made.last);
    expect(made.actual[0]).toBe(made.last[1]);
    const same = prepare(
      { ...spec, horizon: undefined, input: [{ columns: [call("lag", "value", 1)] }] },
      { rng: rng(2) },
    );
    const own = report(same, partOf(same, "test"));
    // The target is the origin's own value: the last one known is that of the step before.
    expect(own.last[1]).toBe(own.actual[0]);
    expect(baselineForecast(same, own, { kind: "naive" })).toEqual(own.last);
  });

  it("of independent rows are the mean and linear", () => {
    const rows = Array.from({ length: 50 }, (_, n) => ({
      x: (n * 17) % 50,
      z: (n * 7) % 11,
      y: 3 * ((n * 17) % 50) - 4,
    }));
    const loose = prepare(
      {
        source: { kind: "given" },
        input: [{ columns: [column("x"), column("z")] }],
        target: [{ columns: [column("y")] }],
      },
      { rows, rng: rng(1) },
    );
    expect(defaultBaselines(loose).map(baselineName)).toEqual(["mean", "linear"]);
    const made = report(loose, partOf(loose, "test"));
    expect(rmse(made.actual, baselineForecast(loose, made, { kind: "linear" }))).toBeLessThan(0.02);
    const average = baselineForecast(loose, made, { kind: "mean" });
    expect(new Set(average).size).toBe(1);
    expect(refusal(() => baselineForecast(loose, made, { kind: "drift" })).code).toBe(
      "baseline-without-time",
    );
  });

  it("know the season of a step", () => {
    const seasons = ["hour", "15min", "day", "businessDay", "week", "month", "quarter", "year", "7h"].map(
      (every) => seasonOf(parseStep(every)),
    );
    expect(seasons).toEqual([24, 96, 7, 5, undefined, 12, 4, undefined, undefined]);
    expect(defaultBaselines(data).map(baselineName)).toEqual(["naive", "drift", "linear"]);
  });

  it("are refused where they do not exist", () => {
    const best: unknown = JSON.parse('{"kind": "best"}');
    expect(refusal(() => baselineForecast(data, reported, best as BaselineSpec)).code).toBe(
      "baseline-unknown",
    );
  });

  it("refuse a regression on sequences of different length", () => {
    const words = Array.from({ length: 20 }, (_, n) => ({ t: "ab".repeat(n + 1), y: n }));
    const texts = prepare(
      {
        source: { kind: "given" },
        input: [{ columns: [call("characters", "t")] }],
        target: [{ columns: [column("y")] }],
      },
      { rows: words, rng: rng(1) },
    );
    const made = report(texts, partOf(texts, "test"));
    expect(refusal(() => baselineForecast(texts, made, { kind: "linear" })).code).toBe("baseline-inputs");
  });
});
