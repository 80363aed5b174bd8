import { fold, normal, rng, uniform } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { refusal } from "../refusal.test-tool.ts";
import { accuracy, auc, bitsPerCharacter, exact, macroF1, perplexity } from "./classes.ts";
import { conformalReach } from "./conformal.ts";
import { crps, crpsOfSamples, mae, mape, mase, mse, naiveScale, pinball, r2, rmse, smape } from "./errors.ts";
import { coverage, direction, wilson } from "./proportion.ts";
import { skill } from "./skill.ts";

describe("errors of numbers", () => {
  const actual = [1, 2, 4];
  const predicted = [2, 2, 1];
  it("have the values worked out by hand", () => {
    expect(mae(actual, predicted)).toBeCloseTo(4 / 3, 14);
    expect(mse(actual, predicted)).toBeCloseTo(10 / 3, 14);
    expect(rmse(actual, predicted)).toBeCloseTo(Math.sqrt(10 / 3), 14);
    // The mean is 7/3 and the squares around it add up to 14/3; those of the errors to 10.
    expect(r2(actual, predicted)).toBeCloseTo(1 - 10 / (14 / 3), 14);
    expect(mape(actual, predicted)).toBeCloseTo((100 * (1 + 0 + 3 / 4)) / 3, 12);
    expect(smape(actual, predicted)).toBeCloseTo((200 * (1 / 3 + 0 + 3 / 5)) / 3, 12);
  });

  it("scale by naive as Hyndman and Koehler do", () => {
    // Steps of 1, 3, 1, 5 in training: a mean of 2.5. Two errors of 1 and 4.
    const scale = naiveScale([10, 11, 8, 9, 14]);
    expect(scale).toBe(2.5);
    expect(mase([20, 20], [21, 16], scale)).toBe(1);
    // Two apart: 2, 2, 6.
    expect(naiveScale([10, 11, 8, 9, 14], 2)).toBeCloseTo(10 / 3, 14);
    expect(mase([20, 20], [21, 16], [1, 2])).toBe(1.5);
    expect(refusal(() => naiveScale([1, 2], 2)).code).toBe("season-too-long");
  });

  it("leave values of 0 out of percentages, and take both being 0 for no error", () => {
    expect(mape([0, 2], [5, 1])).toBe(50);
    expect(mape([0], [1])).toBeNaN();
    expect(smape([0, 1], [0, 1])).toBe(0);
    expect(smape([0], [1])).toBe(200);
  });

  it("weigh quantiles", () => {
    expect(pinball([10], [8], 0.9)).toBeCloseTo(1.8, 14);
    expect(pinball([10], [12], 0.9)).toBeCloseTo(0.2, 14);
    expect(pinball(actual, predicted, 0.5)).toBeCloseTo(mae(actual, predicted) / 2, 14);
  });

  it("score a uniform distribution as the integral does, from quantiles and from samples", () => {
    // For U(0, 1) and the value 1/2: twice the integral of x^2 from 0 to 1/2, which is 1/12.
    const levels = Array.from({ length: 500 }, (_, i) => (i + 0.5) / 500);
    const points = levels.map((level) => [level]);
    expect(crps([0.5], points, levels)).toBeCloseTo(1 / 12, 5);
    expect(crpsOfSamples([0.5], points)).toBeCloseTo(1 / 12, 5);
    expect(crpsOfSamples([3], [[5]])).toBe(2);
    // Two samples at 0 and 1 around 1/2: a distance of 1/2, less half of the mean distance 1/2 of all pairs.
    expect(crpsOfSamples([0.5], [[1], [0]])).toBe(0.25);
  });

  it("refuse lists of different length, and none", () => {
    expect(refusal(() => mae([1, 2], [1]))).toMatchObject({
      code: "metric-length",
      details: { actual: 2, predicted: 1 },
    });
    expect(refusal(() => mae([], [])).code).toBe("metric-length");
  });
});

