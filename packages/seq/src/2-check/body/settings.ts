/**
 * What the arguments and options of a call in a body stand for.
 */
import type { Expression, Ref } from "../../1-parse/syntax.ts";
import type { Kind, Parameter } from "../../tables/kind.ts";
import { elementWise } from "../../tables/layers.ts";
import { nameOf, showAxis } from "../axes/axis.ts";
import { numberOf } from "../axes/polynomial.ts";
import { meant } from "../reporter.ts";
import { evaluate, isScalar, numberScalar, type Scalar } from "../scalar.ts";
import { type Place, scalarFits, wordFits, wrongKind } from "../scalar-setting.ts";
import { type Setting, showType, type Typed, type ValueType } from "../types.ts";
import { quoted } from "../written.ts";
import type { Scope } from "./scope.ts";
import { axisOfSize } from "./sizes.ts";

/** What settings of a call are judged by. */
export interface SettingSite {
  readonly scope: Scope;
  readonly callee: string;
  /** The first input, for the axes that arguments name. */
  readonly first: { readonly label: string; readonly type: ValueType } | undefined;
  /** Finds the type of a value that is given as an option. */
  readonly infer: (expression: Expression) => Typed;
}

/** @param isNamed  whether it stands behind `name =` */
export function settingOf(
  parameter: Parameter,
  expression: Expression,
  isNamed: boolean,
  site: SettingSite,
): Setting | undefined {
  const { kind, name } = parameter;
  const { scope, callee, infer } = site;
  const place: Place = {
    subject: isNamed ? name : name === "share" ? callee : name,
    rewrite: (value) => (isNamed ? `${name} = ${value}` : `${callee}(${value})`),
    expression,
    reporter: scope.reporter,
    rangeCode: "option-range",
  };
  switch (kind.kind) {
    case "size": {
      const axis = axisOfSize(expression, scope);
      return axis === undefined ? undefined : { kind: "size", axis };
    }
    case "axis":
      return axisPlace(expression, site);
    case "name":
      return expression.kind === "ref" ? { kind: "word", word: expression.name } : notA("a name", place);
    case "function":
      return functionWord(expression, place, scope);
    case "word": {
      const given = scalarIn(expression, scope);
      if (given?.kind === "text" && kind.words.includes(given.value))
        return { kind: "word", word: given.value };
      return wordFits(kind.words, place) && expression.kind === "ref"
        ? { kind: "word", word: expression.name }
        : undefined;
    }
    case "start":
      return {
        kind: "typed",
        typed: expression.kind === "tuple" ? tupleOf(expression, infer) : infer(expression),
      };
    case "value":
    case "operand":
      return { kind: "typed", typed: infer(expression) };
    case "number":
    case "truth":
    case "text":
      return scalarSetting(kind, expression, place, scope);
    case "initial":
    case "column":
      return undefined;
    default:
      return kind satisfies never;
  }
}

/** `start = (h, c)` */
function tupleOf(
  { items, span }: Extract<Expression, { kind: "tuple" }>,
  infer: SettingSite["infer"],
): Typed {
  return { kind: "tuple", items: items.map(infer), span, type: { kind: "unknown" }, label: "the values" };
}

function scalarSetting(kind: Kind, expression: Expression, place: Place, scope: Scope): Setting | undefined {
  const named = expression.kind === "ref" ? scope.names.get(expression.name) : undefined;
  if (named?.origin === "option" && named.type.kind === "scalar" && named.type.value === undefined) {
    scope.used.add(named.name);
    return { kind: "scalar", value: undefined };
  }
  const value = evaluate(expression, (ref) => lookUpScalar(ref, scope));
  if (!isScalar(value)) {
    if (value.kind === "unknown-name") reportUnknownScalar(value.name, expression, place, scope);
    else notA(kind.kind === "truth" ? "true or false" : kind.kind === "text" ? "a text" : "a number", place);
    return undefined;
  }
  return scalarFits(kind, value, place) ? { kind: "scalar", value } : undefined;
}

function reportUnknownScalar(name: string, expression: Expression, place: Place, scope: Scope): void {
  if (scope.poisoned.has(name)) return;
  const value = scope.names.get(name);
  if (value !== undefined) {
    scope.reporter.error(
      "argument-kind",
      `${place.subject} is known before anything runs; ${name} is ${showType(value.type, scope.solution)}`,
      expression.span,
      {
        help: "use a number, a constant or an option",
      },
    );
    return;
  }
  const { tail, extra } = meant(name, scope.library.constants.keys(), "constants");
  if (extra.replace !== undefined) scope.used.add(extra.replace);
  scope.reporter.error("name-unknown", `there is no constant \`${name}\`${tail}`, expression.span, extra);
}

/** A constant, an option, or a size that is a number. */
export function lookUpScalar(ref: Ref, scope: Scope): Scalar | undefined {
  const { name } = ref;
  const named = scope.names.get(name);
  if (named !== undefined) {
    scope.used.add(name);
    return named.type.kind === "scalar" ? named.type.value : undefined;
  }
  const constant = scope.library.constants.get(name);
  const axis = scope.sizes.get(name);
  const size = axis === undefined ? undefined : numberOf(axis.size);
  const found = size === undefined ? constant : numberScalar(size);
  if (found !== undefined) scope.used.add(name);
  return found;
}

function scalarIn(expression: Expression, scope: Scope): Scalar | undefined {
  return expression.kind === "ref" ? lookUpScalar(expression, scope) : undefined;
}

function notA(wanted: string, place: Place): undefined {
  wrongKind(wanted, place);
  return undefined;
}

function functionWord(expression: Expression, place: Place, scope: Scope): Setting | undefined {
  if (expression.kind === "ref") {
    const inner = scope.functions.get(expression.name);
    if (inner !== undefined) {
      scope.used.add(expression.name);
      return { kind: "word", word: inner };
    }
    if (elementWise.includes(expression.name)) return { kind: "word", word: expression.name };
  }
  const written = quoted(expression);
  const { tail, extra } = meant(written, elementWise, "functions");
  place.reporter.error(
    "name-unknown",
    `${place.subject} is an element-wise function; ${written} is none${tail}`,
    expression.span,
    extra,
  );
  return undefined;
}

/** The place of an axis that the first input has. */
function axisPlace(expression: Expression, { first, scope, callee }: SettingSite): Setting | undefined {
  if (first === undefined) return undefined;
  const { reporter, solution } = scope;
  const { axes } = first.type;
  if (expression.kind !== "ref") {
    reporter.error(
      "argument-kind",
      `${callee} wants the name of an axis; ${quoted(expression)} is none`,
      expression.span,
      {
        help: "give the axis a name with `rename` or in the type",
      },
    );
    return undefined;
  }
  const place = axes.findIndex((axis) => nameOf(axis) === expression.name);
  if (place >= 0) {
    scope.used.add(expression.name);
    return { kind: "place", place };
  }
  const names = axes.flatMap((axis) => nameOf(axis) ?? []);
  const { tail, extra } = meant(expression.name, names, "axes");
  const is = `[${axes.map((axis) => showAxis(axis, solution)).join(", ")}]`;
  reporter.error(
    "axis-missing",
    `${first.label} has no axis ${expression.name}: it is ${is}${tail}`,
    expression.span,
    extra,
  );
  return undefined;
}
