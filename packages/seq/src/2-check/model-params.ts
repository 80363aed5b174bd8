/**
 * How a model's parameters bind to the fields of the data.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Axis as AxisSyntax, Param } from "../1-parse/syntax.ts";
import { type Axis, agree, axis, fixedAxes, nameOf, showAxis, sizeOf } from "./axes/axis.ts";
import { symbol } from "./axes/polynomial.ts";
import { typeText } from "./body/bind-types.ts";
import type { ModelBinding } from "./body/definition-request.ts";
import type { Scope } from "./body/scope.ts";
import { typeOf } from "./body/sizes.ts";
import type { DataInfo } from "./data/data-info.ts";
import { andList, meant } from "./reporter.ts";
import { showType, type ValueType, valueType } from "./types.ts";

/** @param lossSizes  sizes that the loss gives: `quantile`, `parameter` */
export function bindingOf(data: DataInfo | undefined, lossSizes: ReadonlyMap<string, Axis>): ModelBinding {
  if (data === undefined) return { sizes: lossSizes, paramType: freeType };
  return {
    sizes: new Map([...data.fields.sizes, ...lossSizes]),
    paramType: (param, scope) => boundType(param, data, scope),
  };
}

/** Without data every name is free. */
function freeType({ type }: Param, scope: Scope): ValueType | undefined {
  if (type === undefined) return undefined;
  return typeOf(type, scope, (name) => {
    const free = axis(name, symbol(name));
    scope.sizes.set(name, free);
    return free;
  });
}

function boundType(param: Param, data: DataInfo, scope: Scope): ValueType | undefined {
  const { type, name } = param;
  const { reporter, solution } = scope;
  if (type === undefined) return undefined;
  const field = data.fields.types.get(name.text);
  if (field === undefined) {
    if (!data.drafts.some((draft) => draft.name === name.text)) unknownField(param, data, scope);
    return undefined;
  }
  if (data.fields.roles.get(name.text) === "target") {
    reporter.error("field-unknown", `${name.text} is the target; a model cannot take it`, name.span, {
      help: "take an input, or `feedback previous = y` for the answers so far",
    });
    return undefined;
  }
  const gives = `data gives ${name.text} as ${showType(field, solution)}`;
  if (field.axes.length !== type.axes.length) {
    reporter.error("axis-missing", `${gives}; the model takes ${typeText(type)}`, type.span, {
      help: `write \`${name.text}: ${suggested(field, type.axes, scope)}\``,
    });
    return undefined;
  }
  if ((field.of === undefined) !== (type.of === undefined)) {
    const help =
      field.of === undefined
        ? `write \`${name.text}: ${suggested(field, type.axes, scope)}\`, or encode the column`
        : `write \`${typeText(type)} of ${nameOf(field.of)}\``;
    reporter.error("index-wanted", `${gives}; the model takes ${typeText(type)}`, type.span, { help });
    return undefined;
  }
  const axes: Axis[] = [];
  for (const [i, syntax] of type.axes.entries()) {
    const given = field.axes[i];
    const bound = given === undefined ? undefined : boundAxis(syntax, given, gives, scope);
    if (bound === undefined) return undefined;
    axes.push(bound);
  }
  const of =
    field.of === undefined || type.of === undefined
      ? undefined
      : vocabulary(type.of.text, field.of, type.of.span, gives, scope);
  return field.of !== undefined && of === undefined ? undefined : valueType(axes, of);
}

function unknownField({ name }: Param, data: DataInfo, scope: Scope): void {
  const names = [...data.fields.types.keys()];
  const input = data.drafts.find(({ role }) => role === "input");
  const column = input?.columns[0]?.info.text ?? "a";
  const { tail, extra } = meant(name.text, names, "fields");
  const rename =
    input === undefined
      ? "add an input"
      : `rename the parameter to ${input.name}, or label the input: \`input ${name.text} = ${column}\``;
  scope.reporter.error(
    "field-unknown",
    `data gives no field \`${name.text}\`${names.length === 0 ? "" : `; it gives ${andList(names)}`}${tail}`,
    name.span,
    { ...extra, help: extra.replace === undefined ? rename : extra.help },
  );
}

/** A type that would fit, with the names the text has. */
function suggested(field: ValueType, written: readonly AxisSyntax[], scope: Scope): string {
  const own = written.flatMap(({ size }) =>
    size?.kind === "ref" && !fixedAxes.includes(size.name) ? [size.name] : [],
  );
  const axes = field.axes.map((one) => {
    const name = nameOf(one);
    return name !== undefined && fixedAxes.includes(name) ? name : (own.shift() ?? name ?? "feature");
  });
  return `[${axes.join(", ")}]${field.of === undefined ? "" : ` of ${showAxis(field.of, scope.solution)}`}`;
}

/** The axis as the body sees it: the name the text gives it, the size the data give it. */
function boundAxis(syntax: AxisSyntax, given: Axis, gives: string, scope: Scope): Axis | undefined {
  const { solution, reporter } = scope;
  const size = sizeOf(given, solution);
  let free: Axis | undefined;
  const found = typeOf({ kind: "type", axes: [syntax], of: undefined, span: syntax.span }, scope, (name) => {
    free = axis(name, size);
    scope.sizes.set(name, free);
    return free;
  });
  const [declared] = found?.axes ?? [];
  if (declared === undefined) return undefined;
  const givenName = nameOf(given);
  const declaredName = nameOf(declared);
  const isFixed = (name: string | undefined) => name !== undefined && fixedAxes.includes(name);
  const names = isFixed(givenName) || isFixed(declaredName);
  const wrongName = names && givenName !== declaredName && declaredName !== undefined;
  const met = wrongName
    ? "axis-name"
    : agree(axis(undefined, sizeOf(declared, solution)), axis(undefined, size), solution);
  if (typeof met !== "string") return declared.name === undefined && isFixed(givenName) ? given : declared;
  const told = givenName ?? showAxis(given, solution);
  reporter.error(
    met,
    `${gives}; ${showAxis(declared, solution)} and ${told} ${met === "axis-name" ? "are different axes" : "are not the same size"}`,
    syntax.span,
    {
      help:
        met === "axis-name" && givenName !== undefined
          ? `write \`${givenName}\``
          : "write a name of its own, such as `feature`: it takes the size that data give",
      replace: met === "axis-name" ? givenName : undefined,
    },
  );
  return undefined;
}

function vocabulary(name: string, given: Axis, span: Span, gives: string, scope: Scope): Axis | undefined {
  scope.used.add(name);
  const known = scope.sizes.get(name);
  if (known === undefined) {
    const own = axis(name, sizeOf(given, scope.solution));
    scope.sizes.set(name, own);
    return own;
  }
  const met = agree(
    axis(undefined, known.size),
    axis(undefined, sizeOf(given, scope.solution)),
    scope.solution,
  );
  if (typeof met !== "string") return known;
  scope.reporter.error("axis-name", `${gives}; ${name} is something else here`, span, {
    help: `write \`of ${nameOf(given)}\``,
  });
  return undefined;
}
