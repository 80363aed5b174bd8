/**
 * Values and types from the JSON form.
 */
import type * as Syntax from "../../1-parse/syntax.ts";
import { numeral } from "../print-values.ts";
import * as read from "./json-reader.ts";

/** What comes from JSON stands nowhere in a text. */
export const nowhere = { start: 0, end: 0 };

const binaryOperators: readonly Syntax.BinaryOperator[] = [
  ...(["or", "and", "==", "!=", "<=", ">=", "<", ">"] as const),
  ...(["+", "-", "*", "/", "^"] as const),
];
const units: readonly Syntax.Unit[] = ["%", "ms", "s", "kHz", "Hz"];

export function nameFrom(json: unknown, path: read.Path): Syntax.Name {
  return { kind: "name", text: read.readName(json, path), span: nowhere };
}

export function valueFrom(json: unknown, path: read.Path): Syntax.Expression {
  if (typeof json === "number") return numberFrom(json, path);
  if (typeof json === "boolean") return { kind: "truth", value: json, span: nowhere };
  if (!read.isObject(json)) throw read.refuse(path, "a value", json);
  if ("text" in json) return textFrom(json, path);
  if ("ref" in json) return refFrom(json, path);
  if ("number" in json) return quantityFrom(json, path);
  if ("call" in json) return callFrom(json, path);
  if ("op" in json) return operationFrom(json, path);
  if ("flow" in json) return flowFrom(json, path);
  if ("tuple" in json) return tupleFrom(json, path);
  throw read.refuse(
    path,
    "a number, true, false or an object with text, ref, number, call, op, flow or tuple",
    json,
  );
}

function numberFrom(json: number, path: read.Path): Syntax.Expression {
  if (!Number.isFinite(json)) throw read.refuse(path, "a finite number", json);
  const value = Math.abs(json);
  const number: Syntax.NumberLiteral = {
    kind: "number",
    value,
    unit: undefined,
    text: numeral(value, undefined),
    span: nowhere,
  };
  return json < 0 ? { kind: "unary", operator: "-", operand: number, span: nowhere } : number;
}

export function textFrom(json: unknown, path: read.Path): Syntax.TextLiteral {
  const { text } = read.readObject(json, path, ["text"]);
  return { kind: "text", value: read.readString(text, `${path}.text`), span: nowhere };
}

function refFrom(json: unknown, path: read.Path): Syntax.Ref {
  const { ref, after } = read.readObject(json, path, ["ref", "after"]);
  const parts = read.readPath(ref, `${path}.ref`);
  const isAfter = flagFrom(after, `${path}.after`);
  if (isAfter && parts.length > 1)
    throw read.refuse(path, "a name without dots, since it is after the step", json);
  return refOf(parts, isAfter);
}

function refOf(parts: readonly string[], after: boolean): Syntax.Ref {
  const names = parts.map((text): Syntax.Name => ({ kind: "name", text, span: nowhere }));
  return { kind: "ref", name: parts.join("."), parts: names, after, span: nowhere };
}

/** A flag that is either true or not there. */
export function flagFrom(json: unknown, path: read.Path): boolean {
  if (json !== undefined && json !== true) throw read.refuse(path, "true, or left out", json);
  return json === true;
}

function quantityFrom(json: unknown, path: read.Path): Syntax.NumberLiteral {
  const { number, unit } = read.readObject(json, path, ["number", "unit"]);
  const value = read.readCount(number, `${path}.number`);
  const known = units.find((one) => one === unit);
  if (unit !== undefined && known === undefined)
    throw read.refuse(`${path}.unit`, `one of ${units.join(", ")}`, unit);
  return { kind: "number", value, unit: known, text: numeral(value, known), span: nowhere };
}

export function callFrom(json: unknown, path: read.Path): Syntax.Call {
  const { call, args, options } = read.readObject(json, path, ["call", "args", "options"]);
  if (options !== undefined && !read.isObject(options))
    throw read.refuse(`${path}.options`, "an object", options);
  return {
    kind: "call",
    callee: refOf(read.readPath(call, `${path}.call`), false),
    args: read.readListOrNone(args, `${path}.args`, valueFrom),
    options: Object.entries(options ?? {}).map(([name, value]) =>
      optionOf(name, value, `${path}.options.${name}`),
    ),
    span: nowhere,
  };
}

function optionOf(name: unknown, value: unknown, path: read.Path): Syntax.Option {
  return { kind: "option", name: nameFrom(name, path), value: valueFrom(value, path), span: nowhere };
}

export function itemFrom(json: unknown, path: read.Path): Syntax.Value | Syntax.Option {
  if (!read.isObject(json) || !("option" in json)) return valueFrom(json, path);
  const { option, value } = read.readObject(json, path, ["option", "value"]);
  return optionOf(option, value, path);
}

function operationFrom(json: unknown, path: read.Path): Syntax.Expression {
  const { op, args } = read.readObject(json, path, ["op", "args"]);
  const [left, right, ...more] = read.readList(args, `${path}.args`, valueFrom);
  if (left !== undefined && right === undefined && (op === "-" || op === "not")) {
    return { kind: "unary", operator: op, operand: left, span: nowhere };
  }
  const operator = binaryOperators.find((known) => known === op);
  if (operator === undefined)
    throw read.refuse(`${path}.op`, `one of ${binaryOperators.join(" ")}, or not`, op);
  if (left === undefined || right === undefined || more.length > 0) {
    throw read.refuse(`${path}.args`, "a list of two (one for not and the minus of a single value)", args);
  }
  return { kind: "binary", operator, operatorSpan: nowhere, left, right, span: nowhere };
}

function flowFrom(json: unknown, path: read.Path): Syntax.Flow {
  const { flow } = read.readObject(json, path, ["flow"]);
  const [from, ...stages] = read.readList(flow, `${path}.flow`, valueFrom);
  if (from === undefined || stages.length === 0)
    throw read.refuse(`${path}.flow`, "a value and one stage or more", flow);
  return {
    kind: "flow",
    from,
    stages: stages.map((stage, i) => stageOf(stage, `${path}.flow[${i + 1}]`)),
    span: nowhere,
  };
}

function stageOf(stage: Syntax.Expression, path: read.Path): Syntax.Call | Syntax.Ref {
  if (stage.kind === "call" || (stage.kind === "ref" && !stage.after)) return stage;
  throw read.refuse(path, "a call or a name", stage.kind);
}

function tupleFrom(json: unknown, path: read.Path): Syntax.Tuple {
  const { tuple } = read.readObject(json, path, ["tuple"]);
  const items = read.readList(tuple, `${path}.tuple`, valueFrom);
  if (items.length < 2) throw read.refuse(`${path}.tuple`, "a list of two or more values", tuple);
  return { kind: "tuple", items, span: nowhere };
}

export function typeFrom(json: unknown, path: read.Path): Syntax.Type {
  const { axes, of } = read.readObject(json, path, ["axes", "of"]);
  return {
    kind: "type",
    axes: read.readList(axes, `${path}.axes`, axisFrom),
    of: of === undefined ? undefined : nameFrom(of, `${path}.of`),
    span: nowhere,
  };
}

function axisFrom(json: unknown, path: read.Path): Syntax.Axis {
  const axis = { kind: "axis", span: nowhere } as const;
  if (json === "?") return { ...axis, name: undefined, size: undefined };
  if (!read.isObject(json) || !("size" in json))
    return { ...axis, name: undefined, size: valueFrom(json, path) };
  const { name, size } = read.readObject(json, path, ["name", "size"]);
  return { ...axis, name: nameFrom(name, `${path}.name`), size: valueFrom(size, `${path}.size`) };
}
