import { type Compiler, plainCompiler } from "@seqloom/graph";
import type { Params } from "@seqloom/nn";
import { div, log, mul, sqrt, sum, type Value, withOrigin } from "@seqloom/ops";
import { scalar, tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { adam, compileStep, type FitOptions, fit, sgd } from "./index.ts";

type Batch = { readonly x: Value };

const call = { start: 8, end: 11 };
const weight = ({ w = scalar(0) }: Params) => w;
const asked = (f: () => Value) => withOrigin(call, f);
/** NaN as soon as w is negative. */
const ofLog = (params: Params, { x }: Batch) =>
  sum(
    mul(
      asked(() => log(weight(params))),
      x,
    ),
  );
/** 0 where x is, with a gradient of Infinity times 0. */
const ofRoot = (params: Params, { x }: Batch) => sum(asked(() => sqrt(mul(weight(params), x))));

async function errorOf(options: Partial<FitOptions<Batch>>): Promise<unknown> {
  const all: FitOptions<Batch> = {
    ...{ loss: ofLog, params: { w: tensor([0.5]) }, optimiser: sgd({ rate: 0.4 }), steps: 10 },
    batches: () => [{ x: tensor([1]) }],
    ...options,
  };
  try {
    for await (const _ of fit(all));
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("findNaN", () => {
  it("names the operation, its place in the text, and the step", async () => {
    const error = await errorOf({ findNaN: true });
    expect(error).toMatchInlineSnapshot(`
      [SeqError: the loss became NaN at step 1 (epoch 1), rate 0.4: log made the first NaN, at [0] of [1]
        help: look at its operands there: 0 / 0, Infinity - Infinity, 0 * Infinity, or a logarithm or root below 0]
    `);
    expect(error).toMatchObject({
      code: "loss-not-finite",
      details: { step: 1, epoch: 1, primitive: "log", place: [0], origin: call },
      cause: { code: "nan" },
    });
  });

  it("names what makes the gradient NaN, at the step that does, not the loss of the next one", async () => {
    const error = await errorOf({ loss: ofRoot, batches: () => [{ x: tensor([2, 0]) }], findNaN: true });
    expect(error).toMatchInlineSnapshot(`
      [SeqError: the gradient became NaN at step 0 (epoch 0), rate 0.4, while the loss was 1: mul made the first NaN, at [1] of [2]
        help: look at its operands there: 0 / 0, Infinity - Infinity, 0 * Infinity, or a logarithm or root below 0]
    `);
    expect(error).toMatchObject({
      details: { step: 0, loss: 1, primitive: "mul", place: [1], origin: call },
    });
  });

  it("names the batch or the parameter that held a NaN", async () => {
    const nan = Number.NaN;
    const ofBatch = await errorOf({ batches: () => [{ x: tensor([[1], [nan]]) }], findNaN: true });
    expect(ofBatch).toMatchInlineSnapshot(`
      [SeqError: the loss became NaN at step 0 (epoch 0), rate 0.4: batch.x was given with a NaN, at [1, 0] of [2, 1]
        help: no operation made it; look at the data and parameters that were handed in]
    `);
    const ofWeight = await errorOf({ params: { w: tensor([1, nan]) }, findNaN: true });
    expect(ofWeight).toMatchObject({
      details: { input: "params.w", place: [1] },
      cause: { code: "nan-given" },
    });
  });

  it("names what the update of the step before made, whose loss and gradient were sound", async () => {
    // Clipping an infinite gradient multiplies Infinity by 0.
    const steep = (p: Params) => sum(asked(() => sqrt(weight(p))));
    const options = { loss: steep, params: { w: tensor([4, 0]) }, clip: { norm: 1 }, findNaN: true };
    const error = await errorOf(options);
    expect(error).toMatchInlineSnapshot(`
      [SeqError: the loss became NaN at step 1 (epoch 1), rate 0.4: in the update of the step before, mul made the first NaN, at [1] of [2]
        help: look at its operands there: 0 / 0, Infinity - Infinity, 0 * Infinity, or a logarithm or root below 0]
    `);
    expect(error).toMatchObject({
      details: { step: 1, primitive: "mul", place: [1] },
      cause: { code: "nan" },
    });
  });

  it("says how to find it where nobody asked, and searches nothing for an infinite loss", async () => {
    expect(await errorOf({})).toMatchObject({
      code: "loss-not-finite",
      help: expect.stringContaining("findNaN"),
      details: { step: 1, loss: Number.NaN },
      cause: undefined,
    });
    const infinite = await errorOf({ loss: (p: Params) => div(sum(weight(p)), 0), findNaN: true });
    expect(infinite).toMatchObject({ details: { loss: Number.POSITIVE_INFINITY }, cause: undefined });
  });

  it("says so where the compiled step differs from the plain device", async () => {
    const compiler: Compiler = {
      name: "faulty",
      compile: (program) => ({
        ...plainCompiler.compile(program),
        call: () => [scalar(Number.NaN), scalar(1)],
      }),
    };
    const error = await errorOf({ compiler, findNaN: true });
    expect(error).toMatchObject({ message: expect.stringContaining("on the plain device") });
  });
});

describe("firstNaN of a compiled step", () => {
  const batch = { x: tensor([1]) };
  const options = { loss: ofLog, params: { w: tensor([0.5]) }, optimiser: adam({ rate: 1 }) };

  it("looks at the last step as it was before it, whatever became of the state", () => {
    const step = compileStep<Batch>({ ...options, findNaN: true });
    expect(step.firstNaN()).toBeUndefined();
    step.run(batch, { rate: 1 }); // to w = -0.5
    expect(step.firstNaN()).toBeUndefined();
    expect(step.run(batch, { rate: 1 }).loss).toBeNaN();
    expect(step.firstNaN()).toMatchObject({ code: "nan", details: { primitive: "log" } });
    step.write({ ...step.read(), params: { w: tensor([Number.NaN]) } });
    step.run(batch, { rate: 1 });
    expect(step.firstNaN()).toMatchObject({ code: "nan-given", details: { input: "params.w" } });
  });

  it("knows the program of the batch's shape", () => {
    const step = compileStep<Batch>({ ...options, params: { w: tensor([-1]) }, findNaN: true });
    step.run(batch, { rate: 0 });
    step.run({ x: tensor([[1], [2]]) }, { rate: 0, momentum: 0.5 });
    expect(step.firstNaN()).toMatchObject({ code: "nan", details: { primitive: "log" } });
  });

  it("is undefined without the option", () => {
    const step = compileStep<Batch>({ ...options, params: { w: tensor([-1]) } });
    expect(step.run(batch, { rate: 1 }).loss).toBeNaN();
    expect(step.firstNaN()).toBeUndefined();
  });
});
