/**
 * Shapes to be shown between the words of the text: behind names that are given a value, and behind stages that end a
 * line.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Statement, Target, Value } from "../1-parse/syntax.ts";
import { statementsIn } from "../2-check/syntax-walk.ts";
import type { Analysis } from "./analysis.ts";
import { type Shapes, shapesOf } from "./shapes.ts";

export interface InlayHint {
  /** The offset it is shown at. */
  readonly at: number;
  /** `: [batch, hidden]`, or with an arrow behind a stage. */
  readonly text: string;
}

/**
 * Hints of the values in a part of the text, or in all of it, in order.
 *
 * @param within  hints outside of it are left out
 */
export function inlayHints(analysis: Analysis, within?: Span): readonly InlayHint[] {
  const { parsed, checked, source } = analysis;
  const shapes = shapesOf(parsed.file, checked);
  const hints: InlayHint[] = [];
  for (const item of parsed.file.items) {
    if (item.kind !== "cell" && item.kind !== "block" && item.kind !== "model") continue;
    if (within !== undefined && (item.span.end < within.start || item.span.start > within.end)) continue;
    for (const statement of statementsIn(item.body)) hints.push(...hintsOf(statement, shapes, source.text));
  }
  const wanted = hints.filter(({ at }) => within === undefined || (within.start <= at && at <= within.end));
  return wanted.sort((a, b) => a.at - b.at);
}

function hintsOf(statement: Statement, shapes: Shapes, text: string): InlayHint[] {
  if (statement.kind !== "assign" && statement.kind !== "result") return [];
  const { value } = statement;
  const [target, second] = statement.kind === "assign" ? statement.targets : [];
  const shape = shapes.of(endOf(value).span);
  const own: InlayHint[] = [];
  if (shape !== undefined && shape.type.kind !== "scalar") {
    if (target !== undefined && second === undefined && target.name !== "_")
      own.push(behind(target, shape.text));
    if (statement.kind === "result") own.push({ at: value.span.end, text: ` -> ${shape.text}` });
  }
  return [...own, ...stagesThatEndLines(value, shapes, text)];
}

function behind({ span }: Target, shape: string): InlayHint {
  return { at: span.end, text: `: ${shape}` };
}

function endOf(value: Value): Value {
  return value.kind === "flow" ? (value.stages.at(-1) ?? value) : value;
}

/** All but the last, whose shape stands at the statement. */
function stagesThatEndLines(value: Value, shapes: Shapes, text: string): InlayHint[] {
  if (value.kind !== "flow") return [];
  return [value.from, ...value.stages].slice(0, -1).flatMap(({ span }, i) => {
    const next = value.stages[i];
    const isLineEnd = next !== undefined && text.slice(span.end, next.span.start).includes("\n");
    const shape = isLineEnd ? shapes.of(span) : undefined;
    return shape === undefined ? [] : [{ at: span.end, text: ` -> ${shape.text}` }];
  });
}
