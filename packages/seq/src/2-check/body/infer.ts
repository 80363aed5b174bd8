/**
 * What an expression in a body gives: its axes, or what is wrong with it.
 *
 * Nothing stops at the first mistake: what is wrong has an unknown type, and nothing more is said about it.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Binary, Expression, Flow, Option, Ref } from "../../1-parse/syntax.ts";
import type { Parameter } from "../../tables/kind.ts";
import { entryOf } from "../../tables/kind.ts";
import { type LayerFunction, layerFunctions } from "../../tables/layers.ts";
import { sizeOf } from "../axes/axis.ts";
import { numberOf } from "../axes/polynomial.ts";
import { bindArguments } from "../bind-arguments.ts";
import { rules } from "../rules/rules.ts";
import { calculate, numberScalar, type Scalar, scalarOfNumber } from "../scalar.ts";
import {
  labelOf,
  type Setting,
  showType,
  type Type,
  type Typed,
  type TypedCall,
  unknownType,
  valueType,
} from "../types.ts";
import { quoted } from "../written.ts";
import { combine } from "./arithmetic.ts";
import { callDefinition } from "./definition-call.ts";
import { valueParams } from "./definition-site.ts";
import {
  inputMissing,
  noSuchLayer,
  noSuchValue,
  notALayer,
  primeMissing,
  valueWanted,
} from "./name-errors.ts";
import { type Scope, stageWord } from "./scope.ts";
import { settingOf } from "./settings.ts";

/** The type of an expression, and the tree with all types in it. */
export function infer(expression: Expression, scope: Scope): Typed {
  const typed = inferForm(expression, scope);
  if (expression.kind === "ref" || expression.kind === "call")
    scope.notes.push({ span: expression.span, type: typed.type });
  return typed;
}

function inferForm(expression: Expression, scope: Scope): Typed {
  switch (expression.kind) {
    case "number":
      return scalar(scalarOfNumber(expression), expression);
    case "text":
      return scalar({ kind: "text", value: expression.value }, expression);
    case "truth":
      return scalar({ kind: "truth", value: expression.value }, expression);
    case "ref":
      return inferRef(expression, scope);
    case "unary":
      return operation(
        expression.operator === "-" ? "negate" : "not",
        [infer(expression.operand, scope)],
        expression,
        scope,
      );
    case "binary":
      return inferBinary(expression, scope);
    case "tuple":
      return {
        kind: "tuple",
        items: expression.items.map((item) => infer(item, scope)),
        ...node(expression, unknownType),
      };
    case "call":
      return inferCall(expression.callee, [], expression.args, expression.options, expression.span, scope);
    case "flow":
      return inferFlow(expression, scope);
    default:
      return expression satisfies never;
  }
}

function node(expression: Expression, type: Type) {
  return { span: expression.span, type, label: labelOf(expression) };
}

function scalar(value: Scalar | undefined, expression: Expression): Typed {
  return { kind: "scalar", ...node(expression, { kind: "scalar", value }) };
}

function broken(span: Span, label: string): Typed {
  return { kind: "broken", span, type: unknownType, label };
}

// ---- names ----

function inferRef(ref: Ref, scope: Scope): Typed {
  const { name, parts, after, span } = ref;
  if (after) return inferAfter(ref, scope);
  const named = scope.names.get(name);
  if (named !== undefined) {
    scope.used.add(name);
    return named.type.kind === "scalar"
      ? scalar(named.type.value, ref)
      : { kind: "name", name, ...node(ref, named.type) };
  }
  const [head, part] = parts;
  const whole = head === undefined ? undefined : scope.names.get(head.text);
  if (whole !== undefined && head !== undefined && part !== undefined) {
    scope.used.add(head.text);
    return inferPart(
      ref,
      { kind: "name", name: head.text, span: head.span, type: whole.type, label: head.text },
      part.text,
      scope,
    );
  }
  if (scope.poisoned.has(head?.text ?? name)) return broken(span, name);
  const axis = scope.sizes.get(name);
  const constant = scope.library.constants.get(name);
  if (constant !== undefined || (axis !== undefined && name !== "batch")) {
    scope.used.add(name);
    const size = axis === undefined ? undefined : numberOf(sizeOf(axis, scope.solution));
    return scalar(size === undefined ? constant : numberScalar(size), ref);
  }
  if (isCallable(name, scope)) inputMissing(name, [], span, scope);
  else noSuchValue(ref, scope);
  return broken(span, name);
}

