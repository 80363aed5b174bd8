import { add, matmul, mul, pad, slice, sum, tanh, type Value } from "@seqloom/ops";
import { fromData, normal, rng, type TensorType, tensor, toNested } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import type { Graph } from "../graph.ts";
import { evaluate } from "../interpret.ts";
import { type ScanAttributes, scan, scanPrimitive } from "../scan.ts";
import { trace } from "../trace.ts";
import { verify } from "../verify.ts";
import { absorbPads } from "./absorb-pads.ts";
import { shareCommon } from "./cse.ts";
import { hoistInputs } from "./hoist-inputs.ts";
import { joinPads } from "./join-pads.ts";
import { joinSlices } from "./join-slices.ts";
import { orderSums } from "./order-sums.ts";
import { prune } from "./prune.ts";
import { pushSlices } from "./push-slices.ts";
import { simplify } from "./simplify.ts";
import { sinkOutputs } from "./sink-outputs.ts";
import { splitProducts } from "./split-products.ts";

const vector: TensorType = { dtype: "f32", shape: [2] };
const names = (graph: Graph) => graph.equations.map((equation) => equation.primitive.name);
const bodyOf = (graph: Graph) =>
  graph.equations.flatMap((e) =>
    e.primitive === scanPrimitive ? [(e.attributes as ScanAttributes).body] : [],
  )[0] ?? graph;

describe("prune", () => {
  it("drops what nobody uses and keeps the inputs", () => {
    const graph = trace((x, y) => [tanh(x), mul(x, y)], [vector, vector]);
    const slim = verify(prune({ ...graph, outputs: graph.outputs.slice(0, 1) }));
    expect(names(slim)).toEqual(["tanh"]);
    expect(slim.inputs.length).toBe(2);
  });

  it("drops carries and outputs of a scan that reach nothing, however they feed each other", () => {
    const graph = trace(
      (x) => {
        const step = ({ a, b }: { a: Value; b: Value }, e: Value) => ({
          carry: { a: add(a, e), b: add(b, a) },
          ys: { y: mul(a, 2), z: b },
        });
        const zero = tensor([0, 0]);
        return [scan(step, { a: zero, b: zero }, x).ys.y];
      },
      [{ dtype: "f32", shape: [3, 2] }],
    );
    const slim = verify(prune(graph));
    expect(slim.equations.at(-1)?.attributes).toMatchObject({ carries: 1 });
    const x = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(evaluate(slim, [x])).toEqual(evaluate(graph, [x]));
  });
});

describe("share common", () => {
  it("computes equal expressions once, and tells 0 from -0", () => {
    const graph = verify(
      shareCommon(trace((x) => [tanh(mul(x, 2)), tanh(mul(x, 2)), mul(x, 0), mul(x, -0)], [vector])),
    );
    expect(names(graph)).toEqual(["mul", "tanh", "mul", "mul"]);
    const [, , zero, negative] = evaluate(graph, [tensor([1, 1])]);
    expect([Object.is(zero?.data[0], 0), Object.is(negative?.data[0], -0)]).toEqual([true, true]);
  });
});

describe("hoist inputs", () => {
  const w = normal(rng(1), [3, 2], "f64");
  const x = normal(rng(2), [4, 5, 3], "f64");
  const graph = trace(
    (xs) => {
      const step = (h: Value, e: Value) => ({ carry: tanh(add(add(matmul(e, w), 0.5), h)), ys: mul(e, 2) });
      const { carry, ys } = scan(step, fromData(new Float64Array(10), [5, 2]), xs);
      return [carry, ys];
    },
    [x],
  );

  it("computes the product of all inputs before the loop and leaves cheap work inside", () => {
    const hoisted = verify(hoistInputs(graph));
    expect(names(hoisted)).toEqual(["reshape", "matmul", "reshape", "add", "scan"]);
    expect(names(bodyOf(hoisted))).toEqual(["add", "tanh", "mul"]);
    evaluate(graph, [x]).forEach((want, i) =>
      expect(toNested(evaluate(hoisted, [x])[i] ?? want)).toEqual(toNested(want)),
    );
  });
});

describe("sink outputs", () => {
  it("turns a sum over steps into one product over all rows, also where it starts from something", () => {
    const a = normal(rng(3), [4, 5, 3], "f64");
    const b = normal(rng(4), [4, 5, 2], "f64");
    const start = normal(rng(5), [3, 2], "f64");
    const graph = trace(
      (p, q, s) => {
        const step = (total: Value, { p, q }: { p: Value; q: Value }) => ({
          carry: add(total, matmul(p, tanh(q), { transposeA: true })),
          ys: [],
        });
        return [scan(step, s, { p, q }).carry];
      },
      [a, b, start],
    );
    const sunk = verify(sinkOutputs(graph));
    expect(names(sunk).filter((name) => name === "matmul")).toEqual(["matmul"]);
    const [want] = evaluate(graph, [a, b, start]);
    const [got] = evaluate(sunk, [a, b, start]);
    want?.data.forEach((value, i) => expect(got?.data[i]).toBeCloseTo(value, 12));
  });

  it("leaves a sum in place that the step itself reads", () => {
    const graph = trace(
      (x) => {
        const step = (total: Value, e: Value) => ({ carry: add(total, sum(mul(e, e))), ys: mul(total, e) });
        const { carry, ys } = scan(step, fromData(new Float32Array(1), []), x);
        return [carry, ys];
      },
      [vector],
    );
    const x = tensor([1, 2]);
    expect(evaluate(verify(sinkOutputs(graph)), [x])).toEqual(evaluate(graph, [x]));
  });
});

