/** The columns of the fields with their values, before anything is fitted. */
import { SeqError } from "@seqloom/diagnostic";
import { textsOf } from "../1-read/cells.ts";
import { placeOf } from "../1-read/table.ts";
import type { Span } from "../2-time/span.ts";
import { calendarPeriods } from "../3-columns/calendar.ts";
import { latestSteps } from "../3-columns/delay.ts";
import { type Evaluate, evaluator } from "../3-columns/evaluate.ts";
import { type ColumnExpr, formatExpr } from "../3-columns/expression.ts";
import { columnsIn } from "../3-columns/resolve.ts";
import { type Frame, numbersOf, type Value } from "../3-columns/values.ts";
import type { ColumnDraft, FieldDraft } from "./draft.ts";
import { symbolsOf } from "./symbols.ts";

interface ColumnCommon {
  readonly name: string;
  readonly key: string;
  /** Resolved, without encoder, pick and shifts. */
  readonly base: ColumnExpr;
  /** Rows in which it has a value. */
  readonly span: Span;
  /** Where rows hold lists: row r has the entries `offsets[r]` up to `offsets[r + 1]`. */
  readonly offsets: Int32Array | undefined;
  readonly pick: "first" | "last" | undefined;
}

/** Numbers, one a row or entry; `isScaled` is false for what is already between -1 and 1 by nature. */
export interface NumberColumn extends ColumnCommon {
  readonly kind: "number";
  readonly values: Float64Array;
  readonly isScaled: boolean;
}

/** Symbols, which become places in the vocabulary of `key`, or as many numbers of 0 and 1 as it has places. */
export interface SymbolColumn extends ColumnCommon {
  readonly kind: "symbol";
  readonly symbols: readonly string[];
  readonly isOnehot: boolean;
  readonly most: number | undefined;
  /** What the vocabulary is fitted on: the column itself, unshifted. */
  readonly fitOn: {
    readonly symbols: readonly string[];
    readonly offsets: Int32Array | undefined;
    readonly span: Span;
  };
}

export type RawColumn = NumberColumn | SymbolColumn;

export interface RawField {
  readonly name: string;
  readonly role: FieldDraft["role"];
  readonly columns: readonly RawColumn[];
  /** A single column of places in a vocabulary: the field has no axis for columns. */
  readonly isIndex: boolean;
}

/**
 * Evaluates the columns of all fields.
 *
 * @throws SeqError "value-not-finite" naming row and operands, "field-mixed", "lists-uneven", "flag-value", and those
 *         of the evaluator
 */
export function evaluateFields(drafts: readonly FieldDraft[], frame: Frame): RawField[] {
  const evaluate = evaluator(frame);
  return drafts.map(({ name, role, columns: own }) => {
    const columns = own.flatMap((draft) => evaluateColumn(draft, evaluate, frame));
    const places = columns.filter((column) => column.kind === "symbol" && !column.isOnehot);
    const hasLists = columns.filter((column) => column.offsets !== undefined);
    const picks = new Set(columns.map((column) => column.pick));
    if ((places.length > 0 && columns.length > 1) || picks.size > 1) throw mixed(name, own);
    if (hasLists.length > 0 && hasLists.length < columns.length) throw mixed(name, own);
    checkLists(name, columns);
    return { name, role, columns, isIndex: places.length === 1 };
  });
}

function mixed(field: string, columns: readonly ColumnDraft[]): SeqError {
  const names = columns.map(({ name }) => name);
  return new SeqError(
    "field-mixed",
    `the columns of ${field} do not fit into one field: ${names.join(", ")}`,
    {
      help: "places in a vocabulary, whole-sequence values and plain numbers each go in a field of their own; or use onehot",
      details: { field, columns: names },
    },
  );
}

function checkLists(field: string, columns: readonly RawColumn[]): void {
  const [first, ...rest] = columns;
  const other = rest.find(({ offsets }) => offsets?.some((at, row) => at !== first?.offsets?.[row]));
  if (first === undefined || other === undefined) return;
  const row = other.offsets?.findIndex((at, i) => at !== first.offsets?.[i]) ?? 0;
  throw new SeqError(
    "lists-uneven",
    `field ${field}, row ${row}: ${first.name} and ${other.name} are not equally long`,
    {
      help: "put them into two fields, each with a label",
      details: { field, row, columns: [first.name, other.name] },
    },
  );
}

