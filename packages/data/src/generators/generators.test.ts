import { rng } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { textsOf } from "../1-read/cells.ts";
import { readDate } from "../1-read/date.ts";
import { columnOf } from "../1-read/table.ts";
import { mse, rmse } from "../metrics/errors.ts";
import { numbersIn, refusal } from "../refusal.test-tool.ts";
import { type GeneratorName, generate, generatorNames } from "./generate.ts";

const make = (name: GeneratorName, options: Record<string, number>, seed = 1) =>
  generate(name, options, rng(seed));
const value = (name: GeneratorName, options: Record<string, number>, seed = 1) =>
  numbersIn(make(name, options, seed), "value");

/** Lists of a column, one a row. */
function lists(name: GeneratorName, options: Record<string, number>, column: string): number[][] {
  const found = columnOf(make(name, options), column);
  if (found.kind !== "numbers") throw new Error(`${column} holds no lists`);
  return Array.from({ length: found.offsets.length - 1 }, (_, row) => [
    ...found.values.subarray(found.offsets[row], found.offsets[row + 1]),
  ]);
}

describe("every generator", () => {
  it("gives the same table for the same seed and another for another", () => {
    for (const name of generatorNames) {
      const own = name as GeneratorName;
      const options: Record<string, number> = name === "sine" ? { noise: 1 } : {};
      expect(make(own, options)).toEqual(make(own, options));
      expect(make(own, options).columns).not.toEqual(make(own, options, 2).columns);
    }
  });

  it("refuses options it does not have or that are out of range, and names that do not exist", () => {
    expect(refusal(() => make("walk", { lenght: 5 }))).toMatchObject({
      code: "option-unknown",
      details: { meant: "length" },
    });
    expect(refusal(() => make("adding", { length: 1 }))).toMatchObject({
      code: "out-of-range",
      details: { least: 2 },
    });
    expect(refusal(() => make("sine", { length: 2.5 })).code).toBe("out-of-range");
    expect(refusal(() => make("sine", { noise: Number.NaN })).code).toBe("out-of-range");
    expect(refusal(() => make("toString" as GeneratorName, {})).code).toBe("generator-unknown");
  });
});

describe("series", () => {
  it("sine repeats itself after its period", () => {
    const wave = value("sine", { length: 60, period: 25 });
    expect(wave[25 + 7]).toBeCloseTo(wave[7] ?? 0, 12);
    expect(Math.max(...wave)).toBeGreaterThan(0.99);
  });

  it("walk has steps of mean `drift` and deviation 1, from 0", () => {
    const path = value("walk", { length: 20_001, drift: 0.1 });
    expect(path[0]).toBe(0);
    expect((path.at(-1) ?? 0) / 20_000).toBeCloseTo(0.1, 1);
    // Five standard errors of a mean square of 20,000 normal steps are 0.05.
    expect(
      mse(
        path.slice(1),
        path.slice(0, -1).map((v) => v + 0.1),
      ),
    ).toBeCloseTo(1, 1);
  });

  it("ar errs by 1.71 for naive and by 1 for its own rule", () => {
    const path = value("ar", { length: 20_000 });
    expect(rmse(path.slice(1), path.slice(0, -1))).toBeCloseTo(1.71, 1);
    expect(
      rmse(
        path.slice(2),
        path.slice(2).map((_, i) => 1.6 * (path[i + 1] ?? 0) - 0.8 * (path[i] ?? 0)),
      ),
    ).toBeCloseTo(1, 1);
  });

  it("henon stays on its attractor and follows its map", () => {
    for (let seed = 0; seed < 50; seed++) {
      const path = value("henon", { length: 300, noise: 0 }, seed);
      expect(Math.max(...path.map(Math.abs))).toBeLessThan(1.3);
      expect(path[2]).toBeCloseTo(1 - 1.4 * (path[1] ?? 0) ** 2 + 0.3 * (path[0] ?? 0), 12);
    }
  });
});

describe("tasks", () => {
  it("adding marks one step in each half, and answering 1 has an error of 1/6", () => {
    const table = make("adding", { length: 11, count: 5000 });
    const sums = numbersIn(table, "sum");
    const values = lists("adding", { length: 11, count: 5000 }, "value");
    lists("adding", { length: 11, count: 5000 }, "marker").forEach((marks, row) => {
      const at = marks.flatMap((mark, t) => (mark === 1 ? [t] : []));
      expect(at).toHaveLength(2);
      expect(at[0]).toBeLessThan(5);
      expect(at[1]).toBeGreaterThanOrEqual(5);
      expect(sums[row]).toBeCloseTo(
        at.reduce((sum, t) => sum + (values[row]?.[t] ?? 0), 0),
        12,
      );
    });
    expect(
      mse(
        sums,
        sums.map(() => 1),
      ),
    ).toBeCloseTo(1 / 6, 1);
  });

  it("copying asks for the symbols after the sign", () => {
    const options = { length: 3, delay: 4, count: 20 };
    const answers = lists("copying", options, "answer");
    lists("copying", options, "symbol").forEach((symbols, row) => {
      expect(symbols.slice(3)).toEqual([0, 0, 0, 9, 0, 0, 0]);
      expect(Math.min(...symbols.slice(0, 3))).toBeGreaterThanOrEqual(1);
      expect(answers[row]).toEqual([...new Array(7).fill(0), ...symbols.slice(0, 3)]);
    });
  });

  it("recall asks for the first symbol, and distractors are of other kinds", () => {
    const options = { length: 20, count: 200 };
    const answers = numbersIn(make("recall", options), "answer");
    lists("recall", options, "symbol").forEach((symbols, row) => {
      expect(symbols[0]).toBe(answers[row]);
      expect(symbols.slice(1).every((symbol) => symbol === 4 || symbol === 5)).toBe(true);
    });
    expect(new Set(answers).size).toBe(4);
  });

  it("echo, parity and count answer at every step", () => {
    const [heard = []] = lists("echo", { length: 8, delay: 3, count: 1 }, "value");
    expect(lists("echo", { length: 8, delay: 3, count: 1 }, "answer")[0]).toEqual([
      0,
      0,
      0,
      ...heard.slice(0, 5),
    ]);
    for (const [name, input, of] of [
      ["parity", "bit", (n: number) => n % 2],
      ["count", "mark", (n: number) => n],
    ] as const) {
      const answers = lists(name, { length: 12, count: 30 }, "answer");
      lists(name, { length: 12, count: 30 }, input).forEach((bits, row) => {
        const onesUntil = (t: number) => bits.slice(0, t + 1).filter((bit) => bit === 1).length;
        expect(answers[row]).toEqual(bits.map((_, t) => of(onesUntil(t))));
      });
    }
  });

  it("dates say the same in both columns", () => {
    const table = make("dates", { count: 500 });
    const human = textsOf(columnOf(table, "human"));
    textsOf(columnOf(table, "iso")).forEach((iso, row) => {
      expect(typeof readDate(iso)).toBe("number");
      const written = human[row] ?? "";
      expect(written).toContain(iso.slice(0, 4));
      expect(written).toMatch(new RegExp(`(^|\\D)${Number(iso.slice(8))}(\\D|$)`));
    });
    expect(human.slice(0, 3)).toMatchInlineSnapshot(`
      [
        "29.12.1989",
        "14 apr 2015",
        "2002/6/1",
      ]
    `);
  });
});
