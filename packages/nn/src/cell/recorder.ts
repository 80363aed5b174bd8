/** Writes down what weights the equations of a cell ask for. */
import { SeqError } from "@seqloom/diagnostic";
import type { Value } from "@seqloom/ops";
import { ones, type Shape, zeros } from "@seqloom/tensor";
import { constantStart, uniformStart } from "../init.ts";
import type { Initialiser, Parameter } from "../module.ts";
import type { AffineOptions, Cell } from "./cell.ts";
import type { LayoutOptions, Segment, Slot, Stack } from "./layout.ts";
import { pathIn, weightPath } from "./paths.ts";
import type { StepHost } from "./scope.ts";
import { type Block, shiftedStart, stackedStart } from "./starts.ts";

interface OpenStack {
  readonly label: string;
  readonly operand: Value;
  rows: number;
  readonly weights: Segment[];
  readonly bias: Segment[];
}

/** The host of a step that runs on zeros, only to be seen. */
export class Recorder implements StepHost {
  readonly slots: Slot[] = [];
  readonly gates: Record<string, number> = {};
  isRandom = false;
  private readonly open: OpenStack[] = [];
  private readonly found = new Map<string, { readonly blocks: Block[]; readonly rest: Shape }>();
  private readonly cell: Cell;
  private readonly options: LayoutOptions;
  private readonly named: ReadonlyMap<Value, string>;

  /** @param named  the inputs and states by the value that stands for each */
  constructor(cell: Cell, options: LayoutOptions, named: ReadonlyMap<Value, string>) {
    this.cell = cell;
    this.options = options;
    this.named = named;
  }

  affine(_: number, path: string, operands: readonly Value[], options: AffineOptions): Value {
    const { to = this.options.hidden, bias = this.cell.bias, biasStart = 0, as } = options;
    const given = typeof as === "string" ? [as] : (as ?? []);
    const labels = operands.map((operand, i) => this.named.get(operand) ?? given[i] ?? "a");
    const names = numberRepeated(labels);
    const parts = operands.map((operand, i) => {
      const label = labels[i] ?? "a";
      const { place, stack } = this.stackOf(operand, label);
      const shape = [to, operand.shape.at(-1) ?? 1];
      const own = i === 0 ? options : {};
      stack.weights.push(this.weightRows(`${path}.${names[i] ?? label}`, label, shape, own));
      stack.bias.push(bias && i === 0 ? this.biasRows(path, labels, to, biasStart) : { start: 0, rows: to });
      stack.rows += to;
      return { stack: place, start: stack.rows - to, end: stack.rows };
    });
    this.slots.push({ parts });
    return zeros([...(operands[0]?.shape.slice(0, -1) ?? []), to]);
  }

  weight(name: string, shape: Shape, init: Initialiser): Value {
    this.parameter(weightPath(this.cell, name), shape, init);
    return zeros(shape);
  }

  layerNorm(path: string, v: Value): Value {
    const shape = [v.shape.at(-1) ?? 1];
    this.parameter(pathIn(this.cell, "weight", path), shape, constantStart(1));
    this.parameter(pathIn(this.cell, "bias", path), shape, constantStart(0));
    return zeros(v.shape); // a new value: its products are not those of v
  }

  keep(_: number, v: Value): Value {
    this.isRandom = true;
    return ones(v.shape, "bool");
  }

  /** @throws SeqError "name-twice" for a gate called like a state or another gate */
  define(kind: "gate" | "state", name: string, value: Value): Value {
    if (kind === "state") return value;
    if (name in this.gates || this.cell.states.includes(name)) {
      throw new SeqError("name-twice", `cell ${this.cell.name} defines ${name} twice`, {
        help: "give each gate a name of its own; a state after the step is defined with q.next",
        details: { cell: this.cell.name, name },
      });
    }
    this.gates[name] = value.shape.at(-1) ?? 1;
    return value;
  }

  /** A parameter of its own. @throws SeqError "weight-twice" */
  parameter(path: string, [rows = 1, ...rest]: Shape, init: Initialiser): string {
    if (this.found.has(path)) {
      throw new SeqError("weight-twice", `cell ${this.cell.name} has two weights called ${path}`, {
        help: "give the statements different names, or the operand one with `as`",
        details: { cell: this.cell.name, path },
      });
    }
    this.found.set(path, { blocks: [{ rows, init }], rest });
    return path;
  }

  get stacks(): readonly Stack[] {
    return this.open.map(({ label, weights, bias }) => ({
      label,
      weights,
      bias: bias.some((segment) => segment.path !== undefined) ? bias : [],
    }));
  }

  /** In PyTorch's order for families: weights on input and states, their biases, the rest. */
  get parameters(): Readonly<Record<string, Parameter>> {
    const { cell } = this;
    const main = ["x", ...cell.states].flatMap((label) => cell.families?.[label] ?? []);
    const order = [...main.map((family) => `weight_${family}`), ...main.map((family) => `bias_${family}`)];
    const place = (path: string) => (order.includes(path) ? order.indexOf(path) : order.length);
    const entries = [...this.found].sort(([a], [b]) => place(a) - place(b));
    return Object.fromEntries(
      entries.map(([path, { blocks, rest }]) => {
        const rows = blocks.reduce((n, block) => n + block.rows, 0);
        return [path, { shape: [rows, ...rest], init: stackedStart(blocks), frozen: cell.frozen }];
      }),
    );
  }

  private stackOf(operand: Value, label: string): { readonly place: number; readonly stack: OpenStack } {
    const place = this.open.findIndex((stack) => stack.operand === operand);
    const known = this.open[place];
    if (known !== undefined) return { place, stack: known };
    const stack: OpenStack = { label, operand, rows: 0, weights: [], bias: [] };
    return { place: this.open.push(stack) - 1, stack };
  }

  private weightRows(path: string, label: string, shape: Shape, own: AffineOptions): Segment {
    const { mask, start } = own;
    const isState = this.cell.states.includes(label);
    const init = start ?? (isState ? this.options.recurrent : undefined) ?? this.plainStart();
    const family = this.cell.families?.[label];
    if (family !== undefined) return { ...this.block(`weight_${family}`, shape, init), mask };
    return { path: this.parameter(`${path}.weight`, shape, init), start: 0, rows: shape[0] ?? 0, mask };
  }

  private biasRows(path: string, labels: readonly string[], rows: number, start: number): Segment {
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

  /** More rows of a parameter that several affines share. */
  private block(path: string, [rows = 0, ...rest]: Shape, init: Initialiser): Segment {
    const known = this.found.get(path) ?? { blocks: [], rest };
    this.found.set(path, known);
    const start = known.blocks.reduce((n, block) => n + block.rows, 0);
    known.blocks.push({ rows, init });
    return { path, start, rows };
  }
}

/** `x`, `x2`, ... where an operand is written twice in one affine. */
function numberRepeated(labels: readonly string[]): string[] {
  return labels.map((label, i) => {
    const n = labels.slice(0, i + 1).filter((other) => other === label).length;
    return n === 1 ? label : `${label}${n}`;
  });
}
