/**
 * What runs a recorded step many times. The plain compiler interprets it; @seqloom/kernels has one that makes
 * WebAssembly. Whoever trains takes a compiler as a value and never knows which.
 */
import { SeqError } from "@seqloom/diagnostic";
import type { Tensor } from "@seqloom/tensor";
import { countPrimitives, type Graph } from "./graph.ts";
import { evaluate } from "./interpret.ts";

/**
 * A graph whose first outputs become its first inputs in the next call: weights, optimiser state, random key.
 */
export interface Program {
  readonly graph: Graph;
  /** How many inputs and outputs are carried from call to call. */
  readonly carried: number;
}

/** How one kind of equation is run, for `explain`. */
export interface Coverage {
  readonly primitive: string;
  readonly path: "wasm" | "plain";
  readonly count: number;
  /** Why it does not run on the fast path. */
  readonly reason?: string;
}

export interface Executable {
  /** Sets what is carried. */
  write(carried: readonly Tensor[]): void;
  /**
   * One step: takes the inputs that are not carried, gives the outputs that are not carried.
   * The tensors given back may be overwritten by the next call; copy what must stay.
   */
  call(inputs: readonly Tensor[]): readonly Tensor[];
  /** A copy of what is carried now. */
  read(): readonly Tensor[];
  readonly coverage: readonly Coverage[];
}

export interface Compiler {
  readonly name: string;
  compile(program: Program): Executable;
}

/** Runs programs equation by equation on the plain device: slow, and right by definition. */
export const plainCompiler: Compiler = {
  name: "plain",
  compile({ graph, carried }) {
    let state: readonly Tensor[] | undefined;
    const current = (): readonly Tensor[] => {
      if (state === undefined)
        throw new SeqError("not-written", "the program was called before its carried values were set", {
          help: "call write first",
        });
      return state;
    };
    return {
      write(values) {
        state = values;
      },
      call(inputs) {
        const outputs = evaluate(graph, [...(carried === 0 ? [] : current()), ...inputs]);
        state = outputs.slice(0, carried);
        return outputs.slice(carried);
      },
      read: current,
      coverage: [...countPrimitives(graph)].map(([primitive, count]) => ({
        primitive,
        path: "plain",
        count,
      })),
    };
  },
};
