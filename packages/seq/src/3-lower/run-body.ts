/** Runs a checked body: statement by statement, each call through the function that carries it out. */
import { SeqError } from "@seqloom/diagnostic";
import {
  add,
  and,
  cast,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  mul,
  neg,
  not,
  notEqual,
  or,
  pow,
  sub,
  type Value,
  withOrigin,
} from "@seqloom/ops";
import { full, scalar } from "@seqloom/tensor";
import { nameOf } from "../2-check/axes/axis.ts";
import type { Type, Typed, TypedBody, TypedCall, TypedStatement } from "../2-check/types.ts";
import { align } from "./align.ts";
import type { CallSite, Carrier } from "./call-site.ts";
import { type Frame, weightAt } from "./frame.ts";
import { timeFunctions } from "./functions/along-time.ts";
import { aligned, pointwiseFunctions } from "./functions/pointwise.ts";
import { partOfState, recurrentFunctions, runRecurrent } from "./functions/recurrent.ts";
import { reductionFunctions } from "./functions/reductions.ts";
import { shapeFunctions } from "./functions/shapes.ts";
import { weightFunctions } from "./functions/weights.ts";
import { type Item, type Lengths, valueItem } from "./item.ts";
import { hiddenOf, initialiserOf, lengthsName, lowerCell, unevenAxes } from "./lower-cell.ts";

/** What carries out each function of bodies. A test holds it against the table in tables/layers.ts. */
export const functions: Readonly<Record<string, Carrier>> = {
  ...weightFunctions,
  ...recurrentFunctions,
  ...timeFunctions,
  ...reductionFunctions,
  ...shapeFunctions,
  ...pointwiseFunctions,
  affine: (site) => [affineOf(site)],
};

/** The results of a body, in order. Names of its parameters must be in the frame. */
export function runBody(body: TypedBody, frame: Frame): Item[] {
  for (const statement of body.statements) runStatement(statement, frame);
  return body.results.map(
    (result) =>
      (result.name === undefined ? undefined : frame.names.get(result.name)) ??
      first(evaluate(result.value, frame), result.value),
  );
}

function runStatement(statement: TypedStatement, frame: Frame): void {
  switch (statement.kind) {
    case "let": {
      const items = evaluate(statement.value, frame);
      statement.targets.forEach(({ name }, i) => {
        const item = items[i];
        if (name !== "_" && item !== undefined) frame.names.set(name, item);
      });
      return;
    }
    case "repeat":
      statement.rounds.forEach((round, i) => {
        const inner: Frame = {
          ...frame,
          path: `${frame.path}${statement.stage}.${i}.`,
          names: new Map(frame.names),
        };
        for (const one of round) runStatement(one, inner);
        // Names from outside may have got a new value; those made inside end here.
        for (const name of frame.names.keys()) {
          const item = inner.names.get(name);
          if (item !== undefined) frame.names.set(name, item);
        }
      });
      return;
    case "weight":
      for (const name of statement.names) {
        const shape = statement.type.axes.map(frame.run.sizeOf);
        frame.names.set(
          name,
          valueItem(weightAt(frame, name, { shape, init: initialiserOf(statement.start) })),
        );
      }
      return;
    case "state":
      return; // cells only, see lower-cell.ts
    default:
      return statement satisfies never;
  }
}

/** The results of an expression; all but calls have one. Operations remember the line that asked for them. */
function evaluate(typed: Typed, frame: Frame): readonly Item[] {
  return withOrigin(frame.isOwnFile ? typed.span : undefined, () => results(typed, frame));
}

function results(typed: Typed, frame: Frame): readonly Item[] {
  switch (typed.kind) {
    case "scalar": {
      const value = typed.type.kind === "scalar" ? typed.type.value?.value : undefined;
      return [{ kind: "number", value: Number(value ?? Number.NaN) }];
    }
    case "name": {
      const item = frame.names.get(typed.name);
      if (item === undefined) throw new SeqError("internal", `internal: ${typed.name} has no value`);
      return [item];
    }
    case "part": {
      const [state] = evaluate(typed.of, frame);
      if (state?.kind !== "state")
        throw new SeqError("internal", `internal: ${typed.part} of something that is no state`);
      const isBoth = typed.of.type.kind === "state" && typed.of.type.bidirectional;
      return [valueItem(partOfState(state.state, typed.part, isBoth))];
    }
    case "operation":
      return [operate(typed.operator, typed.operands, frame)];
    case "call":
      return call(typed, frame);
    case "tuple":
      return typed.items.map((one) => first(evaluate(one, frame), one));
    case "broken":
      throw new SeqError("internal", "internal: a spec with errors was lowered");
    default:
      return typed satisfies never;
  }
}

function first(items: readonly Item[], typed: Typed): Item {
  const [item] = items;
  if (item === undefined) throw new SeqError("internal", `internal: ${typed.label} gave nothing`);
  return item;
}

const operators: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  "+": add,
  "-": sub,
  "*": mul,
  "/": div,
  "^": pow,
  "==": equal,
  "!=": notEqual,
  "<": less,
  "<=": lessEqual,
  ">": greater,
  ">=": greaterEqual,
  and,
  or,
};

