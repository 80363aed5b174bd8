import { fold, rng } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { call, column } from "../3-columns/expression.ts";
import { prepare } from "../prepare.ts";
import { refusal } from "../refusal.test-tool.ts";
import type { DataSpec } from "../spec.ts";
import { batchCount, batches } from "./batches.ts";
import { streams } from "./streams.ts";

const spec: DataSpec = {
  source: { kind: "given" },
  time: { kind: "row" },
  input: [{ columns: [column("v")] }],
  target: [{ columns: [column("v")] }],
  window: 2,
  horizon: 1,
  split: { kind: "shares", shares: [0.8, 0.2] },
};
const given = (count: number) => Array.from({ length: count }, (_, v) => ({ v, who: `p${v % 3}` }));
const data = prepare(spec, { rows: given(30), rng: rng(1) });

const seen = (order?: ReturnType<typeof rng>, size = 5) =>
  [...batches(data, "train", order === undefined ? { size } : { size, order })].flatMap(({ fields }) => [
    ...(fields.y?.data ?? []),
  ]);

describe("batches", () => {
  it("hold every example once, in order or shuffled by the key", () => {
    const inOrder = seen();
    expect(inOrder).toEqual(Array.from({ length: 22 }, (_, i) => i + 2));
    const shuffled = seen(fold(rng(3), 1));
    expect(shuffled).not.toEqual(inOrder);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(inOrder);
    expect(seen(fold(rng(3), 1))).toEqual(shuffled);
    expect(seen(fold(rng(3), 2))).not.toEqual(shuffled);
  });

  it("do not hang on the size of a batch", () => {
    expect(seen(rng(3), 1)).toEqual(seen(rng(3), 7));
  });

  it("may leave out a last batch that is smaller", () => {
    const sizes = (dropLast: boolean) =>
      [...batches(data, "train", { size: 8, dropLast })].map(({ size }) => size);
    expect(sizes(false)).toEqual([8, 8, 6]);
    expect(sizes(true)).toEqual([8, 8]);
    expect(batchCount(data, "train", { size: 8 })).toBe(3);
    expect(batchCount(data, "train", { size: 8, dropLast: true })).toBe(2);
  });

  it("are of the float type that is asked for", () => {
    const [single] = [...batches(data, "test", { size: 2 })];
    const [double] = [...batches(data, "test", { size: 2, dtype: "f64" })];
    expect([single?.fields.x?.dtype, double?.fields.x?.dtype]).toEqual(["f32", "f64"]);
    expect(refusal(() => [...batches(data, "train", { size: 0 })]).code).toBe("out-of-range");
    expect(refusal(() => [...batches(data, "validation", { size: 1 })]).code).toBe("part-missing");
  });

  it("fill sequences of different length at their end and say how long they are", () => {
    const rows = ["a", "bcd", "ef"].map((text) => ({ text, y: 1 }));
    const texts = prepare(
      {
        source: { kind: "given" },
        input: [{ columns: [call("characters", "text")] }],
        target: [{ columns: [column("y")] }],
        split: { kind: "counts", counts: [2, 1] },
      },
      { rows, rng: rng(1) },
    );
    const [batch] = [...batches(texts, "train", { size: 2 })];
    const lengths = [...(batch?.lengths.x?.data ?? [])];
    const steps = batch?.fields.x?.shape[1] ?? 0;
    expect(steps).toBe(Math.max(...lengths));
    lengths.forEach((length, i) => {
      const row = [...(batch?.fields.x?.data.subarray(i * steps, (i + 1) * steps) ?? [])];
      expect(row.slice(length)).toEqual(new Array(steps - length).fill(0));
      expect(row.slice(0, length).every((place) => place > 0)).toBe(true);
    });
  });
});

describe("streams", () => {
  const next: DataSpec = {
    ...spec,
    window: undefined,
    horizon: undefined,
    target: [{ columns: [call("next", "v")] }],
  };
  const rowsOf = (x: ArrayLike<number>, count: number) =>
    Array.from({ length: count }, (_, i) =>
      Array.from(x).slice((i * x.length) / count, ((i + 1) * x.length) / count),
    );

  it("cut one long sequence into streams side by side, each going on where it stopped", () => {
    const one = prepare(next, { rows: given(31), rng: rng(1) });
    const parts = [...streams(one, "train", { size: 2, truncate: 4 })];
    expect(parts.map(({ isStart }) => isStart)).toEqual([true, false, false]);
    const x = parts.map(({ fields }) => rowsOf(fields.x?.data ?? [], 2));
    // 23 rows have their next one in training: two streams of 11.
    expect([0, 1].map((i) => x.flatMap((part) => part[i] ?? []))).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21],
    ]);
    for (const { fields } of parts)
      expect([...(fields.y?.data ?? [])]).toEqual([...(fields.x?.data ?? [])].map((v) => v + 1));
  });

  it("run several sequences until the longest ends", () => {
    const rows = [5, 3, 2, 4, 4].flatMap((length, s) =>
      Array.from({ length }, (_, t) => ({ v: 10 * s + t, who: `p${s}` })),
    );
    const several = prepare(
      { ...next, series: ["who"], split: { kind: "counts", counts: [4, 1] } },
      { rows, rng: rng(1) },
    );
    const parts = [...streams(several, "train", { size: 4, truncate: 2 })];
    const steps = parts.map(({ lengths }) => [...(lengths.x?.data ?? [])]);
    const sums = [0, 1, 2, 3].map((i) => steps.reduce((sum, own) => sum + (own[i] ?? 0), 0));
    const whole = [...batches(several, "train", { size: 4 })].flatMap(({ lengths }) => [
      ...(lengths.x?.data ?? []),
    ]);
    expect(sums).toEqual(whole);
    expect(parts[0]?.isStart).toBe(true);
    expect(steps.flat().every((length) => length <= 2)).toBe(true);
  });

  it("refuse windows, lists and targets with one value a sequence", () => {
    expect(refusal(() => [...streams(data, "train", { size: 2, truncate: 4 })]).code).toBe("stream-windows");
    const one = prepare(next, { rows: given(31), rng: rng(1) });
    expect(refusal(() => [...streams(one, "train", { size: 2, truncate: 0 })]).code).toBe("out-of-range");
    const loose = prepare(
      { ...next, time: undefined, target: [{ columns: [column("w")] }] },
      {
        rows: given(31).map((row) => ({ ...row, w: 1 })),
        rng: rng(1),
      },
    );
    expect(refusal(() => [...streams(loose, "train", { size: 2, truncate: 4 })]).code).toBe("time-needed");
  });
});
