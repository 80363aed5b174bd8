/**
 * The statements of a body, one after the other: each gives names to values, and the last line is the result.
 */
import type { Span } from "@seqloom/diagnostic";
import type {
  Assign,
  Expression,
  Layer,
  Repeat,
  State,
  Statement,
  Target,
  Weight,
} from "../../1-parse/syntax.ts";
import { entryOf } from "../../tables/kind.ts";
import { initialValues, layerFunctions } from "../../tables/layers.ts";
import { bindArguments } from "../bind-arguments.ts";
import { meant } from "../reporter.ts";
import { numberScalar } from "../scalar.ts";
import {
  aheadOf,
  type Initial,
  showType,
  type Type,
  type Typed,
  type TypedStatement,
  type ValueType,
} from "../types.ts";
import { quoted } from "../written.ts";
import { isClash, mergedAxes, pairwise, reportClash } from "./arithmetic.ts";
import { infer } from "./infer.ts";
import { noSuchLayer } from "./name-errors.ts";
import type { Named, Scope } from "./scope.ts";
import { lookUpScalar, settingOf } from "./settings.ts";
import { typeOf } from "./sizes.ts";

/** A body's statements with their types, and its last line if that is a value. */
export interface InferredBody {
  readonly statements: readonly TypedStatement[];
  readonly result: Typed | undefined;
}

export function inferBody(body: readonly Statement[], scope: Scope): InferredBody {
  const statements: TypedStatement[] = [];
  let result: Typed | undefined;
  for (const statement of body) {
    result = undefined;
    switch (statement.kind) {
      case "assign":
        statements.push(inferAssign(statement, scope));
        break;
      case "result":
        if (statement !== body.at(-1)) unusedValue(statement, scope);
        scope.targets = [];
        result = infer(statement.value, scope);
        break;
      case "layer":
        declareLayer(statement, scope);
        break;
      case "state":
      case "weight":
        statements.push(...declare(statement, scope));
        break;
      case "repeat":
        statements.push(inferRepeat(statement, scope));
        break;
      case "broken":
        for (const { text } of statement.defines) scope.poisoned.add(text);
        break;
      default:
        statement satisfies never;
    }
  }
  return { statements, result };
}

function unusedValue({ value, span }: Extract<Statement, { kind: "result" }>, scope: Scope): void {
  const name = scope.names.has("y") ? "y2" : "y";
  scope.reporter.error(
    "value-unused",
    "this value is not named, and only the last line of a body is its result",
    span,
    {
      help: `name it: \`${name} = ${quoted(value)}\`, or remove it`,
    },
  );
}

// ---- names and values ----

function inferAssign(statement: Assign, scope: Scope): TypedStatement {
  const { targets, value, span, doc } = statement;
  scope.targets = targets.map(({ name }) => name);
  const typed = infer(value, scope);
  const types = resultsOf(typed, statement, scope);
  for (const [i, target] of targets.entries()) {
    const type = types[i] ?? { kind: "unknown" };
    if (target.name !== "_") give(target, type, targets.length === 1 ? value : undefined, span, scope);
  }
  return {
    kind: "let",
    targets: targets.map(({ name, after }) => ({ name, after })),
    value: typed,
    doc: doc?.text ?? "",
  };
}

/** The types that the targets of a statement get. */
function resultsOf(typed: Typed, { targets, span }: Assign, scope: Scope): readonly Type[] {
  if (typed.type.kind === "unknown" && typed.kind !== "tuple") return [];
  if (typed.kind === "tuple") {
    scope.reporter.error(
      "tuple-place",
      "several values in brackets stand only in front of `->` and behind `start =`",
      typed.span,
      {
        help: "give each its own line",
      },
    );
    return [];
  }
  const results = typed.kind === "call" ? typed.results : [typed.type];
  if (targets.length > 1 && results.length < targets.length) {
    const gives = results.length === 1 ? "one result" : `${results.length} results`;
    scope.reporter.error(
      "results-few",
      `${typed.label} gives ${gives}; ${targets.length} names are to get one`,
      span,
      {
        help:
          results.length === 1
            ? `write \`${targets[0]?.name} = ...\``
            : `name ${results.length}: _ stands for one that is not wanted`,
      },
    );
    return [];
  }
  return results;
}

