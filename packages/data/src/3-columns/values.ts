/** What an expression gives: a value for each row, and where in each series it begins and ends. */
import { SeqError } from "@seqloom/diagnostic";
import { notNumbers } from "../1-read/cells.ts";
import type { Column, Table } from "../1-read/table.ts";
import type { Span } from "../2-time/span.ts";
import { type ColumnExpr, formatExpr } from "./expression.ts";

/** A column with its span. */
export type Value = Column & { readonly span: Span };

/** A table in order: series by series (`starts`, one entry more than series), each by time if `isTimed`. */
export interface Frame {
  readonly table: Table;
  readonly starts: Int32Array;
  readonly isTimed: boolean;
  /** Spans of source columns that begin late or end early; all others fill their series. */
  readonly spans: ReadonlyMap<string, Span>;
}

/**
 * The numbers of a value: one a row, or the entries of its lists.
 *
 * @throws SeqError "number-unreadable" with every unreadable cell, "text-as-number"
 */
export function numbersOf(value: Value, expr: ColumnExpr, table: Table): Float64Array {
  switch (value.kind) {
    case "number":
    case "date":
    case "numbers":
      return value.values;
    case "text":
      throw expr.kind === "column" ? notNumbers(table, expr.name, value.values) : textAsNumber(expr);
    case "texts":
      throw textAsNumber(expr);
  }
}

function textAsNumber(expr: ColumnExpr): SeqError {
  const written = shortExpr(expr);
  return new SeqError("text-as-number", `${written} is text, and a number is needed`, {
    help: `encode it, for instance category(${written}), onehot(${written}) or words(${written})`,
    details: { expr: written },
  });
}

/** An expression for a message. Deep ones are cut: a resolved expression may unfold without end. */
export function shortExpr(expr: ColumnExpr): string {
  return formatExpr(cut(expr, 3));
}

function cut(expr: ColumnExpr, depth: number): ColumnExpr {
  if (expr.kind !== "call") return expr;
  if (depth === 0) return { kind: "column", name: "..." };
  return { ...expr, args: expr.args.map((arg) => cut(arg, depth - 1)) };
}
