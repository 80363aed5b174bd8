/** What an instruction reads and writes. */
import type { Instruction, View } from "./plan.ts";

export interface Accesses {
  readonly reads: readonly View[];
  readonly writes: readonly View[];
}

export function accesses(instruction: Instruction): Accesses {
  switch (instruction.kind) {
    case "loop":
      return { reads: instruction.loads, writes: instruction.stores.map((store) => store.view) };
    case "gemm": {
      const { terms, c, start } = instruction;
      return {
        reads: [...terms.flatMap(({ a, b }) => [a, b]), ...(start === undefined ? [] : [start])],
        writes: [c],
      };
    }
    case "reduce":
      return { reads: [instruction.from], writes: [instruction.to] };
    case "takeRows":
    case "scatterAdd":
      return { reads: [instruction.from, instruction.index], writes: [instruction.to] };
    case "randomUniform":
      return { reads: [instruction.key], writes: [instruction.to] };
    case "foldKey":
      return { reads: [instruction.key, instruction.number], writes: [instruction.to] };
    case "plain":
      return { reads: instruction.inputs, writes: instruction.outputs };
    case "scan": {
      const inner = instruction.body.map(accesses);
      return { reads: inner.flatMap((a) => a.reads), writes: inner.flatMap((a) => a.writes) };
    }
    default:
      return instruction satisfies never;
  }
}

/** The instruction with other views. */
export function mapViews(instruction: Instruction, f: (view: View) => View): Instruction {
  switch (instruction.kind) {
    case "loop":
      return {
        ...instruction,
        loads: instruction.loads.map(f),
        stores: instruction.stores.map((store) => ({ ...store, view: f(store.view) })),
      };
    case "gemm":
      return {
        ...instruction,
        terms: instruction.terms.map(({ a, b }) => ({ a: f(a), b: f(b) })),
        c: f(instruction.c),
        ...(instruction.start && { start: f(instruction.start) }),
      };
    case "reduce":
      return { ...instruction, from: f(instruction.from), to: f(instruction.to) };
    case "takeRows":
    case "scatterAdd":
      return {
        ...instruction,
        from: f(instruction.from),
        index: f(instruction.index),
        to: f(instruction.to),
      };
    case "randomUniform":
      return { ...instruction, key: f(instruction.key), to: f(instruction.to) };
    case "foldKey":
      return {
        ...instruction,
        key: f(instruction.key),
        number: f(instruction.number),
        to: f(instruction.to),
      };
    case "plain":
      return { ...instruction, inputs: instruction.inputs.map(f), outputs: instruction.outputs.map(f) };
    case "scan":
      return { ...instruction, body: instruction.body.map((inner) => mapViews(inner, f)) };
    default:
      return instruction satisfies never;
  }
}
