import { fromData, rng, type Tensor, tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { type TaskSpec, taskOf } from "./task.ts";

const specs: readonly TaskSpec[] = [
  { kind: "adding", length: 10 },
  { kind: "copy", length: 2, delay: 3, symbols: 4 },
  { kind: "recall", length: 6 },
  { kind: "echo", length: 6, delay: 2 },
  { kind: "parity", length: 5 },
  { kind: "count", length: 5, unit: 5 },
];

/** x [T, B, I] at a step of a sequence. */
function at(x: Tensor, t: number, b: number): readonly number[] {
  const [, B = 0, I = 0] = x.shape;
  return Array.from(x.data.slice((t * B + b) * I, (t * B + b + 1) * I));
}

describe("tasks", () => {
  it.each(specs)("$kind: time first, the same batch for the same key and another for another", (spec) => {
    const task = taskOf(spec);
    const [one, again, other] = [1, 1, 2].map((seed) => task.batch(rng(seed), 3));
    expect(one?.x.shape.slice(1)).toEqual([3, task.input]);
    expect(one?.x.data).toEqual(again?.x.data);
    expect(one?.x.data).not.toEqual(other?.x.data);
  });

  it("adding: the answer is the sum of the values that are marked", () => {
    const { x, y } = taskOf({ kind: "adding", length: 10 }).batch(rng(1), 4);
    for (let b = 0; b < 4; b++) {
      const steps = Array.from({ length: 10 }, (_, t) => at(x, t, b));
      const sum = steps.reduce((total, [value = 0, mark = 0]) => total + value * mark, 0);
      expect(sum).toBeCloseTo(y.data[b] ?? 0, 5);
    }
  });

  it("copy: symbols first and the sign to answer before the answers; only answers are scored", () => {
    const task = taskOf({ kind: "copy", length: 2, delay: 3, symbols: 4 });
    const { x, y } = task.batch(rng(1), 1);
    const kinds = Array.from({ length: 7 }, (_, t) => at(x, t, 0).indexOf(1));
    expect(kinds.slice(2)).toEqual([0, 0, 5, 0, 0]);
    expect(Array.from(y.data)).toEqual([0, 0, 0, 0, 0, kinds[0], kinds[1]]);
    const allBlank = fromData(
      Float32Array.from({ length: 7 * 6 }, (_, i) => (i % 6 === 0 ? 1 : 0)),
      [7, 1, 6],
    );
    expect(task.score(allBlank, y)).toBe(0);
  });

  it("recall: the answer is the symbol of the first step, and no later step shows one", () => {
    const { x, y } = taskOf({ kind: "recall", length: 6 }).batch(rng(3), 5);
    for (let b = 0; b < 5; b++) {
      expect(at(x, 0, b).indexOf(1)).toBe(y.data[b]);
      for (let t = 1; t < 6; t++) expect(at(x, t, b).indexOf(1)).toBeGreaterThanOrEqual(4);
    }
  });

  it("parity and counting are scored after the last step, counting in ones", () => {
    const scores = tensor([[[9]], [[1]]]); // [T, B, 1]: yes, yes
    expect(taskOf({ kind: "parity", length: 2 }).score(scores, tensor([[[0]], [[1]]]))).toBe(1);
    const count = taskOf({ kind: "count", length: 2, unit: 30 });
    expect(count.score(scores, tensor([[[0]], [[0.9]]]))).toBeCloseTo(3, 4);
  });
});
