/** A cell of the language as a cell of @seqloom/nn: the same equations, recorded the same way. */

import { SeqError } from "@seqloom/diagnostic";
import {
  type Cell,
  type CellScope,
  constantStart,
  defineCell,
  type ExtraInput,
  type Initialiser,
  normalStart,
  orthogonalStart,
  type StateStart,
  uniformStart,
  xavierUniformStart,
} from "@seqloom/nn";
import { cast, type Value } from "@seqloom/ops";
import { type Axis, isOrdered, nameOf } from "../2-check/axes/axis.ts";
import type { Initial, Typed, TypedBody, TypedStatement } from "../2-check/types.ts";
import type { CallSite } from "./call-site.ts";
import type { CellFrame, Frame, Run } from "./frame.ts";
import { type Item, type Lengths, valueItem } from "./item.ts";

/** A line `state h: [n]` or `weight p: [n]`. */
type Declaration = Extract<TypedStatement, { readonly names: readonly string[] }>;

/** Runs the expressions of a body; handed in, since bodies call cells and cells are bodies. */
export type Evaluate = (typed: Typed, frame: Frame) => readonly Item[];

/**
 * @param site  the call of the cell; its first input is x, further ones are extra inputs
 * @param body  with the sizes and types of this call in it
 * @throws SeqError "not-built" for a state that is not one axis of numbers
 */
export function lowerCell(
  { call, inputs, frame: { run } }: CallSite,
  body: TypedBody,
  { evaluate, isOwnFile }: { readonly evaluate: Evaluate; readonly isOwnFile: boolean },
): Cell {
  const declared = body.statements.filter((s): s is Declaration => s.kind === "state");
  const states = declared.flatMap((s) => s.names);
  const start: Record<string, StateStart> = {};
  const sizes: Record<string, number> = {};
  for (const s of declared) {
    const [axis, second] = s.type.axes;
    if (axis === undefined || second !== undefined) throw stateNotBuilt(body.name, s.names);
    for (const name of s.names) {
      start[name] = s.start.kind === "learned" ? "learned" : s.start.kind === "fill" ? s.start.value : 0;
      sizes[name] = run.sizeOf(axis);
    }
  }
  const [x, ...more] = body.params;
  const extra: Record<string, ExtraInput> = {};
  more.forEach(({ name, type }, i) => {
    const given = call.inputs[i + 1]?.type;
    const axes = type.kind === "value" ? type.axes : [];
    // One axis more than the cell sees, batch aside: it is read step by step.
    const perStep = given?.kind === "value" && given.axes.length > axes.length + 1;
    const item = inputs[i + 1];
    const sizesOf = item?.kind === "value" ? item.value.shape.slice(perStep ? 2 : 1) : [];
    // Steps differ from batch to batch; one stands for all while the weights are found.
    extra[name] = { shape: axes.map((axis, k) => (isOrdered(axis) ? 1 : (sizesOf[k] ?? 1))), perStep };
    for (const axis of unevenAxes(axes)) extra[lengthsName(name, axis)] = { shape: [] };
  });
  const outputs = body.results.map((result, i) => result.name ?? (i === 0 ? "out" : `out${i + 1}`));
  const isPlain =
    body.results.length === 0 ||
    body.results.every((result) => result.name === undefined && isState(result.value, states));
  return defineCell<string, string, string>({
    name: body.name,
    states,
    sizes,
    start,
    extra,
    ...(!isPlain && { outputs }),
    labels: Object.fromEntries(
      body.statements.flatMap((s) =>
        s.kind === "let" && s.doc !== "" ? s.targets.map((t) => [t.name, s.doc]) : [],
      ),
    ),
    step: (given, q) =>
      new Step(body, given, q, {
        run,
        evaluate,
        isOwnFile,
        x: x?.name ?? "x",
        outputs: isPlain ? [] : outputs,
      }).run(),
  });
}

/** The axes along which the sequences of a batch may differ in length. */
export function unevenAxes(axes: readonly Axis[]): string[] {
  return axes.flatMap((axis) => nameOf(axis) ?? []).filter((name) => name === "time" || name === "step");
}

/** The name under which the lengths of a further input are handed to a cell. */
export function lengthsName(input: string, axis: string): string {
  return `${input} along ${axis}`;
}

function stateNotBuilt(cell: string, names: readonly string[]): SeqError {
  return new SeqError(
    "not-built",
    `cell ${cell}: states with several axes are not built yet (${names.join(", ")})`,
    {
      help: "use one axis: `state h: [hidden]`",
      details: { cell, states: names },
    },
  );
}

/** Whether the result is only a state after the step, which the layer gives out anyway. */
function isState(value: Typed, states: readonly string[]): boolean {
  return value.kind === "name" && value.name === `${states[0]}'`;
}

