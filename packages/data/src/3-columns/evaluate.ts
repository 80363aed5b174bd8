/** Column expressions to values, series by series. */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import { textsOf } from "../1-read/cells.ts";
import { dateOf, readDate } from "../1-read/date.ts";
import { columnOf } from "../1-read/table.ts";
import { intersect, type Span, wholeSpan } from "../2-time/span.ts";
import { calendarFunctions } from "./calendar.ts";
import { evaluateInTime } from "./evaluate-time.ts";
import { type CallExpr, type ColumnExpr, functionOf } from "./expression.ts";
import { rowFunctions } from "./row-functions.ts";
import { type Frame, numbersOf, shortExpr, type Value } from "./values.ts";

/** Gives the value of any resolved expression over one frame; each expression is evaluated once. */
export type Evaluate = (expr: ColumnExpr) => Value;

/**
 * An evaluator over a frame. Functions along time stay inside a series and never reach over its start.
 *
 * @throws SeqError (from the evaluator) "column-unknown", "number-unreadable", "text-as-number", "time-needed",
 *         "lists-uneven", "encoder-inside", "whole-inside", "share-range", "date-unreadable"
 */
export function evaluator(frame: Frame): Evaluate {
  const memo = new Map<ColumnExpr, Value>();
  const context: Context = { frame, whole: wholeSpan(frame.starts), evaluate };
  function evaluate(expr: ColumnExpr): Value {
    const known = memo.get(expr);
    if (known !== undefined) return known;
    const value = compute(expr, context);
    memo.set(expr, value);
    return value;
  }
  return evaluate;
}

interface Context {
  readonly frame: Frame;
  readonly whole: Span;
  readonly evaluate: Evaluate;
}

function compute(expr: ColumnExpr, context: Context): Value {
  const { frame, whole } = context;
  const rowCount = frame.table.rowCount;
  switch (expr.kind) {
    case "column":
      return { ...columnOf(frame.table, expr.name), span: frame.spans.get(expr.name) ?? whole };
    case "number":
      return { kind: "number", values: new Float64Array(rowCount).fill(expr.value), span: whole };
    case "text":
      return { kind: "text", values: new Array<string>(rowCount).fill(expr.value), span: whole };
    case "call":
      return computeCall(expr, context);
  }
}

function computeCall(expr: CallExpr, context: Context): Value {
  const { group } = functionOf(expr);
  switch (group) {
    case "row":
      return rowCall(expr, context);
    case "text":
      return textCall(expr, context);
    case "shift":
    case "trailing":
      return evaluateInTime(expr, context.frame, context.evaluate);
    case "calendar":
      return calendarCall(expr, context);
    case "whole":
      return wholeCall(expr, context);
    case "encoder":
      throw new SeqError("encoder-inside", `${shortExpr(expr)} cannot be part of a larger expression`, {
        help: "an encoder makes a field; use it outermost, in input, known, static or target",
        details: { name: expr.name },
      });
  }
}

function rowCall(expr: CallExpr, context: Context): Value {
  const values = expr.args.map(context.evaluate);
  if ((expr.name === "==" || expr.name === "!=") && values.some(isText)) return compareTexts(expr, values);
  const numbers = expr.args.map((arg, i) => argumentNumbers(arg, i, expr, values, context));
  const apply = rowFunctions.get(expr.name);
  if (apply === undefined) throw internalFault(`no row function ${expr.name}`);
  const lists = values.find((value) => value.kind === "numbers");
  const [a, b = a, c = a] = lists !== undefined ? spreadOver(lists.offsets, values, numbers, expr) : numbers;
  if (a === undefined || b === undefined || c === undefined) throw internalFault("a function of nothing");
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++)
    out[i] = apply(a[i] ?? Number.NaN, b[i] ?? Number.NaN, c[i] ?? Number.NaN);
  const span = intersect(values.map((value) => value.span));
  return lists !== undefined
    ? { kind: "numbers", values: out, offsets: lists.offsets, span }
    : { kind: "number", values: out, span };
}

function isText(value: Value): boolean {
  return value.kind === "text";
}

/** A text that stands beside dates is itself a date: `date >= "2015"`. */
function argumentNumbers(
  arg: ColumnExpr,
  position: number,
  expr: CallExpr,
  values: readonly Value[],
  { frame }: Context,
): Float64Array {
  const value = values[position];
  const other = values[1 - position];
  if (value === undefined) throw internalFault("an argument without a value");
  if (arg.kind === "text" && (other?.kind === "date" || other?.kind === "text")) {
    return new Float64Array(frame.table.rowCount).fill(dateOf(arg.value));
  }
  const besideDate = expr.args[1 - position]?.kind === "text";
  return besideDate && value.kind === "text"
    ? datesOf(value, arg, frame)
    : numbersOf(value, arg, frame.table);
}

