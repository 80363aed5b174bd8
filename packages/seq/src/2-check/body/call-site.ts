/**
 * A call in a body: its arguments, those that are values, and its name as a stage.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Expression, Option, Ref } from "../../1-parse/syntax.ts";
import { entryOf } from "../../tables/kind.ts";
import { layerFunctions } from "../../tables/layers.ts";
import { type Typed, unknownType } from "../types.ts";
import { inputMissing } from "./name-errors.ts";
import { type Scope, stageWord } from "./scope.ts";
/** An argument: a value that an arrow brought, or an expression in brackets. */
export type Positional = { readonly typed: Typed } | { readonly expression: Expression };

/** A call on its way to its types. */
export interface CallSite {
  readonly callee: Ref;
  readonly positional: readonly Positional[];
  readonly options: readonly Option[];
  readonly span: Span;
  readonly scope: Scope;
  /** Finds the types of arguments. */
  readonly infer: (expression: Expression) => Typed;
  /** The name of a declared layer. */
  readonly stage: string | undefined;
}

/** The arguments that are values, as far as they are there. */
export function valueInputs(site: CallSite, count: number): Typed[] | undefined {
  const { positional, scope, callee, span } = site;
  const inputs: Typed[] = [];
  for (const [i, one] of positional.slice(0, count).entries()) {
    if ("typed" in one) inputs.push(one.typed);
    else if (i === 0 && !isValue(one.expression, scope)) {
      inputMissing(
        callee.name,
        positional.flatMap((p) => ("expression" in p ? [p.expression] : [])),
        span,
        scope,
      );
      return undefined;
    } else inputs.push(site.infer(one.expression));
  }
  if (inputs.length > 0) return inputs;
  inputMissing(callee.name, [], span, scope);
  return undefined;
}

/** Whether an expression can be a value: numbers and sizes cannot. */
function isValue(expression: Expression, scope: Scope): boolean {
  switch (expression.kind) {
    case "number":
    case "text":
    case "truth":
      return false;
    case "unary":
      return isValue(expression.operand, scope);
    case "binary":
      return isValue(expression.left, scope) || isValue(expression.right, scope);
    case "ref": {
      if (expression.after || scope.names.get(expression.name)?.type.kind === "value") return true;
      const isSize =
        scope.sizes.has(expression.name) ||
        scope.library.constants.has(expression.name) ||
        isCallable(expression.name, scope);
      return scope.names.has(expression.name) || !isSize;
    }
    default:
      return true;
  }
}

/** The stage's name: given, that of its declared layer, or its word with a number. */
export function stageOf({ callee, options, scope, stage }: CallSite): string {
  if (stage !== undefined) return stage;
  const given = options.find(({ name }) => name.text === "name")?.value;
  if (given?.kind !== "ref") return scope.stages.next(stageWord(callee.name));
  scope.stages.fix(given.name, given.span);
  return given.name;
}

export function isCallable(name: string, scope: Scope): boolean {
  return (
    scope.layers.has(name) ||
    scope.functions.has(name) ||
    scope.library.entries.has(name) ||
    entryOf(layerFunctions, name) !== undefined
  );
}

export function broken(span: Span, label: string): Typed {
  return { kind: "broken", span, type: unknownType, label };
}
