/**
 * Numbers, texts and truth values that are known before anything runs: constants, options, settings.
 */
import type { Span } from "@seqloom/diagnostic";
import type { BinaryOperator, Expression, NumberLiteral, Ref } from "../1-parse/syntax.ts";

/** What a unit measures; its numbers are kept as shares of 1, seconds, hertz. */
export type Measure = "share" | "time" | "frequency";

export interface NumberScalar {
  readonly kind: "number";
  readonly value: number;
  readonly measure: Measure | undefined;
}

export type Scalar =
  | NumberScalar
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "truth"; readonly value: boolean };

const units = {
  "%": { measure: "share", divisor: 100, factor: 1 },
  ms: { measure: "time", divisor: 1000, factor: 1 },
  s: { measure: "time", divisor: 1, factor: 1 },
  Hz: { measure: "frequency", divisor: 1, factor: 1 },
  kHz: { measure: "frequency", divisor: 1, factor: 1000 },
} as const;

export function numberScalar(value: number, measure?: Measure): NumberScalar {
  return { kind: "number", value, measure };
}

/** `70%` is 0.7, exactly as if it had been written so. */
export function scalarOfNumber({ value, unit }: NumberLiteral): NumberScalar {
  if (unit === undefined) return numberScalar(value);
  const { measure, divisor, factor } = units[unit];
  return numberScalar((value * factor) / divisor, measure);
}

/** Why an expression has no value: a name nobody knows, or a form that no constant has. */
export interface NotConstant {
  readonly kind: "unknown-name" | "form" | "not-number";
  readonly span: Span;
  readonly name: string;
}

export type Evaluated = Scalar | NotConstant;

export function isScalar(evaluated: Evaluated): evaluated is Scalar {
  return evaluated.kind === "number" || evaluated.kind === "text" || evaluated.kind === "truth";
}

/** The value of an expression over constants. */
export function evaluate(expression: Expression, lookUp: (name: Ref) => Scalar | undefined): Evaluated {
  switch (expression.kind) {
    case "number":
      return scalarOfNumber(expression);
    case "text":
      return { kind: "text", value: expression.value };
    case "truth":
      return { kind: "truth", value: expression.value };
    case "ref":
      return lookUp(expression) ?? { kind: "unknown-name", span: expression.span, name: expression.name };
    case "unary": {
      const operand = evaluate(expression.operand, lookUp);
      if (!isScalar(operand)) return operand;
      if (expression.operator === "not" && operand.kind === "truth")
        return { kind: "truth", value: !operand.value };
      if (expression.operator === "-" && operand.kind === "number")
        return { ...operand, value: -operand.value };
      return { kind: "not-number", span: expression.operand.span, name: "" };
    }
    case "binary": {
      const left = evaluate(expression.left, lookUp);
      const right = evaluate(expression.right, lookUp);
      if (!isScalar(left)) return left;
      if (!isScalar(right)) return right;
      return (
        combine(expression.operator, left, right) ?? { kind: "not-number", span: expression.span, name: "" }
      );
    }
    case "call":
    case "flow":
    case "tuple":
      return { kind: "form", span: expression.span, name: "" };
    default:
      return expression satisfies never;
  }
}

function combine(operator: BinaryOperator, left: Scalar, right: Scalar): Scalar | undefined {
  if (operator === "==" || operator === "!=") {
    return { kind: "truth", value: (left.value === right.value) === (operator === "==") };
  }
  if (left.kind === "truth" && right.kind === "truth") {
    if (operator === "and") return { kind: "truth", value: left.value && right.value };
    return operator === "or" ? { kind: "truth", value: left.value || right.value } : undefined;
  }
  if (left.kind !== "number" || right.kind !== "number") return undefined;
  const value = calculate(operator, left.value, right.value);
  return typeof value === "boolean"
    ? { kind: "truth", value }
    : value === undefined
      ? undefined
      : numberScalar(value, measureOf(left, right));
}

/** `2 * 10ms` is a time, and so is `10ms + 5ms`; what is mixed has no unit. */
function measureOf(left: NumberScalar, right: NumberScalar): Measure | undefined {
  return left.measure === right.measure
    ? left.measure
    : left.measure === undefined
      ? right.measure
      : left.measure;
}

/** What an arithmetic operator makes of two numbers. */
export function calculate(operator: BinaryOperator, a: number, b: number): number | boolean | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "^":
      return a ** b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "and":
    case "or":
      return undefined;
    default:
      return operator satisfies never;
  }
}
