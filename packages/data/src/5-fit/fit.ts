/** Scalers and vocabularies of all fields, fitted on the training part and on nothing else. */
import { didYouMean, SeqError } from "@seqloom/diagnostic";
import { eachSeries, type Span } from "../2-time/span.ts";
import { delayOf, type Knowledge } from "../3-columns/delay.ts";
import { evaluator } from "../3-columns/evaluate.ts";
import { type Frame, numbersOf } from "../3-columns/values.ts";
import type { NumberColumn, RawField, SymbolColumn } from "../6-examples/columns.ts";
import type { DataSpec, ScaleSpec } from "../spec.ts";
import { fitScaler, identity, type ScaleMethod, type Scaler } from "./scaler.ts";
import { fitVocabulary, type Vocabulary } from "./vocabulary.ts";

/** The scaler of a column: one for all, one for each series (by its key), or one from each window. */
export type ColumnScaler =
  | { readonly by: "all"; readonly scaler: Scaler }
  | { readonly by: "series"; readonly scalers: Readonly<Record<string, Scaler>> }
  | { readonly by: "window"; readonly method: ScaleMethod };

/** All that was learned from the training part besides weights; JSON can hold it. */
export interface Fitted {
  readonly scalers: Readonly<Record<string, ColumnScaler>>;
  readonly vocabularies: Readonly<Record<string, Vocabulary>>;
}

/** Where to fit: the rows of the training part, as 1. */
export interface FitPlace {
  readonly frame: Frame;
  readonly keys: readonly (readonly string[])[];
  readonly knowledge: Knowledge;
  readonly isTraining: Uint8Array;
}

/** The name of a series: its keys as JSON, so that no two can meet. */
export function seriesName(key: readonly string[]): string {
  return JSON.stringify(key);
}

/**
 * Fits every scaler and vocabulary.
 *
 * A value counts as one of the training part if it was *known* there: of a column that comes n steps late, the last n
 * rows before the cut do not count.
 *
 * @throws SeqError "scale-column-unknown", "scale-no-rows", "scale-window", "vocabulary-empty", "most-too-small"
 */
export function fit(spec: DataSpec, fields: readonly RawField[], place: FitPlace): Fitted {
  checkScaleColumns(spec, fields);
  const scalers: Record<string, ColumnScaler> = {};
  const vocabularies: Record<string, Vocabulary> = {};
  for (const column of fields.flatMap((field) => field.columns)) {
    if (column.kind === "number" && column.isScaled && !Object.hasOwn(scalers, column.key)) {
      scalers[column.key] = fitColumn(column, scaleOf(spec, column), spec, place);
    }
    if (column.kind === "symbol" && !Object.hasOwn(vocabularies, column.key)) {
      vocabularies[column.key] = fitSymbols(column, fields, spec, place);
    }
  }
  return { scalers, vocabularies };
}

/** The setting for a column: the last that names it, else the last that names none. */
function scaleOf(spec: DataSpec, { key, name }: NumberColumn): ScaleSpec {
  const settings = spec.scale ?? [];
  const named = settings.findLast(({ columns }) =>
    columns?.some((column) => column === key || column === name),
  );
  return named ?? settings.findLast(({ columns }) => columns === undefined) ?? { method: "none" };
}

function checkScaleColumns(spec: DataSpec, fields: readonly RawField[]): void {
  const names = new Set(fields.flatMap(({ columns }) => columns.flatMap(({ key, name }) => [key, name])));
  for (const column of (spec.scale ?? []).flatMap(({ columns }) => columns ?? [])) {
    if (names.has(column)) continue;
    const meant = didYouMean(column, names);
    throw new SeqError(
      "scale-column-unknown",
      `scale: no field has a column ${column}${meant ? `; did you mean ${meant}?` : ""}`,
      {
        help: `columns: ${[...names].join(", ")}`,
        details: { column, meant },
      },
    );
  }
}

