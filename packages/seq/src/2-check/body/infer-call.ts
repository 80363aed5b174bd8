/**
 * What a call gives: of a declared layer, a block, a cell or a built-in function.
 */

import type { Span } from "@seqloom/diagnostic";
import type { Expression, Option, Ref } from "../../1-parse/syntax.ts";
import { entryOf } from "../../tables/kind.ts";
import { layerFunctions } from "../../tables/layers.ts";
import { sizeOf } from "../axes/axis.ts";
import { numberOf } from "../axes/polynomial.ts";
import { type Typed, type TypedCall, unknownType } from "../types.ts";
import { quoted } from "../written.ts";
import { broken, type CallSite, type Positional, stageOf, valueInputs } from "./call-site.ts";
import { callDefinition } from "./definition-call.ts";
import { valueParams } from "./definition-site.ts";
import { inferLayer } from "./layer-call.ts";
import { noSuchLayer, notALayer } from "./name-errors.ts";
import type { Scope } from "./scope.ts";

/** A call as it is written, and the values that an arrow brings. */
export interface CallForm {
  readonly callee: Ref;
  readonly flowing: readonly Typed[];
  readonly args: readonly Expression[];
  readonly options: readonly Option[];
  readonly span: Span;
}

export function inferCall(form: CallForm, scope: Scope, infer: CallSite["infer"]): Typed {
  const { callee, flowing, args, options, span } = form;
  const { name } = callee;
  const positional: Positional[] = [
    ...flowing.map((typed) => ({ typed })),
    ...args.map((expression) => ({ expression })),
  ];
  const site: CallSite = { callee, positional, options, span, scope, stage: undefined, infer };
  if (scope.layers.has(name)) {
    scope.used.add(name);
    return inferShared(name, site);
  }
  const functionName = scope.functions.get(name);
  if (functionName !== undefined) scope.used.add(name);
  const entry = scope.library.entries.get(name);
  if (functionName === undefined && entry !== undefined) {
    scope.used.add(name);
    return inferDefinition(site);
  }
  const layer = entryOf(layerFunctions, functionName ?? name);
  if (layer !== undefined) return inferLayer(site, layer);
  for (const { expression } of positional.filter((one) => "expression" in one))
    inferQuietly(expression, site);
  if (scope.poisoned.has(callee.parts[0]?.text ?? name)) return broken(span, name);
  if (scope.names.has(name)) notALayer(callee, flowing, scope);
  else noSuchLayer(callee, scope);
  return broken(span, name);
}

/** What stands in brackets of an unknown call is read, so that nothing in it counts as unused. */
function inferQuietly(expression: Expression, { scope, infer }: CallSite): void {
  if (expression.kind === "ref") scope.used.add(expression.name);
  else if (expression.kind === "flow" || expression.kind === "call") infer(expression);
}

/** `layer e = embedding(16)` used: its sizes and options come from the declaration, its weights are the same everywhere. */
function inferShared(name: string, { positional, options, span, scope, infer }: CallSite): Typed {
  const shared = scope.layers.get(name);
  if (shared === undefined) return broken(span, name);
  const { call } = shared;
  const [option] = options;
  if (option !== undefined) {
    scope.reporter.error(
      "option-unknown",
      `${name} has its options where it is declared, on ${scope.reporter.line(shared.span)}`,
      option.name.span,
      {
        help: `move \`${quoted(option)}\` there`,
      },
    );
    return broken(span, name);
  }
  const all = [...positional, ...call.args.map((expression) => ({ expression }))];
  const entry = scope.library.entries.get(call.callee.name);
  const site: CallSite = {
    callee: { ...call.callee, span },
    positional: all,
    options: call.options,
    span,
    scope,
    stage: name,
    infer,
  };
  const layer = entryOf(layerFunctions, call.callee.name);
  if (entry === undefined && layer === undefined) return broken(span, name); // reported at the declaration
  const typed =
    entry !== undefined
      ? inferDefinition(site)
      : layer === undefined
        ? broken(span, name)
        : inferLayer(site, layer);
  if (typed.kind === "call") sameAsFirstUse(name, typed, scope);
  return typed;
}

/** The same weights fit only inputs that are as wide. */
function sameAsFirstUse(name: string, typed: TypedCall, scope: Scope): void {
  const shared = scope.layers.get(name);
  const before = shared?.firstUse?.inputs[0];
  const [now] = typed.inputs;
  if (shared !== undefined && before === undefined) shared.firstUse = typed;
  if (before?.type.kind !== "value" || now?.type.kind !== "value") return;
  const width = ({ axes, of }: typeof before.type) => (of === undefined ? axes.at(-1) : of);
  const [a, b] = [width(before.type), width(now.type)];
  const gap =
    a === undefined || b === undefined
      ? []
      : [numberOf(sizeOf(a, scope.solution)), numberOf(sizeOf(b, scope.solution))];
  if (gap[0] === gap[1]) return;
  scope.reporter.error(
    "axis-size",
    `${name} has the same weights everywhere: here it gets ${gap[1]} numbers, before it got ${gap[0]}`,
    typed.span,
    {
      help: "declare a second layer",
    },
  );
}

function inferDefinition(site: CallSite): Typed {
  const { callee, positional, options, span, scope } = site;
  const entry = scope.library.entries.get(callee.name);
  if (entry === undefined) return broken(span, callee.name);
  const params = valueParams(entry.definition);
  const inputs = valueInputs(site, params.length);
  if (inputs === undefined) return broken(span, callee.name);
  if (inputs.length < params.length) {
    const missing = params[inputs.length]?.name.text ?? "a value";
    scope.reporter.error("argument-missing", `${callee.name} needs a value for ${missing}`, span, {
      help: `hand it in: \`(${params.map(({ name }) => name.text).join(", ")}) -> ${callee.name}(...)\``,
    });
    return broken(span, callee.name);
  }
  const rest = positional
    .slice(params.length)
    .flatMap((one) => ("expression" in one ? [one.expression] : []));
  const isBare = rest.length + options.length === 0;
  const written = isBare ? callee.name : quoted({ kind: "call", callee, args: rest, options, span });
  const stage = stageOf(site);
  const result = callDefinition({
    entry,
    callee: callee.name,
    calleeSpan: callee.span,
    span,
    written,
    inputs,
    rest,
    options,
    scope,
    infer: site.infer,
  });
  if (result === undefined) return broken(span, callee.name);
  const { results, settings, body } = result;
  return {
    kind: "call",
    callee: callee.name,
    stage,
    inputs,
    settings,
    results,
    body,
    span,
    type: results[0] ?? unknownType,
    label: `\`${written}\``,
  };
}
