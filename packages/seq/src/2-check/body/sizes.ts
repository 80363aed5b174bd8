/**
 * Sizes and axes as they are written: `hidden`, `4 * hidden`, `gate = 4 * hidden`, `?`.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Axis as AxisSyntax, Expression, Ref, Type as TypeSyntax } from "../../1-parse/syntax.ts";
import { type Axis, axis, endOf, fixedAxes, isOpen, sizeOf, unknownAxis } from "../axes/axis.ts";
import type { Polynomial } from "../axes/polynomial.ts";
import { add, constant, multiply, numberOf, symbol } from "../axes/polynomial.ts";
import { listOf, meant } from "../reporter.ts";
import type { Scalar } from "../scalar.ts";
import { type ValueType, valueType } from "../types.ts";
import { quoted } from "../written.ts";
import type { Scope } from "./scope.ts";

/** Larger sizes are mistakes: f32, in which places are counted too, holds no larger whole number exactly. */
const sizeAtMost = 2 ** 24;

/** What a name in brackets stands for if nothing in scope has it; `reported` if that has been complained about. */
export type FreeName = (name: string, span: Span) => Axis | "reported" | undefined;

const noFreeNames: FreeName = () => undefined;

/** The axis that a size stands for; undefined if that has been reported. */
export function axisOfSize(
  expression: Expression,
  scope: Scope,
  free: FreeName = noFreeNames,
): Axis | undefined {
  if (isName(expression)) return axisOfName(expression, scope, free);
  const size = polynomialOf(expression, scope, free);
  return size === undefined ? undefined : checked(axis(undefined, size), expression, scope);
}

/** The plain name of a size; `h'` is a value. */
function isName(expression: Expression): expression is Ref {
  return expression.kind === "ref" && !expression.after;
}

function axisOfName(ref: Ref, scope: Scope, free: FreeName): Axis | undefined {
  const { name, span } = ref;
  if (name === "batch" && free === noFreeNames) {
    const help = "use a constant or a named axis";
    scope.reporter.error("axis-batch", "the size of batch is not part of the model", span, { help });
    return undefined;
  }
  scope.used.add(name);
  const known = scope.sizes.get(name) ?? optionSize(name, ref, scope);
  if (known !== undefined) return known === "reported" ? undefined : checked(known, ref, scope);
  const made = free(name, span);
  if (made !== undefined) return made === "reported" ? undefined : made;
  if (!scope.poisoned.has(name)) unknownSize(name, ref, scope);
  return undefined;
}

/** An option or constant that is a number, as a size without a name. */
function optionSize(name: string, expression: Expression, scope: Scope): Axis | "reported" | undefined {
  const scalar = scalarOf(name, scope);
  if (scalar === undefined) {
    const named = scope.names.get(name);
    return named?.origin === "option" && named.type.kind === "scalar"
      ? axis(undefined, symbol(name))
      : undefined;
  }
  if (scalar.kind === "number") return axis(undefined, constant(scalar.value));
  scope.reporter.error(
    "size-form",
    `${name} is ${scalar.kind === "text" ? "a text" : "a truth value"}, not a size`,
    expression.span,
    {
      help: "use a whole number or a named size",
    },
  );
  return "reported";
}

function scalarOf(name: string, scope: Scope): Scalar | undefined {
  const named = scope.names.get(name);
  if (named !== undefined) return named.type.kind === "scalar" ? named.type.value : undefined;
  return scope.library.constants.get(name);
}

function unknownSize(name: string, { span }: Expression, scope: Scope): void {
  const known = [...scope.sizes.keys()].filter((size) => size !== "batch");
  const value = scope.names.get(name);
  if (value !== undefined) {
    const help = known.length === 0 ? "use a number" : `sizes here: ${listOf(known)}`;
    scope.reporter.error("size-form", `${name} is a value, and a size is wanted here`, span, { help });
    return;
  }
  const { tail, extra } = meant(name, known, "sizes");
  if (extra.replace !== undefined) scope.used.add(extra.replace);
  scope.reporter.error("name-unknown", `there is no size \`${name}\`${tail}`, span, extra);
}

/** A size must be whole and at least 1, as soon as it is a number. */
function checked(found: Axis, expression: Expression, scope: Scope): Axis | undefined {
  const size = numberOf(sizeOf(found, scope.solution));
  if (size === undefined || (Number.isInteger(size) && size >= 1 && size <= sizeAtMost) || isOpen(found))
    return found;
  const text = quoted(expression);
  const is = expression.kind === "number" ? "" : ` is ${size}`;
  if (size > sizeAtMost) {
    scope.reporter.error(
      "axis-size",
      `${text}${is}: an axis has at most ${sizeAtMost} entries`,
      expression.span,
      { help: "use a smaller size" },
    );
  } else if (size < 1 && Number.isInteger(size)) {
    scope.reporter.error("axis-division", `${text}${is}; a size is at least 1`, expression.span, {
      help: "use a larger size",
    });
  } else {
    const help =
      Math.abs(size % 1) === 0.5
        ? `choose an even ${evenName(expression) ?? "number"}`
        : `for instance ${Math.max(1, Math.round(size))}`;
    scope.reporter.error(
      "axis-division",
      `${text}${is || " is not whole"}; a size is a whole number`,
      expression.span,
      { help },
    );
  }
  return undefined;
}

