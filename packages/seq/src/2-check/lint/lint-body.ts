/**
 * What does nothing in a body: dropout between layers that are not there, gates that are shut or reach nothing.
 */

import type { Definition, Statement } from "../../1-parse/syntax.ts";
import type { Reporter } from "../reporter.ts";
import { statementsIn } from "../syntax-walk.ts";
import { typedStatements, valuesIn, valuesOf } from "../typed-walk.ts";
import type { Setting, Typed, TypedBody, TypedCall } from "../types.ts";

/** From here on a sigmoid is within 5e-5 of 0 or 1, and its gradient too small to move it. */
const shutFrom = 10;

export function lintBody(definition: Definition, body: TypedBody, reporter: Reporter): void {
  for (const value of valuesOf(body)) {
    if (value.kind !== "call") continue;
    idleDropout(value, reporter);
    shutGate(value, reporter);
  }
  deadNames(definition, body, reporter);
}

/** `lstm(32, dropout = 0.1)` has one layer, and nothing lies between. */
function idleDropout(call: TypedCall, reporter: Reporter): void {
  const share = numberIn(call.settings.get("dropout"));
  const isRecurrent = call.results.some(({ kind }) => kind === "state");
  if (!isRecurrent || share === undefined || share === 0 || (numberIn(call.settings.get("layers")) ?? 1) > 1)
    return;
  reporter.warning(
    "dropout-idle",
    `dropout lies between layers, and this ${call.callee} has only one`,
    call.span,
    {
      help: `write \`-> dropout(${share})\` behind it, or give it \`layers = 2\``,
    },
  );
}

/** A gate that starts far out on one side stays there. */
function shutGate(call: TypedCall, reporter: Reporter): void {
  const forget = numberIn(call.settings.get("forgetBias"));
  if (forget !== undefined && Math.abs(forget) >= shutFrom) shut(forget, "the forget gate", call, reporter);
  if (call.callee !== "sigmoid") return;
  for (const value of valuesIn(call)) {
    const start =
      value.kind === "call" && value.callee === "affine"
        ? numberIn(value.settings.get("biasStart"))
        : undefined;
    const added =
      value.kind === "operation" && value.operator === "+" ? addedNumber(value.operands) : undefined;
    const by = start ?? added;
    if (by !== undefined && Math.abs(by) >= shutFrom) shut(by, "this gate", call, reporter);
  }
}

function shut(by: number, what: string, call: TypedCall, reporter: Reporter): void {
  reporter.warning(
    "gate-dead",
    `${what} starts at ${by > 0 ? "1" : "0"} and stays there: sigmoid(${by}) has no gradient left`,
    call.span,
    {
      help: `use a smaller number, such as ${by > 0 ? 1 : -1}`,
    },
  );
}

function addedNumber(operands: readonly Typed[]): number | undefined {
  const scalar = operands.find(({ type }) => type.kind === "scalar");
  return scalar?.type.kind === "scalar" && scalar.type.value?.kind === "number"
    ? scalar.type.value.value
    : undefined;
}

function numberIn(settings: readonly Setting[] | undefined): number | undefined {
  const [setting] = settings ?? [];
  return setting?.kind === "scalar" && setting.value?.kind === "number" ? setting.value.value : undefined;
}

/** Names that are read, but only by what nobody reads. */
function deadNames(definition: Definition, body: TypedBody, reporter: Reporter): void {
  // What could not be understood may read anything.
  const isPartial = [...statementsIn(definition.body)].some(({ kind }) => kind === "broken");
  if (isPartial || [...valuesOf(body)].some(({ kind }) => kind === "broken")) return;
  const readers = readersIn(body);
  const alive = aliveIn(body, readers);
  for (const statement of assignsIn(definition.body)) {
    for (const { name, after, span } of statement.targets) {
      const by = readers.get(name);
      if (after || name === "_" || by === undefined || alive.has(name)) continue;
      const reader = [...by].find((one) => one !== name) ?? name;
      reporter.warning("gate-dead", `${name} is read only by ${reader}, which reaches no result`, span, {
        help: `use ${reader}, or remove both`,
      });
    }
  }
}

/** For each name the names that are made of it; a state after the step has its prime. */
function readersIn({ statements }: TypedBody): ReadonlyMap<string, ReadonlySet<string>> {
  const readers = new Map<string, Set<string>>();
  for (const statement of typedStatements(statements)) {
    if (statement.kind !== "let") continue;
    for (const read of namesIn(statement.value)) {
      const targets = readers.get(read) ?? new Set();
      for (const { name, after } of statement.targets) targets.add(after ? `${name}'` : name);
      readers.set(read, targets);
    }
  }
  return readers;
}

/** The names that a result or a state after the step is made of. */
function aliveIn({ results }: TypedBody, readers: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const madeOf = new Map<string, string[]>();
  const alive = new Set(results.flatMap(({ value }) => namesIn(value)));
  for (const [read, targets] of readers) {
    for (const target of targets) {
      const parts = madeOf.get(target);
      if (parts === undefined) madeOf.set(target, [read]);
      else parts.push(read);
      if (target.endsWith("'")) alive.add(target);
    }
  }
  for (const name of alive) for (const part of madeOf.get(name) ?? []) alive.add(part);
  return alive;
}

function assignsIn(statements: readonly Statement[]): Extract<Statement, { kind: "assign" }>[] {
  return statements.flatMap((statement) =>
    statement.kind === "assign" ? [statement] : statement.kind === "repeat" ? assignsIn(statement.body) : [],
  );
}

function namesIn(typed: Typed): string[] {
  return [...valuesIn(typed)].flatMap((value) => (value.kind === "name" ? [value.name] : []));
}
