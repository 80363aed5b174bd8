/**
 * What a body gives, and whether that is what its head promises.
 */
import type { Expression, Param, Type as TypeSyntax } from "../../1-parse/syntax.ts";
import { titleOf } from "../library.ts";
import { type Typed, type TypedBody, unknownType, type ValueType, valueType } from "../types.ts";
import type { InferredBody } from "./infer-body.ts";
import { checkPromise, promisedType } from "./promise.ts";
import type { Scope } from "./scope.ts";

type Result = TypedBody["results"][number];

/** The results of a model or block, or of a cell that names them. */
export function promisedResults({ result }: InferredBody, scope: Scope): Result[] {
  const { definition, reporter } = scope;
  const [only] = definition.results;
  if (definition.results.some(({ name }) => name !== undefined)) {
    if (result !== undefined) {
      reporter.error(
        "value-unused",
        `${titleOf(definition)} gives its results by name, so its last line gives nothing`,
        result.span,
        { help: "name it, or remove it" },
      );
    }
    return definition.results.flatMap(({ name, type }): Result[] => {
      if (name === undefined) return [];
      const value = namedResult(name.text, name.span, scope);
      const promised = promisedType(type, value, scope);
      return [kept(name.text, promised, type, value ?? missing(name.text, name.span), undefined, scope)];
    });
  }
  if (only === undefined) return [];
  const last = definition.body.at(-1);
  if (result === undefined) {
    promisedType(only.type, undefined, scope);
    if (last?.kind !== "broken") resultMissing(scope);
    return [];
  }
  const promised = promisedType(only.type, result, scope);
  const expression = last?.kind === "result" ? last.value : undefined;
  return [kept(undefined, promised, only.type, result, expression, scope)];
}

/** A result once its promise is checked. The promise tells the axes, the body what has been done to the value. */
function kept(
  name: string | undefined,
  promised: ValueType | undefined,
  syntax: TypeSyntax,
  value: Typed,
  expression: Expression | undefined,
  scope: Scope,
): Result {
  const isKept = promised !== undefined && checkPromise(promised, syntax, value, expression, scope);
  const traits = value.type.kind === "value" ? value.type.traits : {};
  return { name, value, type: isKept ? valueType(promised.axes, promised.of, traits) : unknownType };
}

function missing(name: string, span: Param["span"]): Typed {
  return { kind: "broken", span, type: unknownType, label: name };
}

function namedResult(name: string, span: Param["span"], scope: Scope): Typed | undefined {
  scope.used.add(name);
  const named = scope.names.get(name);
  if (named !== undefined) return { kind: "name", name, span: named.span, type: named.type, label: name };
  if (!scope.poisoned.has(name)) {
    scope.reporter.error(
      "result-unnamed",
      `${titleOf(scope.definition)} promises ${name} and never gives it a value`,
      span,
      { help: `add a line \`${name} = ...\`` },
    );
  }
  return undefined;
}

function resultMissing({ definition, reporter }: Scope): void {
  const last = definition.body.at(-1);
  const kind = definition.kind;
  if (last === undefined) {
    reporter.error("result-unnamed", `${titleOf(definition)} has no result`, definition.name.span, {
      help: "its last line is its result",
    });
    return;
  }
  const target = last.kind === "assign" ? last.targets.find(({ name }) => name !== "_")?.name : undefined;
  const message =
    target === undefined
      ? `the last statement must be the ${kind}'s result`
      : `the last statement must be the ${kind}'s result, but it only names ${target}`;
  reporter.error("result-unnamed", message, last.span, {
    help: target === undefined ? "add a line with the value it gives" : `add a line \`${target}\``,
  });
}

/** What a cell gives at each step: named results, a value on the last line, or its first state after the step. */
export function cellResults(inferred: InferredBody, scope: Scope): Result[] {
  const { definition } = scope;
  if (definition.results.length > 0) return promisedResults(inferred, scope);
  const { result } = inferred;
  if (result !== undefined) {
    if (result.type.kind === "value" && result.type.axes.length === 0) {
      scope.reporter.error("axis-missing", `${titleOf(definition)} gives a value without axes`, result.span, {
        help: "a cell gives as many numbers as its last axis says",
      });
    }
    return [{ name: undefined, value: result, type: result.type }];
  }
  const [first] = scope.states.keys();
  const state = first === undefined ? undefined : scope.names.get(`${first}'`);
  if (first === undefined || state === undefined) return [];
  const value: Typed = {
    kind: "name",
    name: `${first}'`,
    span: state.span,
    type: state.type,
    label: `${first}'`,
  };
  return [{ name: undefined, value, type: state.type }];
}