/** The moments of a value: of a date column, or of the texts of another. */
function datesOf(value: Value, expr: ColumnExpr, { table }: Frame): Float64Array {
  if (value.kind === "date") return value.values;
  return Float64Array.from(textsOf(value), (cell, row) => {
    const date = cell.trim() === "" ? Number.NaN : readDate(cell);
    if (typeof date === "number") return date;
    throw new SeqError(
      "date-unreadable",
      `${table.name}, ${table.placeWord} ${table.places[row]}: ${shortExpr(expr)} \`${cell}\` ${date}`,
      {
        help: "write dates as 2015-01-31, 2015-01 or 2015-01-31 18:00",
        details: { source: table.name, place: table.places[row], text: cell, reason: date },
      },
    );
  });
}

function compareTexts(expr: CallExpr, values: readonly Value[]): Value {
  const [left, right] = values.map(textsOf);
  if (left === undefined || right === undefined) throw internalFault("a comparison of nothing");
  const wanted = expr.name === "==";
  return {
    kind: "number",
    values: Float64Array.from(left, (cell, row) => Number((cell === right[row]) === wanted)),
    span: intersect(values.map((value) => value.span)),
  };
}

/** Repeats the numbers of a row for each entry of its list. */
function spreadOver(
  offsets: Int32Array,
  values: readonly Value[],
  numbers: readonly Float64Array[],
  expr: CallExpr,
): Float64Array[] {
  return values.map((value, i) => {
    const own = numbers[i] ?? new Float64Array();
    if (value.kind === "numbers") {
      if (value.offsets.every((at, row) => at === offsets[row])) return own;
      throw new SeqError("lists-uneven", `${shortExpr(expr)}: the lists of a row are not equally long`, {
        help: "give both lists the same number of entries in each row",
        details: { expr: shortExpr(expr) },
      });
    }
    const out = new Float64Array(offsets.at(-1) ?? 0);
    for (let row = 0; row < own.length; row++)
      out.fill(own[row] ?? Number.NaN, offsets[row], offsets[row + 1]);
    return out;
  });
}

function textCall(expr: CallExpr, { evaluate }: Context): Value {
  const [arg, mark] = expr.args;
  if (arg === undefined) throw internalFault("a function of nothing");
  const value = evaluate(arg);
  const sign = mark?.kind === "text" ? mark.value : "";
  return {
    kind: "text",
    values: textsOf(value).map((cell) => textOf(expr.name, cell, sign)),
    span: value.span,
  };
}

/** Text without the mark is all before it, and nothing after it. */
function textOf(name: string, cell: string, mark: string): string {
  if (name === "lower") return cell.toLowerCase();
  const at = cell.indexOf(mark);
  if (name === "before") return at < 0 ? cell : cell.slice(0, at);
  return at < 0 ? "" : cell.slice(at + mark.length);
}

function calendarCall(expr: CallExpr, { frame, evaluate }: Context): Value {
  const [arg] = expr.args;
  const of = calendarFunctions.get(expr.name);
  if (arg === undefined || of === undefined) throw internalFault(`no calendar function ${expr.name}`);
  const value = evaluate(arg);
  const dates = datesOf(value, arg, frame);
  return { kind: "number", values: dates.map((ms) => (Number.isNaN(ms) ? ms : of(ms))), span: value.span };
}

function wholeCall(expr: CallExpr, { evaluate }: Context): Value {
  const [arg] = expr.args;
  const value = arg === undefined ? undefined : evaluate(arg);
  if (value?.kind !== "numbers" && value?.kind !== "texts") {
    throw new SeqError("whole-inside", `${shortExpr(expr)} cannot be part of a larger expression`, {
      help: `${expr.name} picks one step of each sequence; use it outermost, or inside an encoder`,
      details: { name: expr.name },
    });
  }
  const { offsets, span } = value;
  const at = (row: number): number => {
    const from = offsets[row] ?? 0;
    const to = offsets[row + 1] ?? 0;
    return from === to ? -1 : expr.name === "first" ? from : to - 1;
  };
  const rows = Array.from({ length: offsets.length - 1 }, (_, row) => at(row));
  return value.kind === "numbers"
    ? { kind: "number", values: Float64Array.from(rows, (i) => value.values[i] ?? Number.NaN), span }
    : { kind: "text", values: rows.map((i) => value.values[i] ?? ""), span };
}