describe("verify", () => {
  it("names the equation that uses a value before it is made", () => {
    const graph = trace((x) => [tanh(tanh(x))], [vector]);
    expect(() => verify({ ...graph, equations: [...graph.equations].reverse() }, "a pass")).toThrowError(
      /after a pass: equation 0 \(tanh\) uses %1 before/,
    );
  });
});

describe("simplify", () => {
  it("drops what changes nothing, and only where shape and dtype stay", () => {
    const graph = verify(
      simplify(
        trace(
          (x) => [
            add(tanh(x), 0),
            mul(add(x, fromData(new Float32Array(2))), 1),
            add(sum(x), fromData(new Float32Array(2))),
          ],
          [vector],
        ),
      ),
    );
    expect(names(graph)).toEqual(["tanh", "sum", "add"]);
  });
});

describe("join pads", () => {
  const side = (x: Value, before: number, after: number) =>
    pad(x, [
      [0, 0],
      [before, after],
    ]);

  it("puts blocks side by side, in whatever order they are added", () => {
    const f = (a: Value, b: Value, c: Value) => [add(add(side(b, 1, 2), side(c, 3, 0)), side(a, 0, 4))];
    const inputs = [normal(rng(1), [2, 1]), normal(rng(2), [2, 2]), normal(rng(3), [2, 2])];
    const graph = trace(f, inputs);
    const joined = verify(joinPads(graph));
    expect(names(joined)).toEqual(["concat"]);
    expect(evaluate(joined, inputs)).toEqual(evaluate(graph, inputs));
  });

  it("leaves blocks that overlap, or leave a gap", () => {
    const x = normal(rng(1), [2, 2]);
    for (const f of [
      (a: Value) => [add(side(a, 0, 1), side(a, 1, 0))],
      (a: Value) => [add(side(a, 0, 3), side(a, 3, 0))],
    ]) {
      expect(names(joinPads(trace(f, [x])))).not.toContain("concat");
    }
  });
});

describe("push slices", () => {
  it("cuts the operands instead of the sum, repeated ones in their own shape", () => {
    const inputs = [normal(rng(1), [3, 4]), normal(rng(2), [4]), normal(rng(3), [3, 1])];
    const graph = trace((z, b, c) => {
      const all = add(add(z, b), c);
      return [tanh(slice(all, 1, 0, 2)), slice(all, 1, 2, 4)];
    }, inputs);
    const pushed = verify(shareCommon(pushSlices(graph)));
    expect(names(pushed)).toEqual(["slice", "slice", "add", "add", "tanh", "slice", "slice", "add", "add"]);
    expect(evaluate(pushed, inputs)).toEqual(evaluate(graph, inputs));
  });

  it("leaves a sum that is used whole", () => {
    const graph = trace(
      (z) => {
        const all = add(z, 1);
        return [slice(all, 0, 0, 1), all];
      },
      [vector],
    );
    expect(names(pushSlices(graph))).toEqual(["add", "slice"]);
  });
});

describe("join slices", () => {
  const wide: TensorType = { dtype: "f64", shape: [2, 6] };
  const cut = (x: Value, k: number, width: number) => slice(x, 1, k * width, (k + 1) * width);
  const [x, y] = [normal(rng(1), [2, 6], "f64"), normal(rng(2), [2, 6], "f64")];

  it("adds two stacked values as wholes where every slice is added to its partner", () => {
    const graph = trace((a, b) => [0, 1, 2].map((k) => tanh(add(cut(a, k, 2), cut(b, k, 2)))), [wide, wide]);
    const joined = verify(joinSlices(graph));
    expect(names(joined)).toEqual(["add", "slice", "tanh", "slice", "tanh", "slice", "tanh"]);
    expect(evaluate(joined, [x, y])).toEqual(evaluate(graph, [x, y]));
  });

  it("leaves values alone that are also used otherwise, or not wholly", () => {
    const graph = trace(
      (a, b) => [add(cut(a, 0, 3), cut(b, 0, 3)), mul(cut(a, 1, 3), cut(b, 1, 3))],
      [wide, wide],
    );
    expect(names(joinSlices(graph))).toEqual(names(graph));
  });
});

