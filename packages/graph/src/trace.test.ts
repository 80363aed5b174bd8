import { add, matmul, mul, sum, type Tree, tanh, type Value } from "@seqloom/ops";
import { fromData, normal, rng, scalar, tensor, toNested } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { evaluate } from "./interpret.ts";
import { prune } from "./passes/prune.ts";
import { print } from "./print.ts";
import { scan, scanPrimitive } from "./scan.ts";
import { trace } from "./trace.ts";
import { verify } from "./verify.ts";

describe("trace", () => {
  it("records a function once and computes the same as running it", () => {
    const w = normal(rng(1), [3, 2]);
    const f = (x: Value) => [tanh(add(matmul(x, w), 0.5)), sum(x)];
    const x = normal(rng(2), [4, 3]);
    const graph = verify(trace(f, [x]));
    const [y, total] = evaluate(graph, [x]);
    const [wantY, wantTotal] = f(x);
    expect(y?.data).toEqual((wantY as typeof w).data);
    expect(total?.data).toEqual((wantTotal as typeof w).data);
  });

  it("refuses a value that has left the function it was made in", () => {
    let kept: Value = scalar(0);
    trace(
      (x) => {
        kept = x;
        return [x];
      },
      [scalar(0)],
    );
    expect(() => trace((x) => [add(x, kept)], [scalar(0)])).toThrowError(
      expect.objectContaining({ code: "value-escaped" }),
    );
  });

  it("prints equations with types and attributes", () => {
    const graph = trace(
      (x) => [matmul(x, x, { transposeB: true })],
      [{ dtype: "f32", shape: [2, 3] }],
      ["x"],
    );
    expect(print(graph)).toBe(
      ["graph(x: f32[2, 3])", "  %1: f32[2, 2] = matmul(x, x) { transposeB }", "  return %1"].join("\n"),
    );
  });
});

describe("scan", () => {
  const step = ({ s }: { s: Value }, { x }: { x: Value }) => {
    const next = add(mul(s, 0.5), x);
    return { carry: { s: next }, ys: { y: mul(next, 2) } };
  };
  const xs = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

  it("carries the state from step to step and stacks the outputs", () => {
    const { carry, ys } = scan(step, { s: fromData(new Float32Array(2)) }, { x: xs });
    expect(toNested(carry.s as typeof xs)).toEqual([6.75, 8.5]);
    expect(toNested(ys.y as typeof xs)).toEqual([
      [2, 4],
      [7, 10],
      [13.5, 17],
    ]);
  });

  it("runs from the last step to the first when reversed, outputs staying at their step", () => {
    const { ys } = scan(step, { s: fromData(new Float32Array(2)) }, { x: xs }, { reverse: true });
    expect(toNested(ys.y as typeof xs)).toEqual([
      [7.5, 11],
      [11, 14],
      [10, 12],
    ]);
  });

  it("is one equation when recorded, with what it uses from outside as constants", () => {
    const graph = verify(
      trace(
        (w, x) => {
          const { ys } = scan(
            (s: Value, e: Value) => ({ carry: tanh(add(matmul(s, w), e)), ys: s }),
            fromData(new Float32Array(4), [2, 2]),
            x,
          );
          return [ys];
        },
        [
          { dtype: "f32", shape: [2, 2] },
          { dtype: "f32", shape: [3, 2, 2] },
        ],
      ),
    );
    expect(graph.equations.map((e) => e.primitive)).toEqual([scanPrimitive]);
    expect(graph.equations[0]?.attributes).toMatchObject({ constants: 1, carries: 1, length: 3 });
    const slim = verify(prune({ ...graph, outputs: [] }));
    expect(slim.equations).toEqual([]);
  });

  it("gives the first carry and empty outputs over no steps", () => {
    const { carry, ys } = scan(step, { s: tensor([1, 2]) }, { x: fromData(new Float32Array(0), [0, 2]) });
    expect(toNested(carry.s as typeof xs)).toEqual([1, 2]);
    expect(ys.y.shape).toEqual([0, 2]);
  });

  it.each([
    ["sequences of different lengths", { a: xs, b: tensor([[1, 2]]) }, {}, "have 3, 1 steps"],
    [
      "a length that the sequences have not",
      { a: xs },
      { length: 2 },
      "have 3 steps, the option length is 2",
    ],
    ["no sequence and no length", {}, {}, "there are no sequences"],
    ["half a step", {}, { length: 1.5 }, "the option length is 1.5"],
    ["fewer than no steps", {}, { length: -1 }, "the option length is -1"],
    ["a scalar as sequence", { a: scalar(1) }, {}, "have no steps"],
  ])("refuses %s", (_, sequences, options, message) => {
    const start: Value = tensor([0, 0]);
    expect(() => scan((carry: Value) => ({ carry, ys: [] }), start, sequences as Tree, options)).toThrow(
      expect.objectContaining({ code: "scan-length", message: expect.stringContaining(message) }),
    );
  });

  it("runs without sequences for as many steps as it is told", () => {
    const double = (x: Value) => ({ carry: add(x, x), ys: [] });
    expect(scan(double, tensor([3]) as Value, [], { length: 4 }).carry).toEqual(tensor([48]));
  });

  it("names the carry that a step returns in another form", () => {
    expect(() =>
      scan((s: Value, x: Value) => ({ carry: sum(add(s, x)), ys: [] }), tensor([1, 2]), xs),
    ).toThrowError(expect.objectContaining({ code: "scan-carry" }));
  });
});