/** Gives a name a value, and says so if it may not have it. */
function give(target: Target, type: Type, value: Expression | undefined, span: Span, scope: Scope): void {
  const { name, after } = target;
  if (after) {
    giveState(target, type, scope);
    return;
  }
  const before = scope.names.get(name);
  if (before === undefined) {
    shadowing(target, scope);
    if (type.kind === "unknown") scope.poisoned.add(name);
    else scope.poisoned.delete(name);
    if (type.kind === "unknown") return;
    const written = value === undefined ? name : quoted(value);
    scope.names.set(name, {
      name,
      type,
      span: target.span,
      written,
      origin: "statement",
      depth: scope.depth,
    });
  } else if (before.depth < scope.depth && before.origin !== "state" && before.origin !== "weight") {
    update(before, type, span, scope);
  } else {
    scope.reporter.error(
      "name-twice",
      `${name} has a value since ${scope.reporter.line(before.span)}`,
      target.span,
      {
        related: [{ span: before.span, message: "here" }],
        help: "use a new name; only inside `repeat` may a name be updated",
      },
    );
  }
}

function shadowing({ name, span }: Target, scope: Scope): void {
  if (!scope.library.constants.has(name)) return;
  scope.reporter.warning("shadowed", `${name} is also a constant, which this body no longer sees`, span, {
    help: "use another name",
  });
}

/** Inside `repeat`, a name from outside gets a new value with the same axes. */
function update(before: Named, type: Type, span: Span, scope: Scope): void {
  if (type.kind === "unknown" || before.type.kind === "unknown") return;
  const axes =
    before.type.kind === "value" && type.kind === "value"
      ? pairwise(before.type.axes, type.axes, scope.solution)
      : undefined;
  const isSame =
    before.type.kind === type.kind &&
    (axes === undefined || !isClash(axes)) &&
    (before.type.kind !== "value" ||
      type.kind !== "value" ||
      (before.type.of === undefined) === (type.of === undefined));
  if (!isSame) {
    const [was, is] = [showType(before.type, scope.solution), showType(type, scope.solution)];
    scope.reporter.error(
      "axis-changes",
      `the second round would start from ${is}, the first from ${was}`,
      span,
      {
        related: [{ span: before.span, message: was }],
        help: changesHelp(before, type, scope),
      },
    );
    return;
  }
  if (before.type.kind === "value" && type.kind === "value") {
    // What a round does to the value may be found on it from now on.
    scope.names.set(before.name, {
      ...before,
      type: { ...before.type, traits: { ...type.traits, ...aheadOf(before.type, type) } },
    });
  }
}

function changesHelp(before: Named, type: Type, scope: Scope): string {
  const last =
    type.kind === "value" && before.type.kind === "value" && type.axes.length === before.type.axes.length
      ? type.axes.at(-1)
      : undefined;
  const size =
    last === undefined
      ? undefined
      : showType({ kind: "value", axes: [last], of: undefined, traits: {} }, scope.solution).slice(1, -1);
  return size === undefined || before.written.length > 30
    ? `keep the axes of ${before.name} as they were`
    : `write \`${before.written} -> linear(${size})\` before the repeat`;
}

/** `h' = ...` */
function giveState({ name, span }: Target, type: Type, scope: Scope): void {
  const state = scope.names.get(name);
  if (!scope.states.has(name) || state === undefined) {
    if (scope.poisoned.has(name)) return;
    const isCell = scope.definition.kind === "cell";
    scope.reporter.error(
      "prime-not-state",
      `${name} is not a state, so it has no value after the step`,
      span,
      {
        help: isCell
          ? `write \`${name} = ...\`, or declare \`state ${name}: [${widthName(scope)}]\``
          : `write \`${name} = ...\`; only cells have states`,
        edits: [{ span, newText: name }],
      },
    );
    scope.poisoned.add(`${name}'`);
    return;
  }
  const before = scope.states.get(name);
  if (before !== undefined) {
    scope.reporter.error("name-twice", `${name}' has a value since ${scope.reporter.line(before)}`, span, {
      related: [{ span: before, message: "here" }],
      help: "give each state one new value",
    });
    return;
  }
  scope.states.set(name, span);
  if (type.kind === "value" && state.type.kind === "value") stateFits(name, type, state.type, span, scope);
  else if (type.kind === "state") {
    scope.reporter.error(
      "value-wanted",
      `${name}' is a value; what it is given is ${showType(type, scope.solution)}`,
      span,
      { help: "use one of its values" },
    );
  }
  scope.names.set(`${name}'`, {
    ...state,
    name: `${name}'`,
    span,
    type:
      type.kind === "value" && state.type.kind === "value"
        ? { ...state.type, traits: type.traits }
        : state.type,
  });
}

