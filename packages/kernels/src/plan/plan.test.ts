import { evaluate, type Graph, scan, trace } from "@seqloom/graph";
import {
  add,
  amax,
  cast,
  concat,
  cumsum,
  exp,
  foldKey,
  greater,
  keyTensor,
  matmul,
  maximum,
  mul,
  pad,
  permute,
  randomUniform,
  reshape,
  sigmoid,
  slice,
  softmax,
  sub,
  sum,
  takeRows,
  tanh,
  transpose,
  type Value,
  where,
} from "@seqloom/ops";
import { convert, fromData, normal, rng, type Tensor, tensor, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { makePlan } from "./make-plan.ts";
import type { Instruction, Plan } from "./plan.ts";
import { printPlan } from "./print-plan.ts";
import { interpretPlan } from "./run-plan.ts";

function planOf(graph: Graph, carried = 0): Plan {
  const plan = makePlan({ graph, carried });
  if (typeof plan === "string") throw new Error(plan);
  return plan;
}

/** Runs the plan and gives the outputs that are not carried. */
function runOnce(plan: Plan, inputs: readonly Tensor[]): Tensor[] {
  const run = interpretPlan(plan);
  [...plan.carried, ...plan.inputs].forEach((port, i) => {
    const value = inputs[i];
    if (value !== undefined) run.write(port, value);
  });
  run.run();
  return [...plan.carried, ...plan.outputs].map((port) => run.read(port));
}

function worst(want: readonly Tensor[], got: readonly Tensor[]): number {
  let worst = 0;
  want.forEach((tensor, i) =>
    tensor.data.forEach((value, k) => {
      const other = got[i]?.data[k] ?? Number.NaN;
      const error = Math.abs(value - other) / Math.max(1, Math.abs(value));
      worst = Math.max(
        worst,
        Number.isNaN(error) && !Object.is(value, other) ? Number.POSITIVE_INFINITY : error || 0,
      );
    }),
  );
  return worst;
}

const x34 = normal(rng(1), [3, 4]);
const y34 = normal(rng(2), [3, 4]);
const w42 = normal(rng(3), [4, 2]);
const key = keyTensor(rng(5));
const integers = (x: Tensor) =>
  convert(
    fromData(
      x.data.map((v) => 9 * v),
      x.shape,
    ),
    "i32",
  );

const cases: Record<string, [(...v: Value[]) => Value[], Tensor[]]> = {
  "entry by entry with broadcasting": [
    (a, b) => [mul(add(a, b), tanh(a)), sub(a, 2)],
    [x34, tensor([1, 2, 3, 4])],
  ],
  "two shapes in one level": [(a) => [mul(add(a, 1), exp(slice(add(a, 1), 0, 0, 1)))], [x34]],
  "products of all forms": [
    (a, b, w) => [
      matmul(a, w),
      matmul(a, b, { transposeB: true }),
      matmul(a, b, { transposeA: true }),
      matmul(transpose(w), transpose(a)),
    ],
    [x34, y34, w42],
  ],
  "products of integers and of truth values": [
    (a, b) => [matmul(a, b), matmul(greater(a, 0), greater(b, 0))],
    [integers(x34), integers(w42)],
  ],
  "batches of products, one operand repeated": [
    (a, b) => [matmul(a, b)],
    [normal(rng(7), [2, 3, 4]), normal(rng(8), [2, 1, 4, 2])],
  ],
  "sums and largest over any axes": [
    (a) => [sum(a), sum(a, 0), amax(a, 1), sum(mul(a, a), 1, { keepDims: true })],
    [x34],
  ],
  "views of views": [
    (a) => [permute(reshape(slice(a, 1, 0, 4, 2), [2, 3]), [1, 0]), reshape(transpose(a), [2, 6])],
    [x34],
  ],
  "padding and joining": [
    (a, b) => [
      pad(
        a,
        [
          [1, 0],
          [0, 2],
        ],
        7,
      ),
      concat([tanh(a), b, mul(a, b)], 1),
      concat([a, a], 0),
    ],
    [x34, y34],
  ],
  "choice by condition": [
    (a, b) => [where(greater(a, b), a, 0), cast(greater(a, b), "f32"), maximum(a, b)],
    [x34, y34],
  ],
  "rows by number": [(a, i) => [takeRows(a, i), takeRows(tanh(a), i)], [x34, tensor([2, 0, 2], "i32")]],
  softmax: [(a) => [softmax(a, -1)], [x34]],
  "random numbers": [(k) => [randomUniform(k, [5]), randomUniform(foldKey(k, 3), [2, 2])], [key]],
  "what has no kernel": [(a) => [add(cumsum(tanh(a), 1), a)], [x34]],
  "empty axes": [(a) => [tanh(a), sum(a, 0), matmul(a, w42)], [zeros([0, 4])]],
  "a reshape that strides cannot say": [(a) => [tanh(reshape(transpose(a), [12]))], [x34]],
};

describe("a plan computes what its graph says", () => {
  it.each(Object.keys(cases))("%s", (name) => {
    const [f, inputs] = cases[name] ?? [() => [], []];
    const graph = trace(f, inputs);
    const plan = planOf(graph);
    expect(worst(evaluate(graph, inputs), runOnce(plan, inputs)), printPlan(plan)).toBeLessThan(1e-6);
  });

  it("updates carried values in place, without a copy", () => {
    const graph = trace((w, x) => [sub(w, mul(x, 0.1)), sum(x)], [x34, y34]);
    const plan = planOf(graph, 1);
    expect(copies(plan.instructions), printPlan(plan)).toBe(0);
    expect(worst(evaluate(graph, [x34, y34]), runOnce(plan, [x34, y34]))).toBeLessThan(1e-6);
  });

  it("does what an optimiser does with its state in the loop of the gradient", () => {
    const graph = trace(
      (w, m, x) => {
        const g = matmul(transpose(x), x);
        const next = add(mul(m, 0.9), mul(g, 0.1));
        return [sub(w, mul(next, 0.01)), next];
      },
      [normal(rng(1), [4, 4]), normal(rng(2), [4, 4]), x34],
    );
    expect(planOf(graph, 2).instructions.map((i) => i.kind)).toEqual(["gemm", "loop"]);
  });

  it("swaps two carried values without losing one", () => {
    const graph = trace((a, b) => [b, a], [x34, y34]);
    expect(worst([y34, x34], runOnce(planOf(graph, 2), [x34, y34]))).toBe(0);
  });

  it("keeps an old carried value that is read after the new one is made", () => {
    const graph = trace(
      (a, w) => [tanh(matmul(tanh(a), w)), a],
      [normal(rng(9), [2, 2]), normal(rng(10), [2, 2])],
    );
    const inputs = [normal(rng(9), [2, 2]), normal(rng(10), [2, 2])];
    expect(worst(evaluate(graph, inputs), runOnce(planOf(graph, 1), inputs))).toBeLessThan(1e-6);
  });
});

const [T, B, H] = [4, 3, 2];
const u = normal(rng(11), [H, H]);
const xs = normal(rng(12), [T, B, H]);
const start = normal(rng(13), [B, H]);

describe("scans", () => {
  const scans: Record<string, (x: Value, s: Value) => Value[]> = {
    "every step after": (x, s) => {
      const { carry, ys } = scan(
        (h: Value, e: Value) => {
          const next = tanh(add(matmul(h, u), e));
          return { carry: next, ys: next };
        },
        s,
        x,
      );
      return [carry, ys];
    },
    "every step before, and after, reversed": (x, s) => {
      const { carry, ys } = scan(
        (h: Value, e: Value) => {
          const next = tanh(add(matmul(h, u), e));
          return { carry: next, ys: { before: h, after: next, other: mul(next, 2) } };
        },
        s,
        x,
        { reverse: true },
      );
      return [carry, ys.before, ys.after, ys.other];
    },
    "two states that swap": (x, s) => {
      const { carry } = scan(
        ({ a, b }: { a: Value; b: Value }, e: Value) => ({ carry: { a: b, b: add(a, e) }, ys: [] }),
        { a: s, b: mul(s, 2) },
        x,
      );
      return [carry.a, carry.b];
    },
    "gates joined for one product": (x, s) => {
      const { carry, ys } = scan(
        (h: Value, e: Value) => {
          const z = concat([sigmoid(add(h, e)), tanh(sub(h, e))], 1);
          return { carry: matmul(z, concat([u, u], 0)), ys: z };
        },
        s,
        x,
      );
      return [carry, ys];
    },
    "the input handed through, a constant, a state unchanged": (x, s) => {
      const { carry, ys } = scan(
        (h: Value, e: Value) => ({ carry: h, ys: { e, h, one: add(mul(e, 0), 1) } }),
        s,
        x,
      );
      return [carry, ys.e, ys.h, ys.one];
    },
    "a scan in a scan": (x, s) => {
      const { carry, ys } = scan(
        (h: Value, e: Value) => {
          const inner = scan(
            (c: Value, f: Value) => ({ carry: tanh(add(c, f)), ys: mul(c, f) }),
            h,
            concat([reshape(e, [1, B, H]), reshape(h, [1, B, H])], 0),
          );
          return { carry: inner.carry, ys: inner.ys };
        },
        s,
        x,
      );
      return [carry, ys];
    },
  };

  it.each(Object.keys(scans))("%s", (name) => {
    const graph = trace((x, s) => scans[name]?.(x, s) ?? [], [xs, start]);
    const plan = planOf(graph);
    expect(worst(evaluate(graph, [xs, start]), runOnce(plan, [xs, start])), printPlan(plan)).toBeLessThan(
      1e-6,
    );
  });

  it("copies nothing in a step of a cell whose states are all wanted", () => {
    const graph = trace((x, s) => scans["every step after"]?.(x, s) ?? [], [xs, start]);
    const body = planOf(graph).instructions.flatMap((i) => (i.kind === "scan" ? i.body : []));
    expect(body.map((i) => i.kind)).toEqual(["gemm", "loop"]);
  });
});

function copies(instructions: readonly Instruction[]): number {
  return instructions.filter((i) => i.kind === "loop" && i.operations.length === 0).length;
}
