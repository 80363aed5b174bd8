/**
 * New values of states: each state of a cell gets one, with the axes it has.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Target } from "../../1-parse/syntax.ts";
import { showType, type Type, type ValueType } from "../types.ts";
import { isClash, mergedAxes, pairwise } from "./arithmetic.ts";
import type { Scope } from "./scope.ts";
/** `h' = ...` */
export function giveState({ name, span }: Target, type: Type, scope: Scope): void {
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
  if (scope.depth > state.depth) {
    scope.reporter.error(
      "state-in-repeat",
      `${name}' gets its value once a step, and this line runs several times`,
      span,
      {
        help: `update a plain name inside the repeat, and write \`${name}' = ...\` behind it`,
      },
    );
    scope.states.set(name, span);
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
  const [is, gets] = [showType(wanted, scope.solution), showType(given, scope.solution)];
  scope.reporter.error(merged.why, `${name} is ${is}, and its new value is ${gets}`, span, {
    why: "a state has the same axes at every step",
    help: `bring the new value to ${is} first, for instance with \`affine\``,
  });
}