function fitColumn(
  column: NumberColumn,
  { method, by }: ScaleSpec,
  spec: DataSpec,
  place: FitPlace,
): ColumnScaler {
  if (by === "window") {
    if (spec.horizon !== undefined) return { by, method };
    throw new SeqError(
      "scale-window",
      `scale ${method}(by = window): without a horizon the window holds what is to be predicted`,
      {
        help: "add a horizon, or fit one scaler for all windows",
        details: { column: column.key, method },
      },
    );
  }
  if (method === "none") return { by: "all", scaler: identity };
  const { frame, keys } = place;
  const isKnown = knownRows(column, place);
  const { values, span } = baseOf(column, frame);
  if (by !== "series")
    return { by: "all", scaler: fitScaler(method, pick(values, column, span, isKnown), column.key) };
  const scalers: Record<string, Scaler> = {};
  for (const [s, key] of keys.entries()) {
    const own = { from: span.from.slice(s, s + 1), to: span.to.slice(s, s + 1) };
    const name = key.length === 0 ? column.key : `${column.key} of ${key.join(", ")}`;
    scalers[seriesName(key)] = fitScaler(method, pick(values, column, own, isKnown), name);
  }
  return { by, scalers };
}

function baseOf(column: NumberColumn, frame: Frame): { values: Float64Array; span: Span } {
  if (column.offsets !== undefined) return { values: column.values, span: column.span };
  const value = evaluator(frame)(column.base);
  return { values: numbersOf(value, column.base, frame.table), span: value.span };
}

/** Rows whose value of this column was known before the training part ended. */
function knownRows(
  { base }: { base: NumberColumn["base"] },
  { frame, knowledge, isTraining }: FitPlace,
): Uint8Array {
  const delay = Math.max(0, delayOf(base, knowledge));
  if (delay === 0) return isTraining;
  const isKnown = new Uint8Array(isTraining.length);
  eachSeries(frame.starts, (from, to) => {
    for (let row = from; row < to; row++) isKnown[row] = isTraining[Math.min(row + delay, to - 1)] ?? 0;
  });
  return isKnown;
}

/** The values of the rows that are in the span and known; of lists, all entries. */
function pick(
  values: Float64Array,
  { offsets }: NumberColumn,
  span: Span,
  isKnown: Uint8Array,
): Float64Array {
  const chosen: number[] = [];
  eachRow(span, isKnown, (row) => {
    for (let at = offsets?.[row] ?? row; at < (offsets?.[row + 1] ?? row + 1); at++)
      chosen.push(values[at] ?? Number.NaN);
  });
  return Float64Array.from(chosen);
}

function eachRow(span: Span, isKnown: Uint8Array, visit: (row: number) => void): void {
  span.from.forEach((from, s) => {
    for (let row = from; row < (span.to[s] ?? 0); row++) if (isKnown[row] === 1) visit(row);
  });
}

function fitSymbols(
  column: SymbolColumn,
  fields: readonly RawField[],
  spec: DataSpec,
  place: FitPlace,
): Vocabulary {
  const isKnown = knownRows(column, place);
  const { symbols, offsets, span } = column.fitOn;
  const found: string[] = [];
  eachRow(span, isKnown, (row) => {
    for (let at = offsets?.[row] ?? row; at < (offsets?.[row + 1] ?? row + 1); at++)
      found.push(symbols[at] ?? "");
  });
  const users = fields.filter(({ columns }) =>
    columns.some(({ kind, key }) => kind === "symbol" && key === column.key),
  );
  const echoed = new Set((spec.feedback ?? []).map(({ field }) => field));
  const mosts = users
    .flatMap((field) => field.columns)
    .flatMap((c) => (c.kind === "symbol" && c.key === column.key && c.most !== undefined ? [c.most] : []));
  return fitVocabulary(column.key, found, {
    hasUnknown: users.some(({ role }) => role !== "target"),
    hasMarks: users.some(({ name, role }) => role === "target" && echoed.has(name)) && offsets !== undefined,
    ...(mosts.length > 0 ? { most: Math.max(...mosts) } : {}),
  });
}