function operate(operator: string, operands: readonly Typed[], frame: Frame): Item {
  const items = operands.map((typed) => first(evaluate(typed, frame), typed));
  const lengths: Lengths = new Map(items.flatMap((item) => (item.kind === "value" ? [...item.lengths] : [])));
  const values = align(
    items.map((item, i) =>
      aligned(
        item,
        operands[i] ?? { kind: "broken", span: { start: 0, end: 0 }, type: { kind: "unknown" }, label: "" },
      ),
    ),
  );
  const [a, b] = values;
  if (a === undefined) throw new SeqError("internal", `internal: ${operator} without operands`);
  if (b === undefined) return valueItem(operator === "not" ? not(a) : neg(a), lengths);
  const f = operators[operator];
  if (f === undefined) throw new SeqError("internal", `internal: there is no operator ${operator}`);
  return valueItem(f(a, b), lengths);
}

function call(typed: TypedCall, frame: Frame): readonly Item[] {
  const inputs = typed.inputs.map((input) => asValueItem(first(evaluate(input, frame), input)));
  const site: CallSite = {
    call: typed,
    frame,
    inputs,
    evaluate: (inner) => first(evaluate(inner, frame), inner),
  };
  const items = typed.body === undefined ? callFunction(site) : callDefinition(site, typed.body);
  note(site, items);
  return items;
}

/** A plain number where a value is wanted is a scalar. */
function asValueItem(item: Item): Item {
  return item.kind === "number" ? valueItem(scalar(item.value)) : item;
}

function callFunction(site: CallSite): readonly Item[] {
  const f = Object.hasOwn(functions, site.call.callee) ? functions[site.call.callee] : undefined;
  if (f !== undefined) return f(site);
  throw new SeqError("not-built", `${site.call.callee} is checked but not built yet`, {
    help: "leave it out for now",
  });
}

function callDefinition(site: CallSite, body: TypedBody): readonly Item[] {
  const { frame, call: typed, inputs } = site;
  // Definitions of other files are called by the file's name: `own.name`.
  const isOwnFile = frame.isOwnFile && !typed.callee.includes(".");
  if (body.kind === "cell") {
    const cell = lowerCell(site, body, { evaluate, isOwnFile });
    const extra = Object.fromEntries(
      body.params.slice(1).flatMap(({ name, type }, i) => extraValues(name, type, inputs[i + 1])),
    );
    return runRecurrent(site, cell, hiddenOf(body, frame.run), extra);
  }
  const names = new Map(
    body.params.flatMap(({ name }, i) => {
      const item = inputs[i];
      return item === undefined ? [] : [[name, item] as const];
    }),
  );
  const path = `${frame.path}${typed.stage}.`;
  return runBody(body, { run: frame.run, path, names, isOwnFile, cell: frame.cell });
}

/** A further input of a cell, and its lengths as numbers, which every input of a cell is; even sequences have them too. */
function extraValues(name: string, type: Type, item: Item | undefined): [string, Value][] {
  if (item?.kind !== "value" || type.kind !== "value") return [];
  const { value, lengths } = item;
  const own = unevenAxes(type.axes).map((axis): [string, Value] => {
    const place = value.shape.length - type.axes.length + type.axes.findIndex((one) => nameOf(one) === axis);
    const even = full([value.shape[0] ?? 1], value.shape[place] ?? 1, "i32");
    return [lengthsName(name, axis), cast(lengths.get(axis) ?? even, value.dtype)];
  });
  return [[name, value], ...own];
}

/** W v + b of the operands; the name of an operand that is neither the input nor a state goes into its weight's path. */
function affineOf({ call: typed, inputs, frame }: CallSite): Item {
  const { cell, run } = frame;
  if (cell === undefined) throw new SeqError("internal", "internal: affine outside a cell");
  const values = inputs.flatMap((item) => (item.kind === "value" ? [item.value] : []));
  const as = typed.inputs.map((input) =>
    input.kind === "name" ? input.name.replace("'", "_next") : undefined,
  );
  const scalarOf = (name: string) => {
    const [setting] = typed.settings.get(name) ?? [];
    return setting?.kind === "scalar" ? setting.value : undefined;
  };
  const bias = scalarOf("bias");
  const biasStart = scalarOf("biasStart");
  const axis = typed.type.kind === "value" ? typed.type.axes.at(-1) : undefined;
  return valueItem(
    cell.affine(values, {
      as,
      ...(axis !== undefined && { to: run.sizeOf(axis) }),
      ...(bias?.kind === "truth" && { bias: bias.value }),
      ...(biasStart?.kind === "number" && { biasStart: biasStart.value }),
    }),
  );
}

/** Shapes at the stage, in the first run. */
function note({ call: typed, frame, inputs }: CallSite, items: readonly Item[]): void {
  if (typeof frame.run.weights !== "function" || frame.cell !== undefined) return;
  const [from] = inputs;
  const [to] = items;
  if (from?.kind !== "value" || to?.kind !== "value") return;
  frame.run.parts.stages.push({
    path: `${frame.path}${typed.stage}`,
    callee: typed.callee,
    input: from.value.shape,
    output: to.value.shape,
  });
}
