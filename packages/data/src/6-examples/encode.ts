/** Fields as numbers that a model takes: scaled values and places in vocabularies, one a row or list entry. */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import { eachSeries, intersect, type Span } from "../2-time/span.ts";
import { evaluator } from "../3-columns/evaluate.ts";
import { type Frame, numbersOf } from "../3-columns/values.ts";
import { type ColumnScaler, type Fitted, seriesName } from "../5-fit/fit.ts";
import { identity, type ScaleMethod, type Scaler, scale } from "../5-fit/scaler.ts";
import { placesOf, sizeOfVocabulary, type Vocabulary } from "../5-fit/vocabulary.ts";
import type { NumberColumn, RawField, SymbolColumn } from "./columns.ts";

/** A column of a field: one number a row (entry), or a place that stands for `size` numbers of which one is 1. */
export type EncodedColumn =
  | {
      readonly kind: "number";
      readonly name: string;
      readonly values: Float64Array;
      readonly window?: WindowScale;
    }
  | { readonly kind: "place"; readonly name: string; readonly places: Int32Array }
  | { readonly kind: "onehot"; readonly name: string; readonly places: Int32Array; readonly size: number };

/** The scaler is fitted on these values in the window of each example; the column itself is not scaled yet. */
export interface WindowScale {
  readonly method: ScaleMethod;
  readonly key: string;
  readonly base: Float64Array;
}

/** A field whose values are ready to be gathered. */
export interface Field {
  readonly name: string;
  readonly role: RawField["role"] | "feedback";
  readonly columns: readonly EncodedColumn[];
  /** Numbers a step, over all columns; 1 for places. */
  readonly width: number;
  readonly isIndex: boolean;
  readonly vocabulary: Vocabulary | undefined;
  readonly offsets: Int32Array | undefined;
  /** Entries of each list, if all lists have the same number. */
  readonly listLength: number | undefined;
  readonly pick: "first" | "last" | undefined;
  readonly span: Span;
  /** The target that a feedback field repeats a step late. */
  readonly source?: string;
}

/**
 * Encodes the fields with what was fitted.
 *
 * @throws SeqError "fitted-missing" for a column that was not there when it was fitted, "series-unknown", "scale-log"
 */
export function encodeField(
  raw: RawField,
  fitted: Fitted,
  frame: Frame,
  keys: readonly (readonly string[])[],
): Field {
  const columns = raw.columns.map((column) =>
    column.kind === "number" ? encodeNumbers(column, fitted, frame, keys) : encodeSymbols(column, fitted),
  );
  const [first] = raw.columns;
  if (first === undefined) throw internalFault("a field without columns");
  return {
    name: raw.name,
    role: raw.role,
    columns,
    width: columns.reduce((sum, column) => sum + (column.kind === "onehot" ? column.size : 1), 0),
    isIndex: raw.isIndex,
    vocabulary: raw.isIndex ? fitted.vocabularies[first.key] : undefined,
    offsets: first.offsets,
    listLength: commonLength(first.offsets),
    pick: first.pick,
    span: intersect(raw.columns.map(({ span }) => span)),
  };
}

function commonLength(offsets: Int32Array | undefined): number | undefined {
  const length = offsets?.[1];
  return offsets?.every((at, row) => at === row * (length ?? 0)) === true ? length : undefined;
}

function encodeNumbers(
  column: NumberColumn,
  fitted: Fitted,
  frame: Frame,
  keys: readonly (readonly string[])[],
): EncodedColumn {
  const { name, key, values } = column;
  if (!column.isScaled) return { kind: "number", name, values };
  const own = Object.hasOwn(fitted.scalers, key) ? fitted.scalers[key] : undefined;
  if (own === undefined) throw fittedMissing(key);
  if (own.by === "window") {
    const base = numbersOf(evaluator(frame)(column.base), column.base, frame.table);
    return { kind: "number", name, values, window: { method: own.method, key, base } };
  }
  const scaled = new Float64Array(values.length).fill(Number.NaN);
  if (column.offsets !== undefined) {
    const scaler = scalerOf(own, [], key);
    return { kind: "number", name, values: values.map((value) => scale(scaler, value, key)) };
  }
  // Outside its span a column holds nothing that could be scaled.
  eachSeries(frame.starts, (_from, _to, s) => {
    const scaler = scalerOf(own, keys[s] ?? [], key);
    for (let row = column.span.from[s] ?? 0; row < (column.span.to[s] ?? 0); row++) {
      scaled[row] = scale(scaler, values[row] ?? Number.NaN, key);
    }
  });
  return { kind: "number", name, values: scaled };
}

/** The scaler of one series. @throws SeqError "series-unknown" */
function scalerOf(own: ColumnScaler, series: readonly string[], key: string): Scaler {
  if (own.by === "window") return identity;
  if (own.by === "all") return own.scaler;
  const name = seriesName(series);
  const scaler = Object.hasOwn(own.scalers, name) ? own.scalers[name] : undefined;
  if (scaler !== undefined) return scaler;
  throw new SeqError("series-unknown", `${key}: no scaler was fitted for the series ${series.join(", ")}`, {
    help: "train with this series, or use one scaler for all",
    details: { column: key, series },
  });
}

function fittedMissing(key: string): SeqError {
  return new SeqError("fitted-missing", `nothing was fitted for the column ${key}`, {
    help: "use the spec that the model was trained with",
    details: { column: key },
  });
}

function encodeSymbols(column: SymbolColumn, fitted: Fitted): EncodedColumn {
  const { name, key, symbols, isOnehot } = column;
  const vocabulary = Object.hasOwn(fitted.vocabularies, key) ? fitted.vocabularies[key] : undefined;
  if (vocabulary === undefined) throw fittedMissing(key);
  const places = Int32Array.from(symbols, placesOf(vocabulary));
  return isOnehot
    ? { kind: "onehot", name, places, size: sizeOfVocabulary(vocabulary) }
    : { kind: "place", name, places };
}
