/** Encoders that cut text into symbols. */
import { SeqError } from "@seqloom/diagnostic";
import { textsOf } from "../1-read/cells.ts";
import { type CallExpr, formatExpr } from "../3-columns/expression.ts";
import type { Value } from "../3-columns/values.ts";

/** Symbols, one a row, or those of each row in a list. */
export interface Symbols {
  readonly symbols: readonly string[];
  readonly offsets: Int32Array | undefined;
}

/** A word is letters, digits and apostrophes; any other sign that is no space is a word of its own. */
const wordForm = /[\p{L}\p{N}'’]+|[^\s\p{L}\p{N}'’]/gu;

/** The words of a text, as `words` cuts it. */
export function wordsOf(text: string): readonly string[] {
  return text.match(wordForm) ?? [];
}

/**
 * The symbols an encoder sees in a column.
 *
 * `characters` takes code points; `words` cuts text as {@link wordForm} says and takes lists as they are; `categories`
 * takes lists; `onehot` and `category` take each value, or each entry of a list, as one symbol.
 *
 * @throws SeqError "encoder-argument" where the column is of the wrong kind
 */
export function symbolsOf(encoder: CallExpr, value: Value): Symbols {
  const offsets = value.kind === "numbers" || value.kind === "texts" ? value.offsets : undefined;
  const texts = textsOf(value);
  switch (encoder.name) {
    case "characters":
      if (offsets !== undefined) throw wrongKind(encoder, "a text in each row, not a list");
      return cut(texts, (text) => Array.from(text), encoder.options?.longest);
    case "words":
      if (offsets === undefined) return cut(texts, wordsOf, encoder.options?.longest);
      return shorten({ symbols: texts, offsets }, encoder.options?.longest);
    case "categories":
      if (offsets === undefined) throw wrongKind(encoder, "a list in each row");
      return shorten({ symbols: texts, offsets }, encoder.options?.longest);
    default:
      return { symbols: texts, offsets };
  }
}

function wrongKind(encoder: CallExpr, want: string): SeqError {
  return new SeqError("encoder-argument", `${formatExpr(encoder)}: ${encoder.name} takes ${want}`, {
    help: "`characters` and `words` cut texts, `categories` takes lists, `category` a single value",
    details: { encoder: encoder.name, want },
  });
}

function cut(
  texts: readonly string[],
  parts: (text: string) => readonly string[],
  longest = Infinity,
): Symbols {
  const symbols: string[] = [];
  const offsets = new Int32Array(texts.length + 1);
  for (const [row, text] of texts.entries()) {
    for (const part of parts(text).slice(0, longest)) symbols.push(part);
    offsets[row + 1] = symbols.length;
  }
  return { symbols, offsets };
}

function shorten(
  { symbols, offsets }: { symbols: readonly string[]; offsets: Int32Array },
  longest?: number,
): Symbols {
  if (longest === undefined) return { symbols, offsets };
  const kept: string[] = [];
  const ends = new Int32Array(offsets.length);
  for (let row = 0; row + 1 < offsets.length; row++) {
    const from = offsets[row] ?? 0;
    for (const symbol of symbols.slice(from, Math.min(offsets[row + 1] ?? 0, from + longest)))
      kept.push(symbol);
    ends[row + 1] = kept.length;
  }
  return { symbols: kept, offsets: ends };
}