/** `h'`, the state after the step. */
function inferAfter(ref: Ref, scope: Scope): Typed {
  const named = scope.names.get(`${ref.name}'`);
  if (named !== undefined) return { kind: "name", name: `${ref.name}'`, ...node(ref, named.type) };
  primeMissing(ref, scope);
  return broken(ref.span, `${ref.name}'`);
}

/** `state.h` */
function inferPart(ref: Ref, whole: Typed, part: string, scope: Scope): Typed {
  if (whole.type.kind === "unknown") return broken(ref.span, ref.name);
  if (whole.type.kind !== "state") {
    const help = `write \`${whole.label}\` alone`;
    scope.reporter.error(
      "part-unknown",
      `${whole.label} is ${showType(whole.type, scope.solution)} and has no parts`,
      ref.span,
      { help },
    );
    return broken(ref.span, ref.name);
  }
  const type = whole.type.parts.get(part);
  if (type === undefined) {
    const parts = [...whole.type.parts.keys()].map((name) => `${whole.label}.${name}`);
    scope.reporter.error("part-unknown", `${showType(whole.type, scope.solution)} has no ${part}`, ref.span, {
      help: `it has ${parts.join(" and ")}`,
    });
    return broken(ref.span, ref.name);
  }
  const last = type.axes.at(-1);
  const isDouble = whole.type.bidirectional && last !== undefined;
  const doubled = isDouble
    ? {
        name: undefined,
        size: sizeOf(last, scope.solution).map((term) => ({ ...term, factor: 2 * term.factor })),
      }
    : undefined;
  const shown = doubled === undefined ? type : valueType([...type.axes.slice(0, -1), doubled]);
  return { kind: "part", of: whole, part, ...node(ref, shown) };
}

// ---- arithmetic ----

function inferBinary(binary: Binary, scope: Scope): Typed {
  const { left, right, operator } = binary;
  const outer = scope.frame;
  scope.frame = (inner) => `${inner} ${operator} ${quoted(right)}`;
  const first = infer(left, scope);
  scope.frame = (inner) => `${quoted(left)} ${operator} ${inner}`;
  const second = infer(right, scope);
  scope.frame = outer;
  return operation(operator, [first, second], binary, scope);
}

function operation(
  operator: string,
  operands: readonly Typed[],
  expression: Expression,
  scope: Scope,
): Typed {
  if (operands.some(({ type }) => type.kind === "unknown"))
    return broken(expression.span, node(expression, unknownType).label);
  for (const operand of operands) {
    const isText = operand.type.kind === "scalar" && operand.type.value?.kind === "text";
    if (operand.type.kind !== "state" && !isText) continue;
    valueWanted(operand, "arithmetic", operand.span, scope);
    return broken(expression.span, "the value");
  }
  if (operands.every(({ type }) => type.kind === "scalar"))
    return scalar(folded(operator, operands), expression);
  const type = combine(operands, expression.span, scope, operator);
  if (type === undefined) return broken(expression.span, "the value");
  return { kind: "operation", operator, operands, ...node(expression, type) };
}

/** Arithmetic on numbers that are known before anything runs. */
function folded(operator: string, operands: readonly Typed[]): Scalar | undefined {
  const values = operands.map(({ type }) => (type.kind === "scalar" ? type.value : undefined));
  const [a, b] = values;
  if (a?.kind !== "number")
    return a?.kind === "truth" && operator === "not" ? { kind: "truth", value: !a.value } : undefined;
  if (operator === "negate") return numberScalar(-a.value);
  if (b?.kind !== "number") return undefined;
  const value = calculate(operatorOf(operator), a.value, b.value);
  return value === undefined
    ? undefined
    : typeof value === "boolean"
      ? { kind: "truth", value }
      : numberScalar(value);
}

