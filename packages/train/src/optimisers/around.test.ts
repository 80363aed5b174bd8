import type { Params } from "@seqloom/nn";
import { mul, sub, sum, type Value } from "@seqloom/ops";
import { scalar, Tensor, tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { accumulated, adam, averaged, averageOf, fit, type Optimiser, sgd } from "../index.ts";

const start: Params = { w: tensor([1, -2]) };
const numbers = (value: Value | undefined) => (value instanceof Tensor ? Array.from(value.data) : []);
const gradient = (t: number): Params => ({ w: tensor([t + 1, 0.5 - t]) });

/** The weights after each of these gradients. */
function run(optimiser: Optimiser, gradients: readonly Params[]): number[][] {
  let [params, state] = [start, optimiser.init(start)];
  return gradients.map((own) => {
    ({ params, state } = optimiser.update(params, own, state, scalar(optimiser.rate)));
    return numbers(params.w);
  });
}

describe("accumulated", () => {
  it("moves at every n-th batch, by the mean of their gradients", () => {
    const after = run(
      accumulated(adam({ rate: 0.1 }), { batches: 3 }),
      Array.from({ length: 7 }, (_, t) => gradient(t)),
    );
    const whole = run(adam({ rate: 0.1 }), [gradient(1), gradient(4)]); // means of 0 1 2 and of 3 4 5
    expect(after.slice(0, 2)).toEqual([
      [1, -2],
      [1, -2],
    ]);
    expect(after[2]).toEqual(whole[0]);
    expect(after[4]).toEqual(whole[0]);
    expect(after[5]).toEqual(whole[1]);
    expect(after[6]).toEqual(whole[1]);
  });

  it("clips the mean, not the gradient of each batch", () => {
    const [, after] = run(accumulated(sgd({ rate: 1 }), { batches: 2, clip: { value: 1 } }), [
      { w: tensor([8, 0.2]) },
      { w: tensor([-7, 0.4]) },
    ]);
    expect(after?.[0]).toBeCloseTo(0.5, 6); // mean 0.5; the batches clipped alone would give 0
    expect(after?.[1]).toBeCloseTo(-2.3, 6);
  });

  it("refuses less than one batch", () => {
    expect(() => accumulated(sgd({ rate: 1 }), { batches: 0 })).toThrow(
      expect.objectContaining({ code: "optimiser-option" }),
    );
  });
});

describe("averaged", () => {
  const target = tensor([3, 5]);
  const loss = ({ w }: Params) => (w === undefined ? scalar(0) : sum(mul(sub(w, target), sub(w, target))));
  const optimiser = averaged(sgd({ rate: 0.1 }), 0.5);

  it("keeps the average that its formula says, and leaves training as it is", async () => {
    const plain: number[][] = [];
    for await (const event of fit({
      ...{ loss, params: { w: tensor([1, -2]) }, optimiser: sgd({ rate: 0.1 }), steps: 6 },
      batches: () => [{}, {}, {}],
    }))
      if (event.kind === "step") plain.push(numbers(event.checkpoint().params.w));
    let average = [1, -2];
    plain.forEach((w, t) => {
      const share = Math.min(0.5, (2 + t) / (11 + t));
      average = average.map((before, i) => share * before + (1 - share) * (w[i] ?? 0));
    });
    for await (const event of fit({
      ...{ loss, params: { w: tensor([1, -2]) }, optimiser, steps: 6, batches: () => [{}, {}, {}] },
      inUse: ({ params, optimiser: state }) => averageOf(params, state),
    })) {
      if (event.kind !== "done") continue;
      expect(numbers(event.checkpoint().params.w)).toEqual(plain.at(-1));
      numbers(event.params.w).forEach((w, i) => {
        expect(w).toBeCloseTo(average[i] ?? 0, 5); // f32
      });
    }
  });

  it("validates the averages", async () => {
    const losses: (number | undefined)[] = [];
    for await (const event of fit({
      ...{ loss, params: { w: tensor([1, -2]) }, optimiser, epochs: 1, batches: () => [{}, {}] },
      validation: () => [{}],
      inUse: ({ params, optimiser: state }) => averageOf(params, state),
    })) {
      if (event.kind === "epoch") losses.push(event.validationLoss);
      if (event.kind === "done") losses.push(numbers(loss(event.params))[0]);
    }
    expect(losses[0]).toBe(losses[1]);
  });

  it("is found inside accumulated, and weights that are not trained stay", () => {
    const around = accumulated(optimiser, { batches: 2 });
    const state = around.init(start);
    const fixed = tensor([7]);
    const found = averageOf({ w: tensor([9, 9]), fixed }, state);
    expect([numbers(found.w), found.fixed]).toEqual([[1, -2], fixed]);
  });
});
