/**
 * A call of a block or cell, as the steps that check it hand it on.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Definition, Expression, Option, Param } from "../../1-parse/syntax.ts";
import type { Entry } from "../library.ts";
import type { Settings, Type, Typed, TypedBody } from "../types.ts";
import { quoted } from "../written.ts";
import type { Scope } from "./scope.ts";

/** A call of a definition as it stands in a body. */
export interface DefinitionCall {
  readonly entry: Entry;
  readonly callee: string;
  readonly calleeSpan: Span;
  readonly span: Span;
  readonly written: string;
  readonly inputs: readonly Typed[];
  /** Arguments behind the values: sizes. */
  readonly rest: readonly Expression[];
  readonly options: readonly Option[];
  readonly scope: Scope;
  readonly infer: (expression: Expression) => Typed;
}

export interface DefinitionResult {
  readonly results: readonly Type[];
  readonly settings: Settings;
  readonly body: TypedBody | undefined;
}

export function valueParams({ params }: Definition): Param[] {
  return params.filter(({ role }) => role === "value");
}

/** How a definition is called: `x -> Encoder(width, depth = 2)`. */
export function formOf({ entry, callee }: DefinitionCall): string {
  const { params } = entry.definition;
  const [first, ...others] = valueParams(entry.definition);
  const given = [
    ...others.map(({ name }) => name.text),
    ...params.flatMap(({ role, name, value }) =>
      role === "size"
        ? [name.text]
        : role === "option" && value !== undefined
          ? [`${name.text} = ${quoted(value)}`]
          : [],
    ),
  ];
  return `${first?.name.text ?? "x"} -> ${callee}${given.length === 0 ? "" : `(${given.join(", ")})`}`;
}