/** The name in `hidden / 2`. */
function evenName(expression: Expression): string | undefined {
  return expression.kind === "binary" && expression.left.kind === "ref" ? expression.left.name : undefined;
}

function polynomialOf(expression: Expression, scope: Scope, free: FreeName): Polynomial | undefined {
  switch (expression.kind) {
    case "number":
      if (expression.unit !== undefined) break;
      return constant(expression.value);
    case "ref": {
      if (!isName(expression)) break;
      const found = axisOfPart(expression, scope, free);
      return found === undefined ? undefined : sizeOf(found, scope.solution);
    }
    case "binary": {
      const left = polynomialOf(expression.left, scope, free);
      const right = polynomialOf(expression.right, scope, free);
      if (left === undefined || right === undefined) return undefined;
      switch (expression.operator) {
        case "+":
          return add(left, right);
        case "-":
          return add(left, right, -1);
        case "*":
          return multiply(left, right);
        case "/": {
          const by = numberOf(right);
          if (by !== undefined && by !== 0) return multiply(left, constant(1 / by));
          break;
        }
        case "^": {
          const power = numberOf(right);
          if (power !== undefined && Number.isInteger(power) && power >= 0 && power <= 8) {
            return Array.from({ length: power }).reduce<Polynomial>(
              (product) => multiply(product, left),
              constant(1),
            );
          }
          break;
        }
        default:
      }
      break;
    }
    default:
  }
  scope.reporter.error("size-form", `${quoted(expression)} is not a size`, expression.span, {
    help: "a size is made of whole numbers, sizes and + - * /",
  });
  return undefined;
}

/** A name inside a product or sum: its size counts, and it need not be whole by itself. */
function axisOfPart(ref: Ref, scope: Scope, free: FreeName): Axis | undefined {
  const constantValue = scope.names.has(ref.name) ? undefined : scope.library.constants.get(ref.name);
  if (constantValue?.kind === "number" && !scope.sizes.has(ref.name)) {
    scope.used.add(ref.name);
    return axis(undefined, constant(constantValue.value));
  }
  return axisOfName(ref, scope, free);
}

/** The axes of a type; undefined if one of them has been reported. */
export function typeOf(
  syntax: TypeSyntax,
  scope: Scope,
  free: FreeName = noFreeNames,
): ValueType | undefined {
  const axes = syntax.axes.map((part) => axisOf(part, scope, free));
  const of = syntax.of === undefined ? undefined : vocabularyOf(syntax.of.text, syntax.of.span, scope, free);
  if (syntax.of !== undefined && of === undefined) return undefined;
  const found = axes.filter((one) => one !== undefined);
  if (found.length < axes.length) return undefined;
  return distinct(syntax, found, scope) ? valueType(found, of) : undefined;
}

function axisOf({ name, size, span }: AxisSyntax, scope: Scope, free: FreeName): Axis | undefined {
  if (size === undefined) return unknownAxis(scope.solution);
  if (name === undefined) return axisOfSize(size, scope, free);
  if (fixedAxes.includes(name.text)) {
    scope.reporter.error("axis-reserved", `${name.text} is the name of an axis in every file`, span, {
      help: `write \`${name.text}\` alone, or use another name; fixed are batch, time, step, horizon`,
    });
    return undefined;
  }
  const found = axisOfSize(size, scope, free);
  if (found === undefined) return undefined;
  const named = axis(name.text, sizeOf(found, scope.solution));
  if (!scope.sizes.has(name.text)) scope.sizes.set(name.text, named);
  return named;
}

/** The vocabulary a type speaks of. */
function vocabularyOf(name: string, span: Span, scope: Scope, free: FreeName): Axis | undefined {
  scope.used.add(name);
  const known = scope.sizes.get(name) ?? free(name, span);
  if (known === "reported") return undefined;
  if (known === undefined) {
    const { tail, extra } = meant(name, scope.sizes.keys(), "sizes");
    scope.reporter.error("name-unknown", `there is no vocabulary \`${name}\`${tail}`, span, extra);
  }
  return known;
}

/** One value cannot have the same named axis twice: nothing could tell them apart. */
function distinct(syntax: TypeSyntax, axes: readonly Axis[], scope: Scope): boolean {
  const names = axes.map((one) => endOf(one).name);
  const twice = names.findIndex((name, i) => name !== undefined && names.indexOf(name) < i);
  const at = syntax.axes[twice];
  if (at === undefined) return true;
  scope.reporter.error("axis-twice", `${names[twice]} stands twice in one value`, at.span, {
    help: `give one of them another name: \`other = ${names[twice]}\``,
  });
  return false;
}