function evaluateColumn(draft: ColumnDraft, evaluate: Evaluate, frame: Frame): RawColumn[] {
  const { name, key, base, encoder } = draft;
  if (encoder?.name === "cycle") return cycle(draft, evaluate, frame);
  const { value, pick } = picked(draft, evaluate);
  if (frame.isTimed && (value.kind === "numbers" || value.kind === "texts")) throw listsInTime(name);
  if (encoder === undefined || encoder.name === "flag") {
    const values =
      encoder === undefined ? numbersOf(value, draft.expr, frame.table) : flags(draft, value, frame);
    const offsets = value.kind === "numbers" ? value.offsets : undefined;
    if (offsets === undefined) checkFinite(draft, values, value.span, evaluate, frame);
    const isScaled = encoder === undefined;
    return [{ kind: "number", name, key, base, span: value.span, offsets, pick, values, isScaled }];
  }
  const { symbols, offsets } = symbolsOf(encoder, value);
  if (frame.isTimed && offsets !== undefined) throw listsInTime(name);
  const baseValue = pick === undefined && !frame.isTimed ? value : evaluate(base);
  const fitOn = { ...symbolsOf(encoder, baseValue), span: baseValue.span };
  const isOnehot = encoder.name === "onehot";
  const most = encoder.options?.most;
  return [
    { kind: "symbol", name, key, base, span: value.span, offsets, pick, symbols, isOnehot, most, fitOn },
  ];
}

/** Where rows hold lists the pick is one value a row; else it is left for when examples are known. */
function picked(
  draft: ColumnDraft,
  evaluate: Evaluate,
): { value: Value; pick: "first" | "last" | undefined } {
  const value = evaluate(draft.expr);
  if (draft.pick === undefined || (value.kind !== "numbers" && value.kind !== "texts"))
    return { value, pick: draft.pick };
  return { value: evaluate({ kind: "call", name: draft.pick, args: [draft.expr] }), pick: undefined };
}

function listsInTime(name: string): SeqError {
  return new SeqError(
    "lists-in-time",
    `${name} holds a list in each row, and the rows are steps of a series`,
    {
      help: "leave `time` out: each row is then a sequence of its own",
      details: { column: name },
    },
  );
}

/** The hand of a clock that goes round once a period: sine and cosine. */
function cycle(draft: ColumnDraft, evaluate: Evaluate, frame: Frame): RawColumn[] {
  const { key, base, pick } = draft;
  const period = draft.expr.kind === "call" ? calendarPeriods.get(draft.expr.name) : undefined;
  if (period === undefined) {
    throw new SeqError("encoder-argument", `${draft.name}: cycle takes a calendar function that comes back`, {
      help: `for instance cycle(month(date)); there are ${[...calendarPeriods.keys()].join(" ")}`,
      details: { column: draft.name },
    });
  }
  const value = evaluate(draft.expr);
  const turns = numbersOf(value, draft.expr, frame.table).map((number) => (2 * Math.PI * number) / period);
  return [
    { name: `sin ${formatExpr(draft.expr)}`, values: turns.map(Math.sin) },
    { name: `cos ${formatExpr(draft.expr)}`, values: turns.map(Math.cos) },
  ].map(({ name, values }) => ({
    kind: "number" as const,
    name,
    key,
    base,
    span: value.span,
    offsets: undefined,
    pick,
    values,
    isScaled: false,
  }));
}

const truths: ReadonlyMap<string, number> = new Map([
  ["1", 1],
  ["true", 1],
  ["yes", 1],
  ["0", 0],
  ["false", 0],
  ["no", 0],
]);

function flags(draft: ColumnDraft, value: Value, { table }: Frame): Float64Array {
  const rowOf = (i: number): number => (value.kind === "numbers" || value.kind === "texts" ? 0 : i);
  return Float64Array.from(textsOf(value), (cell, i) => {
    const truth = truths.get(cell.trim().toLowerCase());
    if (truth !== undefined) return truth;
    throw new SeqError(
      "flag-value",
      `${placeOf(table, rowOf(i))}: ${draft.name} is \`${cell}\`, neither true nor false`,
      {
        help: `a flag is 0, 1, true, false, yes or no; write a condition, flag(${draft.key} == "${cell}"), or use category`,
        details: { column: draft.name, value: cell },
      },
    );
  });
}

function checkFinite(
  draft: ColumnDraft,
  values: Float64Array,
  span: Span,
  evaluate: Evaluate,
  frame: Frame,
): void {
  span.from.forEach((from, s) => {
    for (let row = from; row < (span.to[s] ?? 0); row++) {
      if (!Number.isFinite(values[row]))
        throw notFinite(draft, row, values[row] ?? Number.NaN, evaluate, frame);
    }
  });
}

function notFinite(
  draft: ColumnDraft,
  row: number,
  value: number,
  evaluate: Evaluate,
  { table }: Frame,
): SeqError {
  const steps = latestSteps(draft.expr);
  const operands = [...columnsIn([draft.expr])].map((name) => {
    const at = row + Math.min(0, steps.get(name) ?? 0);
    const column = evaluate({ kind: "column", name });
    return `${name} = ${textsOf(column)[at] || "nothing"}`;
  });
  return new SeqError(
    "value-not-finite",
    `${placeOf(table, row)}: ${draft.name} is ${value}; ${operands.join(", ")}`,
    {
      help: "a logarithm needs numbers above 0, a division one that is not 0: leave such rows out with `where`, or use clamp",
      details: { column: draft.name, place: table.places[row], value },
    },
  );
}
