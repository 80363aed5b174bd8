/**
 * The tape: an interpreter that runs each primitive on the values beneath and notes how to send gradients back.
 * Reverse-mode accumulation: Linnainmaa 1970; Wengert 1964.
 */
import { SeqError, type Span } from "@seqloom/diagnostic";
import { type ScanAttributes, scanPrimitive } from "@seqloom/graph";
import {
  type Attributes,
  add,
  bind,
  type Interpreter,
  isDifferentiable,
  originNow,
  type Primitive,
  Traced,
  type Value,
  withLevel,
  withOrigin,
} from "@seqloom/ops";
import { formatType, type TensorType } from "@seqloom/tensor";
import type { Pullback, Vjp } from "./pullback.ts";
import { differentiateScan } from "./scan-gradient.ts";

/** A value on a tape. `primal` is the value itself, which may belong to another interpreter further out. */
class TapeValue extends Traced {
  readonly interpreter: Tape;
  readonly primal: Value;

  constructor(primal: Value, interpreter: Tape) {
    super(primal);
    this.interpreter = interpreter;
    this.primal = primal;
  }
}

interface Entry {
  readonly inputs: readonly (TapeValue | undefined)[];
  readonly outputs: readonly (TapeValue | undefined)[];
  readonly pullback: Pullback;
  /** Of the primitive, and so of what its gradient is made of. */
  readonly origin: Span | undefined;
}

class Tape implements Interpreter {
  readonly level: number;
  private readonly entries: Entry[] = [];

  constructor(level: number) {
    this.level = level;
  }

  variable(primal: Value): TapeValue {
    return new TapeValue(primal, this);
  }

  /** The value beneath; values of other interpreters are what they are. */
  primalOf(value: Value): Value {
    if (value instanceof TapeValue && value.interpreter === this) return value.primal;
    if (value instanceof Traced && value.interpreter.level >= this.level) {
      throw new SeqError(
        "value-escaped",
        `a value ${formatType(value)} is used outside the function that was being differentiated when it was made`,
        {
          help: "return it from that function instead of storing it",
        },
      );
    }
    return value;
  }

  bind(primitive: Primitive, inputs: readonly Value[], attributes: Attributes): readonly Value[] {
    const primals = inputs.map((input) => this.primalOf(input));
    const tracked = inputs.map((input) =>
      input instanceof TapeValue && input.interpreter === this && isDifferentiable(input) ? input : undefined,
    );
    const needed = tracked.map((input) => input !== undefined);
    if (primitive === scanPrimitive && needed.includes(true)) {
      const { outputs, pullback } = differentiateScan(primals, attributes as ScanAttributes, needed, vjp); // the attributes of a scan
      return this.record(tracked, outputs, pullback);
    }
    const outputs = bind(primitive, primals, attributes);
    if (primitive.gradient === undefined || !needed.includes(true)) return outputs;
    const rule = primitive;
    return this.record(
      tracked,
      outputs,
      (cotangents) => rule.gradient?.({ inputs: primals, outputs, attributes, cotangents, needed }) ?? [],
    );
  }

  private record(inputs: Entry["inputs"], outputs: readonly Value[], pullback: Pullback): readonly Value[] {
    const wrapped = outputs.map((output) => (isDifferentiable(output) ? this.variable(output) : undefined));
    this.entries.push({ inputs, outputs: wrapped, pullback, origin: originNow() });
    return outputs.map((output, i) => wrapped[i] ?? output);
  }

  /** Sends cotangents of values back to the variables; a loop, so depth does not matter. */
  backward(seeds: ReadonlyMap<TapeValue, Value>, variables: readonly TapeValue[]): (Value | undefined)[] {
    const cotangents = new Map<TapeValue, Value>(seeds);
    for (let i = this.entries.length - 1; i >= 0; i--) {
      const entry = this.entries[i];
      if (entry === undefined) continue;
      const arrived = entry.outputs.map((output) =>
        output === undefined ? undefined : cotangents.get(output),
      );
      if (arrived.every((cotangent) => cotangent === undefined)) continue;
      const sent = withOrigin(entry.origin, () => entry.pullback(arrived));
      entry.inputs.forEach((input, k) => {
        const cotangent = sent[k];
        if (input === undefined || cotangent === undefined) return;
        const before = cotangents.get(input);
        cotangents.set(input, before === undefined ? cotangent : add(before, cotangent));
      });
      for (const output of entry.outputs) if (output !== undefined) cotangents.delete(output);
    }
    return variables.map((variable) => cotangents.get(variable));
  }
}

/**
 * Runs a function and gives the map from cotangents of its outputs to those of its inputs.
 *
 * @param f  a function of values; integer and truth values pass through it without gradient
 * @returns  outputs, and a pullback; a cotangent is undefined where no gradient arrives
 */
export function vjp(f: (...inputs: Value[]) => readonly Value[], inputs: readonly Value[]): Vjp {
  return withLevel((level) => {
    const tape = new Tape(level);
    const variables = inputs.map((input) => tape.variable(input));
    const results = f(
      ...variables.map((variable, i) => (isDifferentiable(variable) ? variable : (inputs[i] ?? variable))),
    );
    return {
      outputs: results.map((result) => tape.primalOf(result)),
      pullback(cotangents) {
        const seeds = new Map<TapeValue, Value>();
        results.forEach((result, i) => {
          const cotangent = cotangents[i];
          if (cotangent === undefined || !(result instanceof TapeValue) || result.interpreter !== tape)
            return;
          checkCotangent(result, cotangent);
          const before = seeds.get(result);
          seeds.set(result, before === undefined ? cotangent : add(before, cotangent));
        });
        return tape.backward(seeds, variables);
      },
    };
  });
}

function checkCotangent(output: TensorType, cotangent: TensorType): void {
  if (formatType(output) !== formatType(cotangent)) {
    throw new SeqError(
      "cotangent-type",
      `the cotangent of a value ${formatType(output)} is ${formatType(cotangent)}`,
      {
        help: "give a cotangent of the type of the output",
        details: {
          output: { dtype: output.dtype, shape: output.shape },
          cotangent: { dtype: cotangent.dtype, shape: cotangent.shape },
        },
      },
    );
  }
}
