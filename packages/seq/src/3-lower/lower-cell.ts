/** A cell of the language as a cell of @seqloom/nn: the same equations, recorded the same way. */
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
import type { Value } from "@seqloom/ops";
import type { Initial, Typed, TypedBody, TypedCall, TypedStatement } from "../2-check/types.ts";
import type { CellFrame, Frame, Run } from "./frame.ts";
import type { Item } from "./item.ts";
import { valueItem } from "./item.ts";

/** A line `state h: [n]` or `weight p: [n]`. */
type Declaration = Extract<TypedStatement, { readonly names: readonly string[] }>;

/** Runs the expressions of a body; handed in, since bodies call cells and cells are bodies. */
export type Evaluate = (typed: Typed, frame: Frame) => readonly Item[];

/**
 * @param call  the call of the cell; its first input is x, further ones are extra inputs
 * @param body  with the sizes and types of this call in it
 */
export function lowerCell(call: TypedCall, body: TypedBody, run: Run, evaluate: Evaluate): Cell {
  const declared = body.statements.filter((s): s is Declaration => s.kind === "state");
  const states = declared.flatMap((s) => s.names);
  const start: Record<string, StateStart> = {};
  const sizes: Record<string, number> = {};
  for (const s of declared) {
    const [axis] = s.type.axes;
    for (const name of s.names) {
      start[name] = s.start.kind === "learned" ? "learned" : s.start.kind === "fill" ? s.start.value : 0;
      if (axis !== undefined) sizes[name] = run.sizeOf(axis);
    }
  }
  const [x, ...more] = body.params;
  const extra: Record<string, ExtraInput> = {};
  more.forEach(({ name, type }, i) => {
    const given = call.inputs[i + 1]?.type;
    const axes = type.kind === "value" ? type.axes : [];
    // One axis more than the cell sees, batch aside: it is read step by step.
    const perStep = given?.kind === "value" && given.axes.length > axes.length + 1;
    extra[name] = { shape: axes.map(() => 1), perStep };
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
    step: (inputs, q) =>
      runStep(body, inputs, q, { run, evaluate, x: x?.name ?? "x", outputs: isPlain ? [] : outputs }),
  });
}

/** Whether the result is only a state after the step, which the layer gives out anyway. */
function isState(value: Typed, states: readonly string[]): boolean {
  return value.kind === "name" && value.name === `${states[0]}'`;
}

interface StepContext {
  readonly run: Run;
  readonly evaluate: Evaluate;
  readonly x: string;
  readonly outputs: readonly string[];
}

function runStep(
  body: TypedBody,
  inputs: Readonly<Record<string, Value>>,
  q: CellScope,
  context: StepContext,
): Record<string, Value> {
  const names = new Map<string, Item>(
    Object.entries(inputs).map(([name, value]) => [name === "x" ? context.x : name, valueItem(value)]),
  );
  const frameWith = (affine: CellFrame["affine"]): Frame => ({
    run: context.run,
    path: "",
    names,
    cell: { q, affine },
  });
  const after: Record<string, Value> = {};
  for (const statement of body.statements) {
    if (statement.kind === "weight") declareWeight(statement, names, q, context.run);
    if (statement.kind !== "let") continue;
    const [target] = statement.targets;
    const value = (affine: CellFrame["affine"]) => context.evaluate(statement.value, frameWith(affine));
    if (statement.targets.length === 1 && target !== undefined) {
      const define = target.after ? q.next : q.gate;
      const made = define.call(q, target.name, (affine) => asValue(value(affine)[0]));
      names.set(target.after ? `${target.name}'` : target.name, valueItem(made));
      if (target.after) after[target.name] = made;
      continue;
    }
    // Several results at once: the weights are named after the first.
    let all: readonly Item[] = [];
    q.gate(target?.name ?? "_", (affine) => {
      all = value(affine);
      return asValue(all[0]);
    });
    statement.targets.forEach(({ name }, i) => {
      const found = all[i];
      if (name !== "_" && found !== undefined) names.set(name, found);
    });
  }
  const results = body.results.map((result, i) => {
    const name = result.name ?? (i === 0 ? "out" : `out${i + 1}`);
    const named = result.name === undefined ? undefined : names.get(result.name);
    const value =
      context.outputs.length === 0
        ? undefined
        : asValue(named ?? asItem(q, name, (affine) => context.evaluate(result.value, frameWith(affine))[0]));
    return [name, value] as const;
  });
  return {
    ...after,
    ...Object.fromEntries(results.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  };
}

function asItem(q: CellScope, name: string, f: (affine: CellFrame["affine"]) => Item | undefined): Item {
  return valueItem(q.gate(name, (affine) => asValue(f(affine))));
}

function declareWeight(
  { names: declared, type, start }: Declaration,
  names: Map<string, Item>,
  q: CellScope,
  run: Run,
): void {
  const shape = type.axes.map(run.sizeOf);
  for (const name of declared) names.set(name, valueItem(q.weight(name, shape, initialiserOf(start))));
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
