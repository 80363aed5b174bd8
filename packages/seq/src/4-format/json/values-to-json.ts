/**
 * Values and types in the JSON form.
 */
import { SeqError } from "@seqloom/diagnostic";
import type { Axis, Call, Expression, NumberLiteral, Option, Type, Value } from "../../1-parse/syntax.ts";
import type { JsonAxis, JsonCall, JsonOption, JsonType, JsonValue } from "./json-form.ts";

export function jsonValue(value: Value): JsonValue {
  switch (value.kind) {
    case "number":
      return jsonNumber(value);
    case "text":
      return { text: value.value };
    case "truth":
      return value.value;
    case "ref":
      return value.after ? { ref: value.name, after: true } : { ref: value.name };
    case "call":
      return jsonCall(value);
    case "unary":
      return (
        negativeNumber(value.operator, value.operand) ?? {
          op: value.operator,
          args: [jsonValue(value.operand)],
        }
      );
    case "binary":
      return { op: value.operator, args: [jsonValue(value.left), jsonValue(value.right)] };
    case "flow":
      return { flow: [value.from, ...value.stages].map(jsonValue) };
    case "tuple":
      return { tuple: value.items.map(jsonValue) };
    default:
      return value satisfies never;
  }
}

function jsonNumber({ value, unit }: NumberLiteral): JsonValue {
  return unit ? { number: value, unit } : value;
}

/** `-0.5` is a number to JSON; `-0` is none that JSON keeps. */
function negativeNumber(operator: "-" | "not", operand: Expression): number | undefined {
  if (operator !== "-" || operand.kind !== "number" || operand.unit || operand.value === 0) return undefined;
  return -operand.value;
}

export function jsonCall({ callee, args, options }: Call): JsonCall {
  return {
    call: callee.name,
    ...(args.length > 0 && { args: args.map(jsonValue) }),
    ...(options.length > 0 && { options: jsonOptions(options) }),
  };
}

function jsonOptions(options: readonly Option[]): Record<string, JsonValue> {
  const found: Record<string, JsonValue> = {};
  for (const { name, value } of options) {
    if (Object.hasOwn(found, name.text)) {
      throw new SeqError("json-form", `the option ${name.text} is given twice in one call`, {
        help: "keep one",
        details: { option: name.text },
      });
    }
    found[name.text] = jsonValue(value);
  }
  return found;
}

export function jsonItem(item: Value | Option): JsonValue | JsonOption {
  return item.kind === "option" ? { option: item.name.text, value: jsonValue(item.value) } : jsonValue(item);
}

export function jsonType({ axes, of }: Type): JsonType {
  return { axes: axes.map(jsonAxis), ...(of && { of: of.text }) };
}

function jsonAxis({ name, size }: Axis): JsonAxis {
  if (!size) return "?";
  return name ? { name: name.text, size: jsonValue(size) } : jsonValue(size);
}
