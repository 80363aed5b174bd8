/**
 * How many numbers one stage of a model learns.
 */
import type { Span } from "@seqloom/diagnostic";
import type { SyntaxNode } from "../1-parse/syntax.ts";
import { valuesIn } from "../2-check/typed-walk.ts";
import type { TypedCall, TypedStatement } from "../2-check/types.ts";
import type { Analysis } from "./analysis.ts";
import { innermost } from "./syntax-path.ts";
import { sumBelow, weightCounts } from "./weights.ts";

/**
 * @param span  of the call in a model's body
 * @returns     undefined outside of models, and where it cannot be told; all rounds of a repeat together
 */
export function stageWeights(
  analysis: Analysis,
  path: readonly SyntaxNode[],
  span: Span,
): number | undefined {
  const model = innermost(path, "model");
  const body = model === undefined ? undefined : analysis.checked.bodies.get(model)?.body;
  if (model === undefined || body === undefined) return undefined;
  const stages = [
    ...stagesIn(body.statements, ""),
    ...body.results.flatMap(({ value }) => [...valuesIn(value)]).flatMap((value) => stageOf(value, "")),
  ];
  const found = stages.find(({ call }) => call.span.start === span.start && call.span.end === span.end);
  const counts = found === undefined ? undefined : weightCounts(analysis, model.name.text);
  if (found === undefined || counts === undefined) return undefined;
  return found.prefix === "" ? sumBelow(counts, found.call.stage) : sumOfRounds(counts, found);
}

interface StageAt {
  readonly call: TypedCall;
  /** Of the repeat it stands in; `*` for the number of the round. */
  readonly prefix: string;
}

function* stagesIn(statements: readonly TypedStatement[], prefix: string): Generator<StageAt> {
  for (const statement of statements) {
    if (statement.kind === "let")
      for (const value of valuesIn(statement.value)) yield* stageOf(value, prefix);
    if (statement.kind === "repeat")
      yield* stagesIn(statement.rounds[0] ?? [], `${prefix}${statement.stage}.*.`);
  }
}

function stageOf(value: { readonly kind: string }, prefix: string): StageAt[] {
  return isCall(value) ? [{ call: value, prefix }] : [];
}

function isCall(value: { readonly kind: string }): value is TypedCall {
  return value.kind === "call";
}

function sumOfRounds(counts: ReadonlyMap<string, number>, { call, prefix }: StageAt): number {
  const wanted = `${prefix}${call.stage}`.split(".");
  let sum = 0;
  for (const [path, size] of counts) {
    const parts = path.split(".");
    if (parts.length > wanted.length && wanted.every((part, i) => part === "*" || part === parts[i]))
      sum += size;
  }
  return sum;
}