describe("shares with intervals", () => {
  it.each([
    // Newcombe 1998, table I, method 3
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("Wilson's interval of %i of %i is %f to %f", (hits, total, low, high) => {
    const found = wilson(hits, total);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it("Wilson's interval ends at 0 and 1 and is everything where there is nothing", () => {
    expect(wilson(5, 5)).toMatchObject({ share: 1, high: 1 });
    expect(wilson(0, 0)).toMatchObject({ low: 0, high: 1, share: Number.NaN });
  });

  it("direction counts moves that were called, and naive calls none", () => {
    expect(direction([11, 9, 10, 12, 9], [12, 11, 11, 10, 8], [10, 10, 10, 10, 10])).toMatchObject({
      hits: 2,
      total: 3,
    });
    expect(direction([11, 9], [10, 10], [10, 10]).total).toBe(0);
    expect(direction([11, Number.NaN], [12, 12], [10, 10]).total).toBe(1);
  });

  it("coverage counts the ends", () => {
    expect(coverage([1, 2, 3, 4], [1, 1, 1, 1], [1, 3, 2, 9])).toMatchObject({ hits: 3, total: 4 });
  });
});

describe("classes", () => {
  it("accuracy counts a class that training never saw as wrong", () => {
    expect(accuracy([0, 1, -1, 2], [0, 0, -1, 2])).toBe(0.5);
  });

  it("exact wants every step that counts", () => {
    const truth = [1, 2, 0, 3, 4, 5];
    expect(exact(truth, [1, 2, 9, 3, 4, 5], 3)).toBe(0.5);
    expect(exact(truth, [1, 2, 9, 3, 4, 5], 3, [2, 3])).toBe(1);
  });

  it("macro F1 as scikit-learn has it", () => {
    // sklearn.metrics.f1_score([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1], average="macro") = 0.26666...
    expect(macroF1([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1])).toBeCloseTo(0.8 / 3, 14);
  });

  it("area under the curve, with ties", () => {
    expect(auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
    expect(auc([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5])).toBe(0.5);
    expect(auc([1, 1], [0, 1])).toBeNaN();
  });

  it("bits and perplexity of a fair coin", () => {
    expect([bitsPerCharacter(Math.LN2), perplexity(Math.LN2)]).toEqual([1, 2]);
  });
});

describe("conformal intervals", () => {
  it("reach as far as the error of the right rank, for each step of the horizon", () => {
    // Errors of step 0: 1 to 9, of step 1: ten times that. (9 + 1) * 0.8 = 8th smallest.
    const predicted = Array.from({ length: 18 }, (_, i) => (Math.floor(i / 2) + 1) * (i % 2 ? -10 : 1));
    expect([...conformalReach(new Float64Array(18), predicted, 2, 0.8)]).toEqual([8, 80]);
    expect(conformalReach(new Float64Array(18), predicted, 2, 0.95)[0]).toBe(Number.POSITIVE_INFINITY);
    expect(refusal(() => conformalReach([1], [1], 1, 95)).code).toBe("out-of-range");
  });

  it("hold as often as they promise", () => {
    let held = 0;
    for (let run = 0; run < 400; run++) {
      const errors = normal(fold(rng(9), run), [40], "f64").data;
      const reach = conformalReach(errors.subarray(0, 39), new Float64Array(39), 1, 0.8)[0] ?? 0;
      if (Math.abs(errors[39] ?? 0) <= reach) held++;
    }
    const { low, high } = wilson(held, 400, 4); // four standard errors
    expect(low).toBeLessThan(0.8);
    expect(high).toBeGreaterThan(0.8);
  });
});

describe("skill", () => {
  const noise = (seed: number, size: number) => Float64Array.from(uniform(rng(seed), [size], "f64").data);
  it("has an interval above 0 for a forecast that is better, around 0 for one that is not", () => {
    const baseline = noise(1, 200);
    const better = skill(
      baseline.map((error) => 0.9 * error),
      baseline,
      { rng: rng(5) },
    );
    expect(better.skill).toBeCloseTo(0.1, 12);
    expect(better.low).toBeGreaterThan(0.09);
    const other = skill(noise(2, 200), baseline, { rng: rng(5) });
    expect(other.low).toBeLessThan(0);
    expect(other.high).toBeGreaterThan(0);
    expect(skill(noise(2, 200), baseline, { rng: rng(5) })).toEqual(other);
  });

  it("gains nothing on a baseline that does not err, or hardly ever does", () => {
    const none = new Float64Array(40);
    const some = Float64Array.from({ length: 40 }, (_, i) => (i === 7 ? 1 : 0));
    const own = new Float64Array(40).fill(0.125);
    expect(skill(own, none, { rng: rng(5) })).toEqual({ skill: -Infinity, low: -Infinity, high: -Infinity });
    expect(skill(none, none, { rng: rng(5) })).toEqual({ skill: 0, low: 0, high: 0 });
    const { skill: share, low, high } = skill(own, some, { rng: rng(5), block: 2 });
    expect([share, low]).toEqual([-4, -Infinity]);
    expect(high).toBeLessThan(0);
  });

  it("knows that errors in a row are worth less than as many apart", () => {
    const waves = Float64Array.from({ length: 200 }, (_, i) => 1 + Math.sin(i / 15));
    const flat = new Float64Array(200).fill(1);
    const width = (block: number) => {
      const { low, high } = skill(waves, flat, { rng: rng(5), block });
      return high - low;
    };
    expect(width(40)).toBeGreaterThan(2 * width(1));
  });
});
