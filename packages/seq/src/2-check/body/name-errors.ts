/**
 * What to say about names that are not there, or are something else.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Expression, Ref } from "../../1-parse/syntax.ts";
import { layerFunctions } from "../../tables/layers.ts";
import { meant } from "../reporter.ts";
import { showType, type Typed } from "../types.ts";
import { quoted } from "../written.ts";
import type { Scope } from "./scope.ts";

/** Everything that can stand behind an arrow. */
function callables(scope: Scope): string[] {
  const functions = layerFunctions
    .filter(({ cellOnly }) => !cellOnly || scope.definition.kind === "cell")
    .map(({ name }) => name);
  return [...scope.layers.keys(), ...scope.library.entries.keys(), ...functions];
}

export function noSuchLayer(callee: Ref, scope: Scope): void {
  const { name, parts, span } = callee;
  const [file] = parts;
  const imported = [...scope.library.entries.keys()].filter((entry) => entry.startsWith(`${file?.text}.`));
  if (parts.length > 1 && imported.length > 0) {
    const { tail, extra } = meant(name, imported, "imported");
    scope.reporter.error(
      "import-unknown",
      `the file imported as ${file?.text} has no cell or block \`${parts.at(-1)?.text}\`${tail}`,
      span,
      extra,
    );
    return;
  }
  const { tail, extra } = meant(name, callables(scope), "layers");
  alsoUsed(extra.replace, scope);
  const help =
    extra.replace === undefined
      ? "layers are listed in the reference; a cell or block of your own goes into this file"
      : extra.help;
  scope.reporter.error("name-unknown", `there is no layer \`${name}\`${tail}`, span, { ...extra, help });
}

/** What was probably meant counts as used: one slip, one message. */
function alsoUsed(name: string | undefined, scope: Scope): void {
  const [head] = name?.split(".") ?? [];
  if (name !== undefined) scope.used.add(name);
  if (head !== undefined) scope.used.add(head);
}

export function noSuchValue({ name, parts, span }: Ref, scope: Scope): void {
  const values = [...scope.names.keys()].filter((known) => !known.endsWith("'"));
  const [head] = parts;
  const known =
    parts.length > 1
      ? values.flatMap((value) => partsOf(value, scope))
      : [...values, ...scope.library.constants.keys()];
  const { tail, extra } = meant(name, known, "values");
  alsoUsed(extra.replace, scope);
  scope.reporter.error(
    "name-unknown",
    `there is no value \`${parts.length > 1 ? head?.text : name}\`${tail}`,
    span,
    extra,
  );
}

function partsOf(value: string, scope: Scope): string[] {
  const type = scope.names.get(value)?.type;
  return type?.kind === "state" ? [...type.parts.keys()].map((part) => `${value}.${part}`) : [];
}

/** A value stands where a layer is wanted. */
export function notALayer({ name, span }: Ref, flowing: readonly Typed[], scope: Scope): void {
  const from = flowing[0]?.label ?? "x";
  const input = from.startsWith("the ") ? "..." : from;
  scope.used.add(name);
  scope.reporter.error("not-a-layer", `${name} is a value, and \`->\` needs a layer`, span, {
    help: `to name a result write \`${name} = ${input}\`; to add write \`${input} + ${name}\``,
  });
}

/** A function without a value in front of it. */
export function inputMissing(name: string, args: readonly Expression[], span: Span, scope: Scope): void {
  const call = args.length === 0 ? name : `${name}(${args.map((arg) => quoted(arg)).join(", ")})`;
  const input = scope.definition.params.find(({ role }) => role === "value")?.name.text ?? "x";
  const fixed = scope.frame === undefined ? `${input} -> ${call}` : scope.frame(`(${input} -> ${call})`);
  const message =
    args.length === 0 ? `${name} has no value to work on` : `${name} has sizes but no value to work on`;
  scope.reporter.error("input-missing", message, span, { help: `write \`${fixed}\`` });
}

export function primeMissing({ name, span }: Ref, scope: Scope): void {
  if (scope.poisoned.has(`${name}'`) || scope.poisoned.has(name)) return;
  if (scope.states.has(name)) {
    scope.used.add(name);
    scope.reporter.error("prime-before", `${name}' is used before its line`, span, {
      help: `move the line of ${name}' up, or use ${name}, the value before the step`,
    });
    return;
  }
  const isCell = scope.definition.kind === "cell";
  scope.reporter.error("prime-not-state", `${name} is not a state, so it has no value after the step`, span, {
    help: isCell
      ? `write \`${name}\`, or declare \`state ${name}: [...]\``
      : `write \`${name}\`; only cells have states`,
  });
}

/** Something that is no value with axes stands where one is wanted. */
export function valueWanted(typed: Typed, by: string, span: Span, scope: Scope): void {
  const { type, label } = typed;
  const part = type.kind === "state" ? [...type.parts.keys()][0] : undefined;
  scope.reporter.error(
    "value-wanted",
    `${by} wants a value; ${label} is ${showType(type, scope.solution)}`,
    span,
    {
      help: part === undefined ? "use a value with axes" : `use one of its values: \`${label}.${part}\``,
    },
  );
}
