/**
 * The shapes of values at places of the text.
 */
import type { Span } from "@seqloom/diagnostic";
import type { SyntaxFile } from "../1-parse/syntax.ts";
import { nameOf, type Solution, sizeOf } from "../2-check/axes/axis.ts";
import { numberOf } from "../2-check/axes/polynomial.ts";
import type { CheckResult } from "../2-check/check.ts";
import { valuesOf } from "../2-check/typed-walk.ts";
import { showType, type Type } from "../2-check/types.ts";

export interface Shape {
  readonly span: Span;
  readonly type: Type;
  /** `[batch, time, hidden]` */
  readonly text: string;
  /** Sizes of axes with a name, as far as they are numbers: hidden is 32. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** All shapes that a check of this file found, by the span of what has them. */
export class Shapes {
  private readonly bySpan = new Map<string, Shape>();

  constructor(file: SyntaxFile, { bodies }: CheckResult) {
    for (const item of file.items) {
      if (item.kind !== "cell" && item.kind !== "block" && item.kind !== "model") continue;
      const found = bodies.get(item);
      if (found === undefined) continue;
      const { notes, solution, body, shift } = found;
      const here = ({ start, end }: Span) => ({ start: start + shift, end: end + shift });
      for (const { span, type } of valuesOf(body)) this.add(here(span), type, solution);
      for (const { span, type } of notes) this.add(here(span), type, solution);
      for (const param of item.params) {
        const type = body.params.find(({ name }) => name === param.name.text)?.type;
        if (type !== undefined) this.add(param.name.span, type, solution);
      }
    }
  }

  /** What stands exactly at a span. */
  of({ start, end }: Span): Shape | undefined {
    return this.bySpan.get(`${start} ${end}`);
  }

  private add(span: Span, type: Type, solution: Solution): void {
    if (type.kind === "unknown") return;
    const sizes = new Map<string, number>();
    for (const axis of type.kind === "value" ? type.axes : []) {
      const [name, size] = [nameOf(axis), numberOf(sizeOf(axis, solution))];
      if (name !== undefined && size !== undefined) sizes.set(name, size);
    }
    this.bySpan.set(`${span.start} ${span.end}`, { span, type, text: showType(type, solution), sizes });
  }
}

const known = new WeakMap<CheckResult, Shapes>();

/** The shapes of an analysis, made when first asked for. */
export function shapesOf(file: SyntaxFile, checked: CheckResult): Shapes {
  const before = known.get(checked);
  if (before !== undefined) return before;
  const shapes = new Shapes(file, checked);
  known.set(checked, shapes);
  return shapes;
}
