/** What was fitted, read back: a file that was damaged or made by another program must not become numbers. */
import { SeqError } from "@seqloom/diagnostic";
import type { ColumnScaler, Fitted } from "./fit.ts";
import { type ScaleMethod, type Scaler, scaleMethods } from "./scaler.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * Scalers and vocabularies from what JSON gave.
 *
 * @throws SeqError "fitted-unreadable" naming the column
 * @example fittedFrom(JSON.parse(JSON.stringify(prepared.fitted)))
 */
export function fittedFrom(value: unknown): Fitted {
  if (!isRecord(value) || !isRecord(value.scalers) || !isRecord(value.vocabularies))
    throw unreadable("they are no scalers and vocabularies", {});
  return {
    scalers: each(value.scalers, isColumnScaler),
    vocabularies: each(value.vocabularies, isVocabulary),
  };
}

function each<T>(values: Named, isRight: (value: unknown) => value is T): Readonly<Record<string, T>> {
  const read: [string, T][] = [];
  for (const [column, value] of Object.entries(values)) {
    if (!isRight(value)) throw unreadable(`those of ${column} are damaged`, { column });
    read.push([column, value]);
  }
  return Object.fromEntries(read);
}

function unreadable(why: string, details: Named): SeqError {
  return new SeqError("fitted-unreadable", `the fitted scalers and vocabularies cannot be read: ${why}`, {
    help: "use the file as it was written after the training",
    details,
  });
}

function isColumnScaler(value: unknown): value is ColumnScaler {
  if (!isRecord(value)) return false;
  if (value.by === "window") return isMethod(value.method);
  if (value.by === "all") return isScaler(value.scaler);
  return value.by === "series" && isRecord(value.scalers) && Object.values(value.scalers).every(isScaler);
}

function isScaler(value: unknown): value is Scaler {
  return (
    isRecord(value) && isMethod(value.method) && Number.isFinite(value.shift) && Number.isFinite(value.factor)
  );
}

function isMethod(value: unknown): value is ScaleMethod {
  return scaleMethods.some((method) => method === value);
}

function isVocabulary(value: unknown): value is Vocabulary {
  return (
    isRecord(value) &&
    typeof value.name === "string" &&
    Array.isArray(value.symbols) &&
    value.symbols.every((symbol) => typeof symbol === "string") &&
    typeof value.hasUnknown === "boolean" &&
    typeof value.hasMarks === "boolean"
  );
}

type Named = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Named {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