/** The first size a cell has, for an example. */
function widthName(scope: Scope): string {
  return scope.definition.params.find(({ role }) => role === "size")?.name.text ?? "hidden";
}

function stateFits(name: string, given: ValueType, wanted: ValueType, span: Span, scope: Scope): void {
  if (given.of !== undefined) {
    scope.reporter.error(
      "index-arithmetic",
      `${name} is carried as numbers, and this holds places in a vocabulary`,
      span,
      { help: "look them up with `embedding` first" },
    );
    return;
  }
  const merged =
    given.axes.length > wanted.axes.length
      ? pairwise(given.axes, wanted.axes, scope.solution)
      : mergedAxes(wanted, given, scope.solution);
  if (!isClash(merged)) return;
  const left: Typed = { kind: "name", name, span, type: wanted, label: name };
  const right: Typed = { kind: "broken", span, type: given, label: `${name}'` };
  reportClash(merged, left, right, span, scope, "+");
}

// ---- repeat ----

function inferRepeat({ count, body, span }: Repeat, scope: Scope): TypedStatement {
  const stage = scope.stages.next("repeat");
  const rounds = count === undefined ? undefined : roundsOf(count, scope);
  const outer = new Map(scope.names);
  const inner: Scope = { ...scope, depth: scope.depth + 1, layers: new Map(scope.layers), targets: [] };
  const inferred: TypedStatement[][] = [];
  for (let round = 0; round < (scope.expands ? (rounds ?? 1) : 1); round++) {
    const within: Scope = { ...inner, stages: scope.stages.inner() };
    const { statements, result } = inferBody(body, within);
    if (result !== undefined) {
      scope.reporter.error(
        "value-unused",
        "a repeat gives its values through names; this one is not named",
        result.span,
        { help: "give it a name from outside: `h = ...`" },
      );
    }
    unusedWithin(outer, scope);
    for (const name of [...scope.names.keys()]) if (!outer.has(name)) scope.names.delete(name);
    inferred.push([...statements]);
  }
  if (body.length === 0)
    scope.reporter.warning("unused", "this repeat does nothing", span, { help: "remove it" });
  return { kind: "repeat", stage, rounds: inferred };
}

/** Names that a round made and nobody read. */
function unusedWithin(outer: ReadonlyMap<string, Named>, scope: Scope): void {
  for (const { name, span, origin } of scope.names.values()) {
    if (outer.has(name) || scope.used.has(name) || origin !== "statement") continue;
    scope.reporter.warning("unused", `${name} is never used`, span, {
      help: "remove it; names made inside `repeat` end there",
    });
  }
}

/** How many rounds; undefined where only the call of a block says it. */
function roundsOf(count: Expression, scope: Scope): number | undefined {
  const parameter = {
    name: "repeat",
    kind: { kind: "number", whole: true, from: 1, to: 10_000 },
    doc: "",
  } as const;
  const setting = settingOf(parameter, count, false, {
    scope,
    callee: "repeat",
    first: undefined,
    infer: (e) => infer(e, scope),
  });
  return setting?.kind === "scalar" && setting.value?.kind === "number" ? setting.value.value : undefined;
}

// ---- declarations ----

function declareLayer(statement: Layer, scope: Scope): void {
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

function declare(statement: State | Weight, scope: Scope): TypedStatement[] {
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