interface StepContext {
  readonly run: Run;
  readonly evaluate: Evaluate;
  readonly isOwnFile: boolean;
  readonly x: string;
  readonly outputs: readonly string[];
}

/** One time step at work. */
class Step {
  private readonly body: TypedBody;
  private readonly q: CellScope;
  private readonly context: StepContext;
  private readonly weights = new Map<string, Value>();
  private readonly after: Record<string, Value> = {};
  private names: Map<string, Item>;

  constructor(body: TypedBody, given: Readonly<Record<string, Value>>, q: CellScope, context: StepContext) {
    this.body = body;
    this.q = q;
    this.context = context;
    const lengthsOf = (name: string): Lengths =>
      new Map(
        ["time", "step"].flatMap((axis) => {
          const lengths = given[lengthsName(name, axis)];
          return lengths === undefined ? [] : [[axis, cast(lengths, "i32")] as const];
        }),
      );
    this.names = new Map(
      Object.entries(given).map(([name, value]) => [
        name === "x" ? context.x : name,
        valueItem(value, lengthsOf(name)),
      ]),
    );
  }

  /** The states after the step, and the outputs. */
  run(): Record<string, Value> {
    for (const statement of this.body.statements) this.statement(statement, "");
    const { outputs } = this.context;
    const results = this.body.results.map((result, i): [string, Value][] => {
      if (outputs.length === 0) return [];
      const name = outputs[i] ?? "out";
      const named = result.name === undefined ? undefined : this.names.get(result.name);
      return [[name, named === undefined ? this.define("gate", name, result.value) : asValue(named)]];
    });
    return { ...this.after, ...Object.fromEntries(results.flat()) };
  }

  /** @param path  `repeat.0.` inside a repeat, in front of what a statement defines */
  private statement(statement: TypedStatement, path: string): void {
    switch (statement.kind) {
      case "let":
        this.assign(statement, path);
        return;
      case "weight": {
        const shape = statement.type.axes.map(this.context.run.sizeOf);
        const init = initialiserOf(statement.start);
        for (const name of statement.names)
          this.names.set(name, valueItem(this.q.weight(`${path}${name}`, shape, init)));
        return;
      }
      case "repeat":
        statement.rounds.forEach((round, i) => {
          const outer = [...this.names.keys()];
          for (const one of round) this.statement(one, `${path}${statement.stage}.${i}.`);
          // Names made inside end here.
          this.names = new Map([...this.names].filter(([name]) => outer.includes(name)));
        });
        return;
      case "state":
        return;
      default:
        statement satisfies never;
    }
  }

  private assign({ targets, value }: Extract<TypedStatement, { readonly kind: "let" }>, path: string): void {
    const [target] = targets;
    if (targets.length === 1 && target !== undefined) {
      const made = this.define(target.after ? "next" : "gate", `${path}${target.name}`, value);
      this.names.set(target.after ? `${target.name}'` : target.name, valueItem(made));
      if (target.after) this.after[target.name] = made;
      return;
    }
    // Several results at once: the weights are named after the first.
    let all: readonly Item[] = [];
    const name = `${path}${target?.name ?? "_"}`;
    this.q.gate(name, (affine) => {
      all = this.context.evaluate(value, this.frame(affine, name));
      return asValue(all[0]);
    });
    targets.forEach((one, i) => {
      const found = all[i];
      if (one.name !== "_" && found !== undefined) this.names.set(one.name, found);
    });
  }

  private define(kind: "gate" | "next", name: string, value: Typed): Value {
    return this.q[kind](name, (affine) => asValue(this.context.evaluate(value, this.frame(affine, name))[0]));
  }

  private frame(affine: CellFrame["affine"], statement: string): Frame {
    const cell: CellFrame = { q: this.q, affine, statement, weights: this.weights };
    const { run, isOwnFile } = this.context;
    return { run, path: "", names: this.names, isOwnFile, cell };
  }
}

/** First values of a weight. */
export function initialiserOf(start: Initial): Initialiser {
  if (start.kind === "fill") return constantStart(start.value);
  if (start.kind === "learned") return constantStart(0);
  switch (start.how) {
    case "normal":
      return normalStart(start.by);
    case "uniform":
      return uniformStart(start.by);
    case "xavier":
      return xavierUniformStart();
    case "orthogonal":
      return orthogonalStart();
    default:
      return start.how satisfies never;
  }
}

function asValue(item: Item | undefined): Value {
  if (item?.kind === "value") return item.value;
  throw new RangeError("internal: a statement of a cell gave no value");
}

/** The width of a cell's layer: that of its first state. */
export function hiddenOf(body: TypedBody, run: Run): number {
  for (const statement of body.statements) {
    const [axis] = statement.kind === "state" ? statement.type.axes : [];
    if (axis !== undefined) return run.sizeOf(axis);
  }
  throw new RangeError("internal: a cell without a state");
}