function operatorOf(operator: string): Binary["operator"] {
  const all: readonly Binary["operator"][] = [
    "or",
    "and",
    "==",
    "!=",
    "<=",
    ">=",
    "<",
    ">",
    "+",
    "-",
    "*",
    "/",
    "^",
  ];
  return all.find((one) => one === operator) ?? "+";
}

// ---- calls ----

function inferFlow(flow: Flow, scope: Scope): Typed {
  const start = infer(flow.from, scope);
  let inputs: readonly Typed[] = start.kind === "tuple" ? start.items : [start];
  let value: Typed = start;
  for (const [i, stage] of flow.stages.entries()) {
    const label = i === flow.stages.length - 1 ? "the flow" : "the value";
    const call = stage.kind === "call" ? stage : undefined;
    value = {
      ...inferCall(
        call?.callee ?? (stage.kind === "ref" ? stage : stage.callee),
        inputs,
        call?.args ?? [],
        call?.options ?? [],
        stage.span,
        scope,
      ),
      label,
    };
    scope.notes.push({ span: stage.span, type: value.type });
    inputs = [value];
  }
  return value;
}

/** An argument: a value that an arrow brought, or an expression in brackets. */
type Positional = { readonly typed: Typed } | { readonly expression: Expression };

function isCallable(name: string, scope: Scope): boolean {
  return (
    scope.layers.has(name) ||
    scope.functions.has(name) ||
    scope.library.entries.has(name) ||
    entryOf(layerFunctions, name) !== undefined
  );
}

function inferCall(
  callee: Ref,
  flowing: readonly Typed[],
  args: readonly Expression[],
  options: readonly Option[],
  span: Span,
  scope: Scope,
): Typed {
  const { name } = callee;
  const positional: Positional[] = [
    ...flowing.map((typed) => ({ typed })),
    ...args.map((expression) => ({ expression })),
  ];
  const shared = scope.layers.get(name);
  if (shared !== undefined) {
    scope.used.add(name);
    return inferShared(name, positional, options, span, scope);
  }
  const functionName = scope.functions.get(name);
  if (functionName !== undefined) scope.used.add(name);
  const site = { callee, positional, options, span, scope, stage: undefined };
  const entry = scope.library.entries.get(name);
  if (functionName === undefined && entry !== undefined) {
    scope.used.add(name);
    return inferDefinition(site);
  }
  const layer = entryOf(layerFunctions, functionName ?? name);
  if (layer !== undefined) return inferLayer(site, layer);
  for (const { expression } of positional.filter((one) => "expression" in one))
    inferQuietly(expression, scope);
  if (scope.poisoned.has(callee.parts[0]?.text ?? name)) return broken(span, name);
  if (scope.names.has(name)) notALayer(callee, flowing, scope);
  else noSuchLayer(callee, scope);
  return broken(span, name);
}

/** What stands in brackets of an unknown call is read, so that nothing in it counts as unused. */
function inferQuietly(expression: Expression, scope: Scope): void {
  if (expression.kind === "ref") scope.used.add(expression.name);
  else if (expression.kind === "flow" || expression.kind === "call") infer(expression, scope);
}

interface CallSite {
  readonly callee: Ref;
  readonly positional: readonly Positional[];
  readonly options: readonly Option[];
  readonly span: Span;
  readonly scope: Scope;
  /** The name of a declared layer. */
  readonly stage: string | undefined;
}

