/**
 * Runs a plan in TypeScript, word by word: the meaning of every instruction, against which the machine code is held.
 */
import { SeqError } from "@seqloom/diagnostic";
import * as ops from "@seqloom/ops";
import { addPrimitive, type Primitive } from "@seqloom/ops";
import { allocate, fold, fromData, sizeOf, type Tensor, uniform } from "@seqloom/tensor";
import type {
  Gemm,
  Instruction,
  Loop,
  Plain,
  Plan,
  Port,
  Reduce,
  ScatterAdd,
  TakeRows,
  View,
  WordType,
} from "./plan.ts";

export interface PlanRun {
  /** Sets a port before a run. */
  write(port: Port, value: Tensor): void;
  read(port: Port): Tensor;
  run(): void;
}

export function interpretPlan(plan: Plan): PlanRun {
  const arena = new Arena(plan);
  for (const buffer of plan.buffers) if (buffer.value !== undefined) arena.words(buffer.id, buffer.value);
  return {
    write: (port, value) => arena.words(port.view.buffer, value),
    read: (port) => arena.tensor(port.view),
    run: () => runAll(plan.instructions, arena, []),
  };
}

type Times = readonly number[];

class Arena {
  private readonly floats: Float32Array;
  private readonly integers: Int32Array;
  private readonly starts: readonly number[];

  constructor(plan: Plan) {
    this.floats = new Float32Array(plan.size).fill(Number.NaN); // what nobody wrote is seen
    this.integers = new Int32Array(this.floats.buffer);
    this.starts = plan.buffers.map((buffer) => buffer.start);
  }

  words(buffer: number, value: Tensor): void {
    const to = value.dtype === "f32" ? this.floats : this.integers;
    to.set(value.data, this.starts[buffer] ?? 0);
  }

  base(view: View, times: Times): number {
    return view.timeStrides.reduce(
      (at, stride, depth) => at + stride * (times[depth] ?? 0),
      (this.starts[view.buffer] ?? 0) + view.offset,
    );
  }

  get(type: WordType, at: number): number {
    return (type === "f32" ? this.floats[at] : this.integers[at]) ?? Number.NaN;
  }

  set(type: WordType, at: number, value: number): void {
    if (type === "f32") this.floats[at] = value;
    else this.integers[at] = type === "bool" ? (value === 0 ? 0 : 1) : value;
  }

  tensor(view: View, times: Times = []): Tensor {
    const data = allocate(view.type, sizeOf(view.shape));
    each(view.shape, [view], [this.base(view, times)], ([at = 0], i) => {
      data[i] = this.get(view.type, at);
    });
    return fromData(data, view.shape);
  }
}

/** Visits every entry of a shape with the places of all views. */
function each(
  shape: readonly number[],
  views: readonly View[],
  bases: readonly number[],
  visit: (places: readonly number[], i: number) => void,
): void {
  const size = sizeOf(shape);
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < size; i++) {
    visit(
      views.map((view, k) =>
        index.reduce((at, n, axis) => at + n * (view.strides[axis] ?? 0), bases[k] ?? 0),
      ),
      i,
    );
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      index[axis] = 0;
    }
  }
}

function runAll(instructions: readonly Instruction[], arena: Arena, times: Times): void {
  for (const instruction of instructions) run(instruction, arena, times);
}

function run(instruction: Instruction, arena: Arena, times: Times): void {
  switch (instruction.kind) {
    case "loop":
      return runLoop(instruction, arena, times);
    case "gemm":
      return runGemm(instruction, arena, times);
    case "reduce":
      return runReduce(instruction, arena, times);
    case "takeRows":
    case "scatterAdd":
      return runRows(instruction, arena, times);
    case "randomUniform": {
      const [k0 = 0, k1 = 0] = arena.tensor(instruction.key, times).data;
      return store(instruction.to, uniform({ k0, k1 }, instruction.to.shape), arena, times);
    }
    case "foldKey": {
      const [k0 = 0, k1 = 0] = arena.tensor(instruction.key, times).data;
      const key = fold({ k0, k1 }, arena.tensor(instruction.number, times).data[0] ?? 0);
      return store(instruction.to, fromData(Int32Array.of(key.k0, key.k1)), arena, times);
    }
    case "plain":
      return runPlain(instruction, arena, times);
    case "scan":
      for (let step = 0; step < instruction.length; step++) {
        runAll(instruction.body, arena, [
          ...times,
          instruction.reverse ? instruction.length - 1 - step : step,
        ]);
      }
      return;
    default:
      return instruction satisfies never;
  }
}

function store(view: View, value: Tensor, arena: Arena, times: Times): void {
  each(view.shape, [view], [arena.base(view, times)], ([at = 0], i) =>
    arena.set(view.type, at, value.data[i] ?? 0),
  );
}

/** Meanings of entry-by-entry primitives by name. */
const meanings = new Map<string, (...operands: number[]) => number>(
  Object.values(ops).flatMap((value) => (isPointwise(value) ? [[value.name, value.pointwise] as const] : [])),
);

