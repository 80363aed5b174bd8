/**
 * Expressions as they are quoted in messages: formatted, on one line.
 */
import type { Option, Value } from "../1-parse/syntax.ts";
import { layOut } from "../4-format/doc.ts";
import { PlacedComments } from "../4-format/placed-comments.ts";
import { ValuePrinter } from "../4-format/print-values.ts";

function written(value: Value | Option): string {
  const printer = new ValuePrinter(new PlacedComments([]));
  return layOut(printer.item(value), Number.POSITIVE_INFINITY, 0);
}

/** The same, cut off where it gets too long to be read in a sentence. */
export function quoted(value: Value | Option, atMost = 60): string {
  const text = written(value);
  return text.length <= atMost ? text : `${text.slice(0, atMost - 3)}...`;
}