/** `layer e = embedding(16)` used: its sizes and options come from the declaration, its weights are the same everywhere. */
function inferShared(
  name: string,
  positional: readonly Positional[],
  options: readonly Option[],
  span: Span,
  scope: Scope,
): Typed {
  const shared = scope.layers.get(name);
  if (shared === undefined) return broken(span, name);
  const { call } = shared;
  const [option] = options;
  if (option !== undefined) {
    scope.reporter.error(
      "option-unknown",
      `${name} has its options where it is declared, on ${scope.reporter.line(shared.span)}`,
      option.name.span,
      {
        help: `move \`${quoted(option)}\` there`,
      },
    );
    return broken(span, name);
  }
  const all = [...positional, ...call.args.map((expression) => ({ expression }))];
  const entry = scope.library.entries.get(call.callee.name);
  const site: CallSite = {
    callee: { ...call.callee, span },
    positional: all,
    options: call.options,
    span,
    scope,
    stage: name,
  };
  const layer = entryOf(layerFunctions, call.callee.name);
  if (entry === undefined && layer === undefined) return broken(span, name); // reported at the declaration
  const typed =
    entry !== undefined
      ? inferDefinition(site)
      : layer === undefined
        ? broken(span, name)
        : inferLayer(site, layer);
  if (typed.kind === "call") sameAsFirstUse(name, typed, scope);
  return typed;
}

/** The same weights fit only inputs that are as wide. */
function sameAsFirstUse(name: string, typed: TypedCall, scope: Scope): void {
  const shared = scope.layers.get(name);
  const before = shared?.firstUse?.inputs[0];
  const [now] = typed.inputs;
  if (shared !== undefined && before === undefined) shared.firstUse = typed;
  if (before?.type.kind !== "value" || now?.type.kind !== "value") return;
  const width = ({ axes, of }: typeof before.type) => (of === undefined ? axes.at(-1) : of);
  const [a, b] = [width(before.type), width(now.type)];
  const gap =
    a === undefined || b === undefined
      ? []
      : [numberOf(sizeOf(a, scope.solution)), numberOf(sizeOf(b, scope.solution))];
  if (gap[0] === gap[1]) return;
  scope.reporter.error(
    "axis-size",
    `${name} has the same weights everywhere: here it gets ${gap[1]} numbers, before it got ${gap[0]}`,
    typed.span,
    {
      help: "declare a second layer",
    },
  );
}

/** The arguments that are values, as far as they are there. */
function valueInputs(site: CallSite, count: number): Typed[] | undefined {
  const { positional, scope, callee, span } = site;
  const inputs: Typed[] = [];
  for (const [i, one] of positional.slice(0, count).entries()) {
    if ("typed" in one) inputs.push(one.typed);
    else if (i === 0 && !isValue(one.expression, scope)) {
      inputMissing(
        callee.name,
        positional.flatMap((p) => ("expression" in p ? [p.expression] : [])),
        span,
        scope,
      );
      return undefined;
    } else inputs.push(infer(one.expression, scope));
  }
  if (inputs.length > 0) return inputs;
  inputMissing(callee.name, [], span, scope);
  return undefined;
}

/** Whether an expression can be a value: numbers and sizes cannot. */
function isValue(expression: Expression, scope: Scope): boolean {
  switch (expression.kind) {
    case "number":
    case "text":
    case "truth":
      return false;
    case "unary":
      return isValue(expression.operand, scope);
    case "binary":
      return isValue(expression.left, scope) || isValue(expression.right, scope);
    case "ref": {
      if (expression.after || scope.names.get(expression.name)?.type.kind === "value") return true;
      const isSize =
        scope.sizes.has(expression.name) ||
        scope.library.constants.has(expression.name) ||
        isCallable(expression.name, scope);
      return scope.names.has(expression.name) || !isSize;
    }
    default:
      return true;
  }
}

