import type { Expression, Layer, State, Weight } from "../../1-parse/syntax.ts";
import { entryOf } from "../../tables/kind.ts";
import { initialValues, layerFunctions } from "../../tables/layers.ts";
import { bindArguments } from "../bind-arguments.ts";
import { meant } from "../reporter.ts";
import { numberScalar } from "../scalar.ts";
import type { Initial, TypedStatement } from "../types.ts";
import { infer } from "./infer.ts";
import { noSuchLayer } from "./name-errors.ts";
import type { Scope } from "./scope.ts";
import { lookUpScalar, settingOf } from "./settings.ts";
import { typeOf } from "./sizes.ts";
/** `layer e = embedding(16)` */
export function declareLayer(statement: Layer, scope: Scope): void {
  const { name, call } = statement;
  const before = scope.layers.get(name.text);
  if (before !== undefined || scope.names.has(name.text)) {
    const at = before?.span ?? scope.names.get(name.text)?.span ?? name.span;
    scope.reporter.error(
      "name-twice",
      `${name.text} stands for something else since ${scope.reporter.line(at)}`,
      name.span,
      { help: "use a new name" },
    );
    return;
  }
  const callee = call.callee.name;
  if (!scope.library.entries.has(callee) && entryOf(layerFunctions, callee) === undefined) {
    noSuchLayer(call.callee, scope);
    scope.poisoned.add(name.text);
    return;
  }
  scope.used.add(callee);
  scope.stages.fix(name.text, name.span);
  scope.layers.set(name.text, { call, span: name.span, depth: scope.depth, firstUse: undefined });
}

/** `state h: [n]`, `weight p: [n] = zeros` */
export function declare(statement: State | Weight, scope: Scope): TypedStatement[] {
  const { kind, names, type: syntax, start, doc } = statement;
  if (kind === "state" && scope.definition.kind !== "cell") {
    scope.reporter.error(
      "cell-only",
      `only cells have states; this is a ${scope.definition.kind}`,
      statement.span,
      {
        help: "write a cell, or use a recurrent layer",
      },
    );
    for (const { text } of names) scope.poisoned.add(text);
    return [];
  }
  const type = typeOf(syntax, scope);
  const initial = start === undefined ? ({ kind: "fill", value: 0 } as const) : initialOf(start, kind, scope);
  for (const name of names) {
    const before = scope.names.get(name.text);
    if (before !== undefined) {
      scope.reporter.error(
        "name-twice",
        `${name.text} has a value since ${scope.reporter.line(before.span)}`,
        name.span,
        { help: "use a new name" },
      );
    } else if (type === undefined) scope.poisoned.add(name.text);
    else
      scope.names.set(name.text, {
        name: name.text,
        type,
        span: name.span,
        written: name.text,
        origin: kind,
        depth: scope.depth,
      });
    if (kind === "state") scope.states.set(name.text, undefined);
    else scope.stages.fix(name.text, name.span);
  }
  if (type === undefined || initial === undefined) return [];
  return [{ kind, names: names.map(({ text }) => text), type, start: initial, doc: doc?.text ?? "" }];
}

/** `= zeros`, `= 0.5`, `= learned`, `= normal(0.1)` */
function initialOf(start: Expression, kind: "state" | "weight", scope: Scope): Initial | undefined {
  const { reporter } = scope;
  const callee = start.kind === "call" ? start.callee : start.kind === "ref" ? start : undefined;
  if (callee !== undefined && !(start.kind === "ref" && lookUpScalar(callee, scope) !== undefined)) {
    if (kind === "state" && callee.name === "learned") return { kind: "learned" };
    const allowed = kind === "state" ? ["zeros", "ones", "learned"] : initialValues.map(({ name }) => name);
    const entry = entryOf(initialValues, callee.name);
    if (entry === undefined || !allowed.includes(callee.name)) {
      const { tail, extra } = meant(callee.name, allowed, "first values");
      reporter.error(
        "name-unknown",
        `there are no first values \`${callee.name}\` for a ${kind}${tail}`,
        callee.span,
        extra,
      );
      return undefined;
    }
    const args = start.kind === "call" ? start.args : [];
    const bound = bindArguments(
      {
        name: entry.name,
        nameSpan: callee.span,
        span: start.span,
        args,
        options: start.kind === "call" ? start.options : [],
      },
      entry,
      reporter,
    );
    const [parameter] = entry.args;
    const given =
      parameter === undefined
        ? undefined
        : (bound?.args.get(parameter.name)?.[0] ?? bound?.options.get(parameter.name)?.value);
    if (bound === undefined) return undefined;
    if (entry.name === "zeros" || entry.name === "ones")
      return { kind: "fill", value: entry.name === "ones" ? 1 : 0 };
    const by =
      parameter === undefined || given === undefined
        ? numberScalar(1)
        : scalarAt(parameter.name, entry.name, given, scope);
    const how = (["normal", "uniform", "xavier", "orthogonal"] as const).find((one) => one === entry.name);
    return by === undefined || how === undefined ? undefined : { kind: "drawn", how, by: by.value };
  }
  const value = scalarAt("start", "start", start, scope);
  return value === undefined ? undefined : { kind: "fill", value: value.value };
}

function scalarAt(name: string, callee: string, expression: Expression, scope: Scope) {
  const setting = settingOf({ name, kind: { kind: "number" }, doc: "" }, expression, false, {
    scope,
    callee,
    first: undefined,
    infer: (e) => infer(e, scope),
  });
  return setting?.kind === "scalar"
    ? setting.value?.kind === "number"
      ? setting.value
      : numberScalar(0)
    : undefined;
}