function isPointwise(
  value: unknown,
): value is Primitive & { readonly pointwise: (...operands: number[]) => number } {
  return (
    typeof value === "object" &&
    value !== null &&
    "pointwise" in value &&
    typeof value.pointwise === "function"
  );
}

function runLoop(loop: Loop, arena: Arena, times: Times): void {
  const views = [...loop.loads, ...loop.stores.map((s) => s.view)];
  each(
    loop.shape,
    views,
    views.map((view) => arena.base(view, times)),
    (places) => {
      const registers = loop.loads.map((view, i) => arena.get(view.type, places[i] ?? 0));
      registers.push(...loop.numbers.map((n) => n.value));
      for (const { name, operands, type } of loop.operations) {
        const values = operands.map((register) => registers[register] ?? Number.NaN);
        registers.push(rounded(name === "cast" ? (values[0] ?? 0) : meaningOf(name)(...values), type));
      }
      loop.stores.forEach(({ view, from }, i) =>
        arena.set(view.type, places[loop.loads.length + i] ?? 0, registers[from] ?? 0),
      );
    },
  );
}

function meaningOf(name: string): (...operands: number[]) => number {
  const meaning = meanings.get(name);
  if (meaning === undefined)
    throw new SeqError(
      "internal",
      `internal: ${name} is no entry-by-entry primitive (${addPrimitive.name} is one)`,
    );
  return meaning;
}

function rounded(value: number, type: WordType): number {
  if (type === "f32") return Math.fround(value);
  return type === "bool" ? Number(value !== 0) : Math.trunc(value) | 0;
}

function runGemm({ terms, c, start }: Gemm, arena: Arena, times: Times): void {
  const totals = new Float64Array(sizeOf(c.shape));
  if (start !== undefined) totals.set(arena.tensor(start, times).data);
  for (const { a, b } of terms) {
    const K = a.shape.at(-1) ?? 0;
    const [strideA = 0] = a.strides.slice(-1);
    const [strideB = 0] = b.strides.slice(-2);
    // a over [batch..., M, 1] and b over [batch..., 1, N], both repeated over c's shape.
    const left = { ...a, shape: c.shape, strides: [...a.strides.slice(0, -1), 0] };
    const right = { ...b, shape: c.shape, strides: [...b.strides.slice(0, -2), 0, b.strides.at(-1) ?? 0] };
    const bases = [left, right].map((view) => arena.base(view, times));
    each(c.shape, [left, right], bases, ([atA = 0, atB = 0], i) => {
      for (let k = 0; k < K; k++)
        totals[i] =
          (totals[i] ?? 0) + arena.get("f32", atA + k * strideA) * arena.get("f32", atB + k * strideB);
    });
  }
  store(c, fromData(totals, c.shape), arena, times);
}

function runReduce({ from, to, axes, operation }: Reduce, arena: Arena, times: Times): void {
  const values = arena.tensor(from, times).data;
  const inner = sizeOf(from.shape.slice(from.shape.length - axes));
  const result = allocate(to.type, sizeOf(to.shape));
  for (let i = 0; i < result.length; i++) {
    const row = Array.from(values.subarray(i * inner, (i + 1) * inner));
    result[i] = operation === "sum" ? row.reduce((x, y) => x + y, 0) : row.reduce((x, y) => Math.max(x, y));
  }
  store(to, fromData(result, to.shape), arena, times);
}

function runRows(
  { kind, from, index, to, ownIndex }: TakeRows | ScatterAdd,
  arena: Arena,
  times: Times,
): void {
  const [outer = 0, size = 0, inner = 0] = kind === "takeRows" ? from.shape : to.shape;
  const count = (kind === "takeRows" ? to.shape[1] : from.shape[1]) ?? 0;
  const [source, rows] = [arena.tensor(from, times).data, arena.tensor(index, times).data];
  const result = new Float64Array(sizeOf(to.shape));
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      const row = rows[(ownIndex ? o * count : 0) + j] ?? 0;
      if (row < 0 || row >= size)
        throw new SeqError("index-range", `${kind}: index ${row} does not exist among ${size} rows`, {
          help: `use 0 to ${size - 1}`,
        });
      const [one, many] = [(o * size + row) * inner, (o * count + j) * inner];
      for (let k = 0; k < inner; k++) {
        if (kind === "takeRows") result[many + k] = source[one + k] ?? 0;
        else result[one + k] = (result[one + k] ?? 0) + (source[many + k] ?? 0);
      }
    }
  }
  const data = allocate(to.type, result.length);
  data.set(result);
  store(to, fromData(data, to.shape), arena, times);
}

function runPlain({ equation, inputs, outputs }: Plain, arena: Arena, times: Times): void {
  const types = outputs.map((view) => ({ dtype: view.type, shape: view.shape }));
  const results = equation.primitive.run(
    inputs.map((view) => arena.tensor(view, times)),
    equation.attributes,
    types,
  );
  results.forEach((value, i) => {
    const view = outputs[i];
    if (view !== undefined) store(view, value, arena, times);
  });
}
