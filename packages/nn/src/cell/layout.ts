/**
 * What weights a cell has: found by running its equations once on zeros.
 *
 * All affines of one operand are one product. Their weights lie stacked in the order in which they are written,
 * [G * H, n], and each affine reads its own columns of the result. For a cell with families the stack is the
 * parameter itself (PyTorch's weight_ih); else each affine has a parameter of its own (`i.x.weight`), and they are
 * stacked once before the loop.
 */
import { SeqError } from "@seqloom/diagnostic";
import { isValue, type Value } from "@seqloom/ops";
import { ones, type Shape, type Tensor, zeros } from "@seqloom/tensor";
import { constantStart, uniformStart } from "../init.ts";
import type { Initialiser, Parameter } from "../module.ts";
import type { AffineOptions, Cell } from "./cell.ts";
import { runCell } from "./scope.ts";
import { type Block, shiftedStart, stackedStart } from "./starts.ts";

/** Rows of a parameter, by its path within the cell; without a path, that many zeros. */
export interface Segment {
  readonly path?: string;
  readonly start: number;
  readonly rows: number;
  readonly mask?: Tensor;
}

/** One product: everything that is multiplied with one operand. */
export interface Stack {
  /** What the operand is called: `x`, a state, or a name of its own. */
  readonly label: string;
  readonly weights: readonly Segment[];
  /** Empty where no affine of this operand adds a bias. */
  readonly bias: readonly Segment[];
}

/** One written affine: the sum of these columns of these stacks. */
export interface Slot {
  readonly parts: readonly { readonly stack: number; readonly start: number; readonly end: number }[];
}

export interface Layout {
  readonly slots: readonly Slot[];
  readonly stacks: readonly Stack[];
  /** By path within the cell: `weight_ih`, or `i.x.weight`. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Named values in the order of the equations; the last axis' size of each. */
  readonly gates: Readonly<Record<string, number>>;
  readonly states: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, number>>;
  /** Whether a step draws random numbers while training. */
  readonly isRandom: boolean;
}

export interface LayoutOptions {
  readonly input: number;
  readonly hidden: number;
  /** First values of weights on states; PyTorch's uniform ones if left out. */
  readonly recurrent?: Initialiser;
}

/** @throws SeqError "cell-step" if a step does not give each state its next value, "weight-twice" for one name twice */
export function layoutOf(cell: Cell, options: LayoutOptions): Layout {
  const { input, hidden } = options;
  const stateSizes = Object.fromEntries(cell.states.map((state) => [state, cell.sizes[state] ?? hidden]));
  const inputs = {
    x: zeros([1, input]),
    ...mapEntries(stateSizes, (size) => zeros([1, size])),
    ...mapEntries(cell.extra, ({ shape }) => zeros([1, ...shape])),
  };
  const recorder = new Recorder(cell, options, new Map(Object.entries(inputs).map(([name, v]) => [v, name])));
  const results = runCell(cell, options, inputs, recorder);
  checkResults(cell, stateSizes, results);
  for (const [state, size] of Object.entries(stateSizes)) {
    const start = cell.start[state];
    if (start === "learned") recorder.parameter(recorder.pathOf("start", state), [size], constantStart(0));
  }
  return {
    slots: recorder.slots,
    stacks: recorder.stacks.map(({ label, weights, bias }) => ({
      label,
      weights,
      bias: bias.some((segment) => segment.path !== undefined) ? bias : [],
    })),
    parameters: recorder.inOrder(),
    gates: recorder.gates,
    states: stateSizes,
    outputs: Object.fromEntries(cell.outputs.map((name) => [name, results[name]?.shape.at(-1) ?? 0])),
    isRandom: recorder.isRandom,
  };
}

interface OpenStack {
  readonly label: string;
  readonly operand: Value;
  rows: number;
  readonly weights: Segment[];
  readonly bias: Segment[];
}

/** The host that writes down what a step asks for. */
class Recorder {
  readonly slots: Slot[] = [];
  readonly stacks: OpenStack[] = [];
  readonly gates: Record<string, number> = {};
  isRandom = false;
  private readonly parameters = new Map<string, { readonly blocks: Block[]; readonly rest: Shape }>();
  private readonly cell: Cell;
  private readonly options: LayoutOptions;
  private readonly named: Map<Value, string>;

  constructor(cell: Cell, options: LayoutOptions, named: Map<Value, string>) {
    this.cell = cell;
    this.options = options;
    this.named = named;
  }

  affine(_: number, path: string, operands: readonly Value[], options: AffineOptions): Value {
    const { to = this.options.hidden, bias = true, biasStart = 0, as, mask } = options;
    const given = typeof as === "string" ? [as] : (as ?? []);
    const labels = numberLabels(operands.map((operand, i) => this.named.get(operand) ?? given[i] ?? "a"));
    const parts = operands.map((operand, i) => {
      const label = this.named.get(operand) ?? given[i] ?? "a";
      const stack = this.stackOf(operand, label);
      const at = this.stacks[stack];
      if (at === undefined) throw new SeqError("internal", "internal: an operand was lost");
      const width = operand.shape.at(-1) ?? 1;
      const weight = this.weightSegment(
        path,
        label,
        labels[i] ?? label,
        [to, width],
        i === 0 ? mask : undefined,
      );
      at.weights.push(weight);
      at.bias.push(bias && i === 0 ? this.biasSegment(path, labels, to, biasStart) : { start: 0, rows: to });
      at.rows += to;
      return { stack, start: at.rows - to, end: at.rows };
    });
    this.slots.push({ parts });
    return zeros([...(operands[0]?.shape.slice(0, -1) ?? []), to]);
  }

