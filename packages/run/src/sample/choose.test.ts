import { describe, expect, it } from "vitest";
import { choose } from "./choose.ts";

const scores = [1, 3, 2, 0];
const at = (draw: number, more = {}) => choose(scores, { temperature: 1, barred: new Set(), draw, ...more });

describe("choose", () => {
  it("takes the likeliest at temperature 0", () => {
    expect(at(0.999, { temperature: 0 })).toBe(1);
  });

  it("draws by softmax", () => {
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 10_000; i++) {
      const place = at(i / 10_000);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    counts.forEach((count, place) => {
      expect(count / 10_000).toBeCloseTo(Math.exp(scores[place] ?? 0) / total, 3);
    });
  });

  it("keeps to the likeliest `top`, and never takes what is barred", () => {
    expect(at(0.9999, { top: 2 })).toBe(2);
    expect(at(0, { barred: new Set([1]) })).toBe(2);
  });

  it("makes rare symbols rarer below temperature 1", () => {
    const rare = (temperature: number) =>
      Array.from({ length: 1000 }, (_, i) => at(i / 1000, { temperature })).filter((p) => p === 3).length;
    expect(rare(0.5)).toBeLessThan(rare(1));
    expect(rare(2)).toBeGreaterThan(rare(1));
  });
});