function inferDefinition(site: CallSite): Typed {
  const { callee, positional, options, span, scope } = site;
  const entry = scope.library.entries.get(callee.name);
  if (entry === undefined) return broken(span, callee.name);
  const params = valueParams(entry.definition);
  const inputs = valueInputs(site, params.length);
  if (inputs === undefined) return broken(span, callee.name);
  if (inputs.length < params.length) {
    const missing = params[inputs.length]?.name.text ?? "a value";
    scope.reporter.error("argument-missing", `${callee.name} needs a value for ${missing}`, span, {
      help: `hand it in: \`(${params.map(({ name }) => name.text).join(", ")}) -> ${callee.name}(...)\``,
    });
    return broken(span, callee.name);
  }
  const rest = positional
    .slice(params.length)
    .flatMap((one) => ("expression" in one ? [one.expression] : []));
  const written = quoted({ kind: "call", callee, args: rest, options, span });
  const stage = stageOf(site);
  const result = callDefinition({
    entry,
    callee: callee.name,
    calleeSpan: callee.span,
    span,
    written,
    inputs,
    rest,
    options,
    scope,
    infer: (expression) => infer(expression, scope),
  });
  if (result === undefined) return broken(span, callee.name);
  const { results, settings, body } = result;
  return {
    kind: "call",
    callee: callee.name,
    stage,
    inputs,
    settings,
    results,
    body,
    span,
    type: results[0] ?? unknownType,
    label: `\`${written}\``,
  };
}

/** The stage's name: given, that of its declared layer, or its word with a number. */
function stageOf({ callee, options, scope, stage }: CallSite): string {
  if (stage !== undefined) return stage;
  const given = options.find(({ name }) => name.text === "name")?.value;
  if (given?.kind !== "ref") return scope.stages.next(stageWord(callee.name));
  scope.stages.fix(given.name, given.span);
  return given.name;
}

function inferLayer(site: CallSite, layer: LayerFunction): Typed {
  const { callee, positional, options, span, scope } = site;
  const isInput = ({ kind }: Parameter) => kind.kind === "value" || kind.kind === "operand";
  const params = layer.args.filter(isInput);
  const atMost = params.some(({ many }) => many) ? positional.length : params.length;
  const inputs = valueInputs(site, atMost);
  if (inputs === undefined) return broken(span, callee.name);
  const expressions = positional.flatMap((one) => ("expression" in one ? [one.expression] : []));
  const rest = expressions.slice(Math.max(0, expressions.length - (positional.length - inputs.length)));
  const written =
    rest.length + options.length === 0
      ? callee.name
      : quoted({ kind: "call", callee, args: rest, options, span });
  if (layer.cellOnly && scope.definition.kind !== "cell") {
    scope.reporter.error(
      "cell-only",
      `${layer.name} is for cells; this is a ${scope.definition.kind}`,
      span,
      {
        help: layer.name === "affine" ? "use `linear`" : "write a cell, and use it here",
      },
    );
    return broken(span, callee.name);
  }
  const bound = bindArguments(
    {
      name: layer.name,
      nameSpan: callee.span,
      span,
      args: positional,
      options: layer.renames ? [] : options,
    },
    layer,
    scope.reporter,
    ({ name, kind }) =>
      kind.kind === "value"
        ? `a value for ${name}`
        : kind.kind === "size"
          ? `the size of its new axis, ${name}`
          : name,
  );
  const settings =
    bound === undefined ? undefined : settingsOf(site, layer, bound.args, bound.options, inputs);
  const stage = stageOf(site);
  if (settings === undefined) return broken(span, callee.name);
  if (inputs.some(({ type }) => type.kind === "unknown")) return broken(span, callee.name);
  const results = applyRule(site, layer, inputs, settings, written);
  if (results === undefined) return broken(span, callee.name);
  return {
    kind: "call",
    callee: layer.name,
    stage,
    inputs,
    settings,
    results,
    body: undefined,
    span,
    type: results[0] ?? unknownType,
    label: `\`${written}\``,
  };
}

