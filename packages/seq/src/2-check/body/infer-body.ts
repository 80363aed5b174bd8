/**
 * The statements of a body, one after the other: each gives names to values, and the last line is the result.
 */

import type { Span } from "@seqloom/diagnostic";
import type { Assign, Expression, Repeat, Statement, Target } from "../../1-parse/syntax.ts";
import { statementsIn } from "../syntax-walk.ts";
import { aheadOf, showType, type Type, type Typed, type TypedStatement } from "../types.ts";
import { quoted } from "../written.ts";
import { isClash, pairwise } from "./arithmetic.ts";
import { declare, declareLayer } from "./declare.ts";
import { giveState } from "./give-state.ts";
import { infer } from "./infer.ts";
import type { Named, Scope } from "./scope.ts";
import { settingOf } from "./settings.ts";

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
  if (typed.type.kind === "unknown") return [];
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

// ---- repeat ----

function inferRepeat({ count, body, span }: Repeat, scope: Scope): TypedStatement {
  const stage = scope.stages.next("repeat");
  const rounds = count === undefined ? undefined : roundsOf(count, scope);
  const outer = new Map(scope.names);
  const inner: Scope = { ...scope, depth: scope.depth + 1, layers: new Map(scope.layers), targets: [] };
  const inferred: TypedStatement[][] = [];
  for (let round = 0; round < (scope.expands ? (rounds ?? 1) : 1); round++) {
    if (!scope.bodies.hasRoom(body.length, span, scope)) break;
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
    if (![...statementsIn(body)].some(({ kind }) => kind === "broken")) unusedWithin(outer, scope);
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