describe("order sums", () => {
  const [w, u, b] = [
    normal(rng(1), [3, 2], "f64"),
    normal(rng(2), [2, 2], "f64"),
    normal(rng(3), [2], "f64"),
  ];
  const xs = normal(rng(4), [4, 5, 3], "f64");
  const graph = trace(
    (x) => {
      const step = (h: Value, e: Value) => {
        const next = tanh(add(add(matmul(e, w), b), add(matmul(h, u), b)));
        return { carry: next, ys: next };
      };
      return [scan(step, fromData(new Float64Array(10), [5, 2]), x).ys];
    },
    [xs],
  );

  it("adds the product with the state last, so that the rest can leave the loop", () => {
    const ordered = verify(orderSums(graph));
    expect(names(bodyOf(ordered)).slice(-3)).toEqual(["add", "add", "tanh"]);
    expect(names(bodyOf(hoistInputs(ordered)))).toEqual(["matmul", "add", "tanh"]);
    const [want, got] = [graph, ordered].map((g) => evaluate(g, [xs])[0]);
    const worst = Math.max(...(want?.data ?? []).map((v, i) => Math.abs(v - (got?.data[i] ?? 0))));
    expect(worst).toBeLessThan(1e-15);
  });

  it("keeps sums without a product, and sums of one kind, in their order", () => {
    const plain = trace(
      (x) => {
        const step = (h: Value, e: Value) => ({ carry: add(add(h, e), b), ys: add(h, add(h, h)) });
        return [scan(step, fromData(new Float64Array(2), [2]), x).ys];
      },
      [{ dtype: "f64", shape: [4, 2] }],
    );
    expect(orderSums(plain)).toEqual(prune(plain));
  });
});

describe("absorb pads", () => {
  const [x, g] = [normal(rng(1), [3, 2], "f64"), normal(rng(2), [1, 2], "f64")];
  const at = (step: number, twice: boolean) =>
    trace(
      (xs, entry) => {
        const seed = pad(entry, [
          [step, 2 - step],
          [0, 0],
        ]);
        const run = (d: Value, e: { x: Value; s: Value }) => {
          const total = add(d, e.s);
          return { carry: mul(total, e.x), ys: twice ? add(total, d) : total };
        };
        const { carry, ys } = scan(
          run,
          tensor([1, 1], "f64") as Value,
          { x: xs, s: seed },
          { reverse: true },
        );
        return [carry, ys];
      },
      [x, g],
    );

  it("starts a carry from the entry of the step that runs first", () => {
    const graph = at(2, false);
    const absorbed = verify(absorbPads(graph));
    expect(names(absorbed)).toEqual(["reshape", "add", "scan"]);
    expect(names(bodyOf(absorbed))).toEqual(["mul"]);
    expect(evaluate(absorbed, [x, g])).toEqual(evaluate(graph, [x, g]));
  });

  it("leaves entries of other steps, and carries that are used otherwise", () => {
    expect(names(absorbPads(at(1, false)))).toEqual(["pad", "scan"]);
    expect(names(absorbPads(at(2, true)))).toEqual(["pad", "scan"]);
  });
});

describe("split products", () => {
  it("makes the columns that are added to another product's apart from the rest", () => {
    const inputs = [
      normal(rng(1), [2, 3], "f64"),
      normal(rng(2), [6, 3], "f64"),
      normal(rng(3), [6], "f64"),
      normal(rng(4), [2, 2], "f64"),
      normal(rng(5), [2, 6], "f64"),
    ];
    const graph = trace((x, w, b, h, u) => {
      const [fromX, fromH] = [add(matmul(x, w, { transposeB: true }), b), matmul(h, u)];
      const gate = (of: Value, k: number) => slice(of, 1, 2 * k, 2 * k + 2);
      const [r, z] = [0, 1].map((k) => tanh(add(gate(fromX, k), gate(fromH, k))));
      return [mul(r ?? 1, z ?? 1), tanh(add(gate(fromX, 2), mul(r ?? 1, gate(fromH, 2))))];
    }, inputs);
    const parts = verify(splitProducts(graph));
    expect(names(parts).filter((name) => name === "matmul").length).toBe(4);
    const [want, got] = [graph, parts].map((g) => evaluate(g, inputs).flatMap((t) => [...t.data]));
    expect(got).toEqual(want);
    // Now the sums of the gates are whole.
    expect(names(verify(joinSlices(parts))).filter((name) => name === "slice").length).toBeLessThan(
      names(parts).filter((name) => name === "slice").length,
    );
  });

  it("leaves products alone whose columns are all added, or none", () => {
    const inputs = [normal(rng(1), [2, 3]), normal(rng(2), [3, 4])];
    const graph = trace((x, w) => {
      const z = matmul(x, w);
      return [tanh(slice(z, 1, 0, 2)), tanh(slice(z, 1, 2, 4))];
    }, inputs);
    expect(splitProducts(graph)).toEqual(prune(graph));
  });
});
