import { add, mul, tanh, type Value } from "@seqloom/ops";
import { scalar, tensor } from "@seqloom/tensor";
import { expect, it } from "vitest";
import { plainCompiler } from "./compiler.ts";
import { scan } from "./scan.ts";
import { trace } from "./trace.ts";

const step = (total: Value, x: Value) => ({ carry: add(total, tanh(x)), ys: [] });
const zero: Value = scalar(0);
const graph = trace((w, x) => [add(w, 1), mul(w, scan(step, zero, x).carry)], [scalar(0), tensor([0, 0])]);

it("the plain compiler carries the first outputs to the next call", () => {
  const program = plainCompiler.compile({ graph, carried: 1 });
  expect(() => program.call([tensor([0, 0])])).toThrow(expect.objectContaining({ code: "not-written" }));
  program.write([scalar(2)]);
  const [first, second] = [0, 1].map(() => program.call([tensor([0, 10])])[0]?.item());
  expect([first, second]).toEqual([2, 3]);
  expect(program.read()).toEqual([scalar(4)]);
});

it("the plain compiler counts what is inside loops too", () => {
  const counts = plainCompiler.compile({ graph, carried: 1 }).coverage;
  expect(Object.fromEntries(counts.map(({ primitive, count }) => [primitive, count]))).toEqual({
    ...{ add: 2, mul: 1, scan: 1, tanh: 1 },
  });
});
