/** A compiled program at work: its memory, and the way of values into and out of it. */
import { SeqError } from "@seqloom/diagnostic";
import type { Coverage, Executable } from "@seqloom/graph";
import { formatType, fromData, sameShape, sizeOf, type Tensor } from "@seqloom/tensor";
import type { Plain, Plan, Port, View } from "../plan/plan.ts";
import type { EmittedProgram, Unit } from "./program.ts";
import { indexFault } from "./rows.ts";

type Times = readonly number[];
type Task = (times: Times) => void;

const isCallable = (value: unknown): value is (...args: number[]) => void => typeof value === "function";

/** An executable over its own memory. */
export function executable(plan: Plan, program: EmittedProgram, coverage: readonly Coverage[]): Executable {
  const memory = new WebAssembly.Memory({ initial: program.pages, maximum: program.pages });
  const words = new Words(memory, program);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(program.module), { env: { memory } });
  const tasks = program.units.map((unit) => taskOf(unit, instance, words));
  for (const buffer of plan.buffers) {
    if (buffer.value !== undefined) words.write(wholeBuffer(plan, buffer.id, buffer.value), buffer.value);
  }
  const outputs = plan.outputs.map((port) => words.reader(port));
  let isWritten = plan.carried.length === 0;
  const checkWritten = () => {
    if (isWritten) return;
    throw new SeqError("not-written", "the program was called before its carried values were set", {
      help: "call write first",
    });
  };
  const none: Times = [];
  return {
    coverage,
    write(carried) {
      checkTypes(plan.carried, carried, "carried value");
      plan.carried.forEach((port, i) => {
        const value = carried[i];
        if (value !== undefined) words.write(port.view, value);
      });
      isWritten = true;
    },
    call(inputs) {
      checkWritten();
      checkTypes(plan.inputs, inputs, "input");
      for (let i = 0; i < plan.inputs.length; i++) {
        const [port, value] = [plan.inputs[i], inputs[i]];
        if (port !== undefined && value !== undefined) words.write(port.view, value);
      }
      for (const task of tasks) task(none);
      words.checkFaults();
      return outputs.map((read) => read());
    },
    read() {
      checkWritten();
      return plan.carried.map((port) => words.copy(port.view));
    },
  };
}

function checkTypes(ports: readonly Port[], values: readonly Tensor[], what: string): void {
  if (values.length !== ports.length) {
    throw new SeqError(
      "graph-input",
      `the program takes ${ports.length} ${what}s and was given ${values.length}`,
      { details: { want: ports.length, got: values.length } },
    );
  }
  ports.forEach(({ type }, i) => {
    const value = values[i];
    if (value === undefined || (value.dtype === type.dtype && sameShape(value.shape, type.shape))) return;
    throw new SeqError(
      "graph-input",
      `${what} ${i} of the program is ${formatType(type)} and was given ${formatType(value)}`,
      {
        help: "compile again for the new types, or convert the input",
        details: { index: i, want: type, got: { dtype: value.dtype, shape: value.shape } },
      },
    );
  });
}

/** The memory as words. It never grows, so views of it stay valid. */
class Words {
  readonly floats: Float32Array;
  readonly integers: Int32Array;
  private readonly program: EmittedProgram;

  constructor(memory: WebAssembly.Memory, program: EmittedProgram) {
    this.floats = new Float32Array(memory.buffer);
    this.integers = new Int32Array(memory.buffer);
    this.program = program;
  }

  /** The first word of a contiguous view. */
  private at(view: View, times: Times = []): number {
    let at = this.program.arena.fixed(view) / 4;
    for (let depth = 0; depth < times.length; depth++) {
      at += (view.timeStrides[depth] ?? 0) * (times[depth] ?? 0);
    }
    return at;
  }

  /** Writes a tensor to a contiguous view; truth values become words. */
  write(view: View, value: Tensor, times: Times = []): void {
    const to = value.dtype === "f32" ? this.floats : this.integers;
    to.set(value.data, this.at(view, times));
  }

  /** A tensor over the memory itself, or a copy of truth values. */
  view(view: View, times: Times = []): Tensor {
    const at = this.at(view, times);
    const end = at + sizeOf(view.shape);
    if (view.type === "f32") return fromData(this.floats.subarray(at, end), view.shape);
    const words = this.integers.subarray(at, end);
    return fromData(view.type === "i32" ? words : Uint8Array.from(words), view.shape);
  }

  copy(view: View): Tensor {
    const tensor = this.view(view);
    return fromData(tensor.data.slice(), view.shape);
  }

  /** Gives what lies at a port, without allocating where the memory itself can be shown. */
  reader({ view }: Port): () => Tensor {
    if (view.type === "bool") return () => this.view(view);
    const tensor = this.view(view);
    return () => tensor;
  }

  /** @throws SeqError "index-range" if a kernel met an index that does not exist */
  checkFaults(): void {
    if (this.integers[indexFault.flag / 4] === 0) return;
    const index = this.integers[indexFault.index / 4] ?? 0;
    const rows = this.integers[indexFault.rows / 4] ?? 0;
    this.integers[indexFault.flag / 4] = 0;
    throw new SeqError("index-range", `index ${index} does not exist among ${rows} rows`, {
      help: rows === 0 ? "the axis has no entries" : `use 0 to ${rows - 1}`,
      details: { index, rows },
    });
  }
}

function wholeBuffer(plan: Plan, buffer: number, value: Tensor): View {
  const type = value.dtype === "f64" ? "f32" : value.dtype;
  const size = plan.buffers.find(({ id }) => id === buffer)?.size ?? value.size;
  return { buffer, offset: 0, shape: [size], strides: [1], timeStrides: [], type };
}

function taskOf(unit: Unit, instance: WebAssembly.Instance, words: Words): Task {
  switch (unit.kind) {
    case "wasm": {
      const run = instance.exports[unit.name];
      if (!isCallable(run))
        throw new SeqError("internal", `internal: the module has no function ${unit.name}`);
      return (times) => run(...times);
    }
    case "plain":
      return (times) => runPlain(unit.plain, words, times);
    case "scan": {
      const body = unit.body.map((inner) => taskOf(inner, instance, words));
      const { length, reverse } = unit.scan;
      return (times) => {
        for (let step = 0; step < length; step++) {
          const now = [...times, reverse ? length - 1 - step : step];
          for (const task of body) task(now);
        }
      };
    }
    default:
      return unit satisfies never;
  }
}

/** The plain device on views of the memory. */
function runPlain({ equation, inputs, outputs }: Plain, words: Words, times: Times): void {
  const types = outputs.map(({ type, shape }) => ({ dtype: type, shape }));
  const results = equation.primitive.run(
    inputs.map((view) => words.view(view, times)),
    equation.attributes,
    types,
  );
  results.forEach((value, i) => {
    const view = outputs[i];
    if (view !== undefined) words.write(view, value, times);
  });
}
