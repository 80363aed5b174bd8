import type { Binary, Expression, Flow, Ref } from "../../1-parse/syntax.ts";
import { sizeOf } from "../axes/axis.ts";
import { numberOf } from "../axes/polynomial.ts";
import { calculate, numberScalar, type Scalar, scalarOfNumber } from "../scalar.ts";
import { labelOf, showType, type Type, type Typed, unknownType, valueType } from "../types.ts";
import { quoted } from "../written.ts";
import { combine } from "./arithmetic.ts";
import { broken, isCallable } from "./call-site.ts";
import { inferCall } from "./infer-call.ts";
import { inputMissing, noSuchValue, primeMissing, valueWanted } from "./name-errors.ts";
import type { Scope } from "./scope.ts";

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
      for (const item of expression.items) infer(item, scope); // what stands in it is used all the same
      scope.reporter.error(
        "tuple-place",
        "several values in brackets stand only in front of `->` and behind `start =`",
        expression.span,
        { help: "give each its own line" },
      );
      return broken(expression.span, "the value");
    case "call":
      return inferCall({ ...expression, flowing: [] }, scope, (inner) => infer(inner, scope));
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

function inferFlow(flow: Flow, scope: Scope): Typed {
  const { from } = flow;
  let inputs: readonly Typed[] =
    from.kind === "tuple" ? from.items.map((item) => infer(item, scope)) : [infer(from, scope)];
  const [start = broken(from.span, "the value")] = inputs;
  let value: Typed = start;
  for (const [i, stage] of flow.stages.entries()) {
    const label = i === flow.stages.length - 1 ? "the flow" : "the value";
    const form =
      stage.kind === "call"
        ? { ...stage, flowing: inputs }
        : { callee: stage, flowing: inputs, args: [], options: [], span: stage.span };
    value = {
      ...inferCall(form, scope, (inner) => infer(inner, scope)),
      label,
    };
    scope.notes.push({ span: stage.span, type: value.type });
    inputs = [value];
  }
  return value;
}