  private stackOf(operand: Value, label: string): number {
    const known = this.stacks.findIndex((stack) => stack.operand === operand);
    return known >= 0 ? known : this.stacks.push({ label, operand, rows: 0, weights: [], bias: [] }) - 1;
  }

  private weightSegment(path: string, label: string, name: string, shape: Shape, mask?: Tensor): Segment {
    const isState = this.cell.states.includes(label);
    const init = (isState ? this.options.recurrent : undefined) ?? this.plainStart();
    const family = this.cell.families?.[label];
    return family === undefined
      ? { path: this.parameter(`${path}.${name}.weight`, shape, init), start: 0, rows: shape[0] ?? 0, mask }
      : { ...this.block(`weight_${family}`, shape, init), mask };
  }

  private biasSegment(path: string, labels: readonly string[], rows: number, start: number): Segment {
    const [label = "a"] = labels;
    const family = this.cell.families?.[label];
    if (family !== undefined)
      return this.block(`bias_${family}`, [rows], shiftedStart(this.plainStart(), start));
    const name = labels.length === 1 ? `${path}.${label}.bias` : `${path}.bias`;
    return { path: this.parameter(name, [rows], constantStart(start)), start: 0, rows };
  }

  private plainStart(): Initialiser {
    return uniformStart(1 / Math.sqrt(this.options.hidden));
  }

  weight(name: string, shape: Shape, init: Initialiser): Value {
    this.parameter(this.pathOf("weight", name), shape, init);
    return zeros(shape);
  }

  layerNorm(path: string, v: Value): Value {
    const shape = [v.shape.at(-1) ?? 1];
    this.parameter(this.pathOf("weight", path), shape, constantStart(1));
    this.parameter(this.pathOf("bias", path), shape, constantStart(0));
    return zeros(v.shape); // a new value: its products are not those of v
  }

  keep(_: number, v: Value): Value {
    this.isRandom = true;
    return ones(v.shape, "bool");
  }

  define(kind: "gate" | "state", name: string, value: Value): Value {
    if (kind === "gate") this.gates[name] = value.shape.at(-1) ?? 1;
    return value;
  }

  pathOf(what: "weight" | "bias" | "start", name: string): string {
    return pathIn(this.cell, what, name);
  }

  /** More rows of a parameter that several affines share. */
  private block(path: string, [rows = 0, ...rest]: Shape, init: Initialiser): Segment {
    const known = this.parameters.get(path) ?? { blocks: [], rest };
    this.parameters.set(path, known);
    const start = known.blocks.reduce((n, block) => n + block.rows, 0);
    known.blocks.push({ rows, init });
    return { path, start, rows };
  }

  /** A parameter of its own. @throws SeqError "weight-twice" */
  parameter(path: string, [rows = 1, ...rest]: Shape, init: Initialiser): string {
    if (this.parameters.has(path)) {
      throw new SeqError("weight-twice", `cell ${this.cell.name} has two weights called ${path}`, {
        help: "give the statements different names, or the operand one with `as`",
        details: { cell: this.cell.name, path },
      });
    }
    this.parameters.set(path, { blocks: [{ rows, init }], rest });
    return path;
  }

  /** PyTorch's order for families: weights on input and states, their biases, the rest. */
  inOrder(): Record<string, Parameter> {
    const families = new Set(
      ["x", ...this.cell.states].flatMap((label) => this.cell.families?.[label] ?? []),
    );
    const place = (path: string): number => {
      const [kind = "", family = ""] = path.split("_");
      return families.has(family) ? ["weight", "bias"].indexOf(kind) : 2;
    };
    const paths = [...this.parameters.keys()].sort((a, b) => place(a) - place(b));
    return Object.fromEntries(
      paths.flatMap((path) => {
        const found = this.parameters.get(path);
        if (found === undefined) return [];
        const { blocks, rest } = found;
        const rows = blocks.reduce((n, block) => n + block.rows, 0);
        return [[path, { shape: [rows, ...rest], init: stackedStart(blocks), frozen: this.cell.frozen }]];
      }),
    );
  }
}

/** `weight_norm_i` beside PyTorch's names, else `i.layerNorm.weight`; a cell's own weight bears its bare name. */
export function pathIn(cell: Cell, what: "weight" | "bias" | "start", name: string): string {
  if (cell.families !== undefined) return `${what}_${name.replace(".layerNorm", "_norm")}`;
  return what === "weight" && !name.includes(".") ? name : `${name}.${what}`;
}

/** `x`, `x2`, ... for an operand that is written twice in one affine. */
function numberLabels(labels: readonly string[]): string[] {
  return labels.map((label, i) => {
    const n = labels.slice(0, i + 1).filter((other) => other === label).length;
    return n === 1 ? label : `${label}${n}`;
  });
}

function checkResults(
  cell: Cell,
  sizes: Readonly<Record<string, number>>,
  results: Readonly<Record<string, Value>>,
): void {
  for (const name of [...cell.states, ...cell.outputs]) {
    const value: Value | undefined = results[name];
    const size = sizes[name];
    const fits = value !== undefined && isValue(value) && (size === undefined || value.shape.at(-1) === size);
    if (fits) continue;
    throw new SeqError(
      "cell-step",
      `a step of cell ${cell.name} ${value === undefined ? `does not give ${name}` : `gives ${name} of size ${value.shape.at(-1)}, it was ${size}`}`,
      {
        help: "return every state after the step, as large as it was before, and every output",
        details: { cell: cell.name, name, got: value?.shape, size },
      },
    );
  }
}

function mapEntries<A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}
