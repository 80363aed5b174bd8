/** The parts of a target that are known when it is turned back: from the table, and step by step where that ends. */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import type { Table } from "../1-read/table.ts";
import { delayOf, type Knowledge, shiftOf } from "../3-columns/delay.ts";
import type { Evaluate } from "../3-columns/evaluate.ts";
import { type CallExpr, type ColumnExpr, countArgument } from "../3-columns/expression.ts";
import { columnsIn } from "../3-columns/resolve.ts";
import { rowFunctions } from "../3-columns/row-functions.ts";
import { numbersOf, shortExpr } from "../3-columns/values.ts";

/** What is there for one example. */
export interface Known {
  readonly series: number;
  /** Values of the report column at earlier rows: known, or restored a step before. */
  readonly reported: (row: number) => number;
  /** The last row of the example's series; rows after it are still to come. */
  readonly end: number;
}

/** The value of a part at a row, which may lie after the end of the series. */
export type ReadPart = (row: number, known: Known) => number;

export interface Parts {
  readonly evaluate: Evaluate;
  readonly table: Table;
  readonly knowledge: Knowledge;
  readonly horizon: number;
  /** Whether a part is the report column itself, and whether it holds it. */
  readonly isReport: (expr: ColumnExpr) => boolean;
  readonly holdsReport: (expr: ColumnExpr) => boolean;
  /** The refusal of a target that cannot be turned back, for this reason. */
  readonly impossible: (reason: string) => SeqError;
}

/**
 * How to read a part.
 *
 * @throws SeqError "report-impossible" for one that is not known when the forecast is made; when it is read, "known-missing"
 *         after the end of what is given, "too-few-rows" before its beginning
 */
export function readerOf(expr: ColumnExpr, parts: Parts): ReadPart {
  if (parts.isReport(expr)) return (row, { reported }) => reported(row);
  if (parts.holdsReport(expr)) {
    if (expr.kind !== "call") throw internalFault("only a call can hold another column");
    return stepwise(
      expr,
      (arg) => readerOf(arg, parts),
      () => parts.impossible(`${shortExpr(expr)} cannot be undone`),
    );
  }
  if (delayOf(expr, parts.knowledge) > -parts.horizon)
    throw parts.impossible(`${shortExpr(expr)} is not known when the forecast is made`);
  return givenOf(expr, parts);
}

/** What is given whenever it is asked for; of a part that reads earlier rows, each of its own parts at these. */
function givenOf(expr: ColumnExpr, parts: Parts): ReadPart {
  const { evaluate, table, knowledge } = parts;
  const value = evaluate(expr);
  const values = numbersOf(value, expr, table);
  const isSteady = [...columnsIn([expr])].every((name) => knowledge.steady.has(name));
  const missing = () => notGiven(expr);
  let after: ReadPart | undefined;
  return (row, known) => {
    if (isSteady) return values[known.end] ?? Number.NaN;
    const first = value.span.from[known.series] ?? 0;
    if (row < first) throw beginsLater(shortExpr(expr), first - row);
    if (row <= known.end) return values[row] ?? Number.NaN;
    if (expr.kind !== "call") throw missing();
    after ??= stepwise(expr, (arg) => givenOf(arg, parts), missing);
    return after(row, known);
  };
}

/** Of a call: what it makes of its arguments, at the rows at which it reads them. */
function stepwise(expr: CallExpr, reader: (arg: ColumnExpr) => ReadPart, refuse: () => SeqError): ReadPart {
  const apply = rowFunctions.get(expr.name);
  const isShift = shiftOf(expr) !== 0;
  if (apply === undefined && !isShift && expr.name !== "diff") throw refuse();
  const own = apply === undefined ? expr.args.slice(0, 1) : expr.args; // the other of a shift says how far
  const [first, second, third] = own.map(reader);
  if (first === undefined) throw refuse();
  if (apply !== undefined)
    return (row, known) => apply(first(row, known), second?.(row, known) ?? 0, third?.(row, known) ?? 0);
  if (isShift) return (row, known) => first(row + shiftOf(expr), known);
  const n = countArgument(expr, 1, 1);
  return (row, known) => first(row, known) - first(row - n, known);
}

/** @param steps  so many rows are missing at the start */
export function beginsLater(name: string, steps: number): SeqError {
  const words = steps === 1 ? "one step" : `${steps} steps`;
  return new SeqError(
    "too-few-rows",
    `to turn the forecast back, a value of ${name} is needed that lies ${words} before the first`,
    { help: "hand in more rows before the forecast", details: { column: name, steps } },
  );
}

function notGiven(expr: ColumnExpr): SeqError {
  return new SeqError("known-missing", `${shortExpr(expr)} is not given for all steps of the horizon`, {
    help: "add rows for the future that hold what is planned, and leave the rest of them empty",
    details: { column: shortExpr(expr) },
  });
}
