/**
 * A recurrent cell: the equations of one time step.
 *
 * A cell says what is computed from the input and the states before the step, and nothing else. Sizes, weights,
 * layers, directions, lengths and time belong to the layer over it (recurrent/recurrent.ts), so every option of a
 * layer works for every cell.
 */
import { SeqError } from "@seqloom/diagnostic";
import type { Value } from "@seqloom/ops";
import type { Shape, Tensor } from "@seqloom/tensor";
import type { Initialiser } from "../module.ts";

export interface AffineOptions {
  /** Width of the result; the layer's hidden size if left out. */
  readonly to?: number;
  /** Whether b is added; as the cell says if left out. */
  readonly bias?: boolean;
  /** Added to the first values of the bias; 0 if left out. */
  readonly biasStart?: number;
  /** First values of the weight of the first operand; the layer's if left out. */
  readonly start?: Initialiser;
  /** Names of operands that are not the input or a state, in the order of the operands; `a`, `a2`, ... if left out. */
  readonly as?: string | readonly (string | undefined)[];
  /** Factors of the weight of the first operand, [to, width], never trained: zeros cut connections. */
  readonly mask?: Tensor;
}

/** A learned `W v + b` of a value [B, n]; of several, `W v + U w + b` with one bias. */
export type Affine = (operands: Value | readonly Value[], options?: AffineOptions) => Value;

/** What the equations of a step are written with, beside the operations of @seqloom/ops. */
export interface CellScope {
  /** Sizes of the layer this step runs in. */
  readonly input: number;
  readonly hidden: number;
  /** Defines a named value. The name is its weights' and the one by which it is watched and pinned. */
  gate(name: string, f: (affine: Affine) => Value): Value;
  /** Defines a state after the step: watched, edited and erased under the state's name. */
  next(state: string, f: (affine: Affine) => Value): Value;
  /** Learned numbers of the cell, the same at all steps. */
  weight(name: string, shape: Shape, init: Initialiser): Value;
  /** Normalises the units of each example, with a learned factor and shift (Ba, Kiros & Hinton 2016). */
  layerNorm(v: Value): Value;
  /** Zeros a share of the entries while training, drawn anew at each step; the rest is scaled up. */
  dropout(v: Value, share: number): Value;
  /** Keeps a share of the units as before the step while training, their mean in use (Krueger et al. 2017). */
  zoneout(next: Value, before: Value, share: number): Value;
}

/** An input of a cell beside x. */
export interface ExtraInput {
  /** Shape for one example at one step; 1 where a size is not known ahead. */
  readonly shape: Shape;
  /** Whether it has an entry for each step, [T, B, ...]; if not it is the same at every step, [B, ...]. */
  readonly perStep?: boolean;
}

/** What a state holds before the first step. */
export type StateStart = "zeros" | "learned" | number;

/** The names of PyTorch's weights by what is multiplied: `{ x: "ih", h: "hh" }` gives `weight_ih_l0`, `weight_hh_l0`. */
export type Families = Readonly<Record<string, string>>;

export interface CellDefinition<State extends string, Extra extends string, Output extends string> {
  /** In one word, as in the language; begins the weights' paths in a model. */
  readonly name: string;
  /** The values carried from step to step, [B, hidden] each. */
  readonly states: readonly State[];
  /** Sizes of states that are not as wide as the layer. */
  readonly sizes?: Readonly<Partial<Record<State, number>>>;
  /** States that count; noise on states leaves them alone. */
  readonly counters?: readonly State[];
  /** First values of states; zeros if left out. */
  readonly start?: Readonly<Partial<Record<State, StateStart>>>;
  /** Inputs beside x. */
  readonly extra?: Readonly<Record<Extra, ExtraInput>>;
  /** What a step gives out, the first being the layer's y; the first state if left out. */
  readonly outputs?: readonly Output[];
  /** All affines of one operand as one weight under PyTorch's names; left out, each affine has its own. */
  readonly families?: Families;
  /** Whether affines add a bias unless told otherwise; true if left out. */
  readonly bias?: boolean;
  /** Weights are drawn once and never trained. */
  readonly frozen?: boolean;
  /** What each gate does, in words. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The settings it was made with, for `describe` and for writing it in another library. */
  readonly options?: Readonly<Record<string, unknown>>;
  /**
   * One time step: from x [B, input] and the states before it to the states after it and the further outputs.
   * Recorded once and run at every step, so it must do the same each time.
   */
  step(
    inputs: Readonly<Record<State | Extra | "x", Value>>,
    q: CellScope,
  ): Readonly<Record<State | Output, Value>>;
}

/** A cell as layers see it. */
export interface Cell {
  readonly name: string;
  readonly states: readonly string[];
  readonly sizes: Readonly<Partial<Record<string, number>>>;
  readonly counters: readonly string[];
  readonly start: Readonly<Partial<Record<string, StateStart>>>;
  readonly extra: Readonly<Record<string, ExtraInput>>;
  readonly outputs: readonly string[];
  readonly families: Families | undefined;
  readonly bias: boolean;
  readonly frozen: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
  step(inputs: Readonly<Record<string, Value>>, q: CellScope): Readonly<Record<string, Value>>;
}

/**
 * Makes a cell from its equations.
 *
 * @throws SeqError "cell-states" if it has no state, or one twice or under the name of an input
 * @example
 * const leaky = defineCell({
 *   name: "leaky",
 *   states: ["h"],
 *   step({ x, h }, q) {
 *     const n = q.gate("n", (affine) => tanh(affine([x, h])));
 *     return { h: q.next("h", () => add(mul(0.9, h), mul(0.1, n))) };
 *   },
 * });
 */
export function defineCell<State extends string, Extra extends string = never, Output extends string = State>(
  definition: CellDefinition<State, Extra, Output>,
): Cell {
  const { name, states, sizes = {}, start = {}, extra = {}, labels = {}, options = {} } = definition;
  const [first] = states;
  const taken = ["x", ...Object.keys(extra)];
  const wrong = states.find((state, i) => states.indexOf(state) !== i || taken.includes(state));
  if (first === undefined || wrong !== undefined) {
    throw new SeqError(
      "cell-states",
      first === undefined ? `cell ${name} carries no state` : `cell ${name} has two values called ${wrong}`,
      {
        help:
          first === undefined
            ? "name at least one value that goes from step to step; without one it is no recurrent cell"
            : "give each state a name of its own, other than x and the further inputs",
        details: { cell: name, states, inputs: taken },
      },
    );
  }
  return {
    name,
    states,
    sizes,
    counters: definition.counters ?? [],
    start,
    extra,
    outputs: definition.outputs ?? [first],
    families: definition.families,
    bias: definition.bias ?? true,
    frozen: definition.frozen ?? false,
    labels,
    options,
    step: definition.step,
  };
}