function settingsOf(
  site: CallSite,
  layer: LayerFunction,
  args: ReadonlyMap<string, readonly Positional[]>,
  options: ReadonlyMap<string, Option>,
  inputs: readonly Typed[],
): ReadonlyMap<string, readonly Setting[]> | undefined {
  const { scope, callee } = site;
  const type = inputs[0]?.type;
  const first = type?.kind === "value" ? { label: inputs[0]?.label ?? "the value", type } : undefined;
  const settingSite = {
    scope,
    callee: callee.name,
    first,
    infer: (expression: Expression) => infer(expression, scope),
  };
  const settings = new Map<string, readonly Setting[]>();
  let isWhole = true;
  for (const parameter of [...layer.args, ...layer.options]) {
    if (
      layer.args.includes(parameter) &&
      (parameter.kind.kind === "value" || parameter.kind.kind === "operand")
    )
      continue;
    const named = options.get(parameter.name);
    const given =
      named === undefined
        ? (args.get(parameter.name) ?? []).flatMap((one) => ("expression" in one ? [one.expression] : []))
        : [named.value];
    const found = given.map((expression) =>
      settingOf(parameter, expression, named !== undefined, settingSite),
    );
    if (found.some((one) => one === undefined)) isWhole = false;
    else if (found.length > 0)
      settings.set(
        parameter.name,
        found.filter((one) => one !== undefined),
      );
  }
  if (layer.renames) {
    const names = renamedPlaces(site, settingSite);
    if (names === undefined) isWhole = false;
    else settings.set("names", [{ kind: "names", names }]);
  }
  return isWhole ? settings : undefined;
}

/** `rename(old = new)`: which place gets which name. */
function renamedPlaces(
  { options, scope }: CallSite,
  site: Parameters<typeof settingOf>[3],
): ReadonlyMap<number, string> | undefined {
  const names = new Map<number, string>();
  const axis: Parameter = { name: "axis", kind: { kind: "axis" }, doc: "" };
  for (const { name, value } of options) {
    const old = settingOf(
      axis,
      { kind: "ref", name: name.text, parts: [name], after: false, span: name.span },
      false,
      site,
    );
    if (old?.kind !== "place") return undefined;
    if (value.kind !== "ref") {
      scope.reporter.error(
        "argument-kind",
        `rename gives an axis a name; ${quoted(value)} is none`,
        value.span,
        { help: `for instance \`rename(${name.text} = hidden)\`` },
      );
      return undefined;
    }
    names.set(old.place, value.name);
  }
  return names;
}

function applyRule(
  { callee, span, scope }: CallSite,
  layer: LayerFunction,
  inputs: readonly Typed[],
  settings: ReadonlyMap<string, readonly Setting[]>,
  written: string,
): readonly Type[] | undefined {
  const wrong = inputs.find(
    ({ type }, i) => type.kind === "state" || (type.kind === "scalar" && !isOperand(layer, i)),
  );
  if (wrong !== undefined) {
    valueWanted(wrong, callee.name, span, scope);
    return undefined;
  }
  const first = inputs.find(({ type }) => type.kind === "value")?.type;
  const rule = rules.get(layer.name);
  if (first?.kind !== "value" || rule === undefined) return undefined;
  const { reporter, solution } = scope;
  const results = rule({
    name: layer.name,
    written,
    span,
    first,
    inputs,
    settings,
    inCell: scope.definition.kind === "cell",
    reporter,
    solution,
  });
  if (layer.name === "affine" && results?.[0]?.kind === "value" && !settings.has("to")) {
    const axis = results[0].axes.at(-1);
    if (axis !== undefined)
      scope.opens.push({ axis, span, written: quotedInputs(callee.name, inputs), targets: scope.targets });
  }
  return results;
}

function isOperand(layer: LayerFunction, i: number): boolean {
  const inputs = layer.args.filter(({ kind }) => kind.kind === "value" || kind.kind === "operand");
  return inputs[i]?.kind.kind === "operand";
}

function quotedInputs(name: string, inputs: readonly Typed[]): string {
  return `${name}(${inputs.map(({ label }) => label.replace(/^`|`$/g, "")).join(", ")}`;
}
