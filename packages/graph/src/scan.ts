/**
 * scan: time, the only loop. Its body is a graph of one time step.
 *
 *   inputs   constants, first carries, sequences [T, ...]
 *   body     (constants, carries, entries at t) -> (next carries, outputs at t)
 *   outputs  last carries, output sequences [T, ...]
 *
 * Its gradient is a reverse scan and stands in @seqloom/autograd.
 */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import {
  type Attributes,
  bind,
  leaves,
  type Primitive,
  type Tree,
  type Value,
  withLeaves,
} from "@seqloom/ops";
import {
  allocate,
  formatType,
  fromData,
  sameShape,
  sizeOf,
  type Tensor,
  type TensorType,
} from "@seqloom/tensor";
import { type Graph, typeOf } from "./graph.ts";
import { evaluate } from "./interpret.ts";
import { traceClosure } from "./trace.ts";

export interface ScanAttributes extends Attributes {
  readonly body: Graph;
  /** How many inputs are the same at every step, and how many are carried; the rest are sequences. */
  readonly constants: number;
  readonly carries: number;
  readonly length: number;
  /** From the last step to the first; outputs stay at their own step. */
  readonly reverse: boolean;
}

export const scanPrimitive: Primitive<ScanAttributes> = {
  name: "scan",
  type(inputs, { body, constants, carries, length }) {
    const wanted = body.inputs.map((id, i) => {
      const { dtype, shape } = typeOf(body, id);
      return i < constants + carries ? { dtype, shape } : { dtype, shape: [length, ...shape] };
    });
    wanted.forEach((want, i) => {
      const got = inputs[i];
      if (got === undefined || got.dtype !== want.dtype || !sameShape(got.shape, want.shape)) {
        throw new SeqError(
          "scan-input",
          `scan: input ${i} is ${got ? formatType(got) : "missing"}, its body takes ${formatType(want)}`,
          {
            help: "compile again for the new types, or convert the input",
            details: { index: i, want, got },
          },
        );
      }
    });
    return body.outputs.map((id, i): TensorType => {
      const { dtype, shape } = typeOf(body, id);
      return { dtype, shape: i < carries ? shape : [length, ...shape] };
    });
  },
  run(inputs, { body, constants, carries, length, reverse }, outputs) {
    const fixed = inputs.slice(0, constants);
    const sequences = inputs.slice(constants + carries);
    const stacked = outputs.slice(carries).map((type) => allocate(type.dtype, sizeOf(type.shape)));
    let state: readonly Tensor[] = inputs.slice(constants, constants + carries);
    for (let step = 0; step < length; step++) {
      const t = reverse ? length - 1 - step : step;
      const results = evaluate(body, [...fixed, ...state, ...sequences.map((x) => entryAt(x, t))]);
      state = results.slice(0, carries);
      results.slice(carries).forEach((y, i) => {
        stacked[i]?.set(y.data, t * y.size);
      });
    }
    return [...state, ...stacked.map((data, i) => fromData(data, outputs[carries + i]?.shape))];
  },
};

/** The entry at step t of a sequence: a view, since the time axis comes first. */
function entryAt(x: Tensor, t: number): Tensor {
  const shape = x.shape.slice(1);
  const size = sizeOf(shape);
  return fromData(x.data.subarray(t * size, (t + 1) * size), shape);
}

export interface ScanOptions {
  readonly reverse?: boolean;
  /** Number of steps; needed only where there are no sequences. */
  readonly length?: number;
}

/**
 * Carries a state along time.
 *
 * @param step  one time step: (carry, entries of xs at t) to the next carry and outputs. Called once, to record it;
 *              it may use values from outside, which are then the same at every step.
 * @param init  the first carry
 * @param xs    sequences, time first: [T, ...] each
 * @returns     the last carry, and the outputs of all steps, [T, ...] each
 * @throws SeqError "scan-length" if the sequences differ in length or nothing says how long they are, "scan-carry" if a
 *         step changes the carry's type
 * @example const { carry } = scan((sum, x) => ({ carry: add(sum, x), ys: [] }), scalar(0), tensor([1, 2, 3]));
 */
export function scan<Carry extends Tree, Xs extends Tree, Ys extends Tree>(
  step: (carry: Carry, x: Xs) => { readonly carry: Carry; readonly ys: Ys },
  init: Carry,
  xs: Xs,
  options: ScanOptions = {},
): { readonly carry: Carry; readonly ys: Ys } {
  const first = leaves(init);
  const sequences = leaves(xs);
  const length = lengthOf(sequences, options.length);
  let form: Ys | undefined;
  const { graph, captured } = traceClosure(
    (...inputs) => {
      const made = step(
        withLeaves(init, inputs.slice(0, first.length)),
        withLeaves(xs, inputs.slice(first.length)),
      );
      form = made.ys;
      return [...leaves(made.carry), ...leaves(made.ys)];
    },
    [...first, ...sequences.map((x) => ({ dtype: x.dtype, shape: x.shape.slice(1) }))],
  );
  if (form === undefined) throw internalFault("the step of a scan was not recorded");
  checkCarry(graph, first);
  const attributes = {
    body: graph,
    constants: captured.length,
    carries: first.length,
    length,
    reverse: options.reverse ?? false,
  };
  const outputs = bind(scanPrimitive, [...captured, ...first, ...sequences], attributes);
  return {
    carry: withLeaves(init, outputs.slice(0, first.length)),
    ys: withLeaves(form, outputs.slice(first.length)),
  };
}

function lengthOf(sequences: readonly Value[], given: number | undefined): number {
  const lengths = sequences.map((x) => x.shape[0]);
  const length = given ?? lengths[0];
  if (length !== undefined && Number.isInteger(length) && length >= 0 && lengths.every((n) => n === length))
    return length;
  const found =
    sequences.length === 0
      ? "there are no sequences"
      : `the sequences have ${lengths.map((n) => n ?? "no").join(", ")} steps`;
  throw new SeqError(
    "scan-length",
    `scan: ${found}${given === undefined ? "" : `, the option length is ${given}`}`,
    {
      help: "give sequences with the time axis first and equally long; without sequences, a whole number as length",
      details: { lengths, given },
    },
  );
}

function checkCarry(body: Graph, init: readonly Value[]): void {
  init.forEach((before, i) => {
    const id = body.outputs[i];
    const after = id === undefined ? undefined : typeOf(body, id);
    if (after === undefined || after.dtype !== before.dtype || !sameShape(after.shape, before.shape)) {
      throw new SeqError(
        "scan-carry",
        `scan: carry ${i} is ${formatType(before)} before a step and ${after ? formatType(after) : "missing"} after it`,
        {
          help: "a step must return the carry in the form it was given",
          details: { index: i, before: { dtype: before.dtype, shape: before.shape }, after },
        },
      );
    }
  });
}
