/** Vocabularies: the symbols of a column, numbered, as they are found in the training part. */
import { SeqError } from "@seqloom/diagnostic";

/**
 * Symbols and their places, as JSON can hold it.
 *
 * Places are counted through `unknown` (if there is one, place 0), the symbols in order, `start` and `end`.
 */
export interface Vocabulary {
  /** The column whose symbols they are; also the name of the axis. */
  readonly name: string;
  readonly symbols: readonly string[];
  /** Whether place 0 stands for every symbol that is not in the list. */
  readonly hasUnknown: boolean;
  /** Whether the last two places are the marks before the first and after the last symbol of an answer. */
  readonly hasMarks: boolean;
}

export interface VocabularyOptions {
  readonly hasUnknown: boolean;
  readonly hasMarks: boolean;
  /** At most this many places in all; the most frequent symbols stay. */
  readonly most?: number;
}

/**
 * The vocabulary of the symbols that occur. The order is that of code units (of size, if all are numbers), so it does
 * not hang on the order of rows.
 *
 * @throws SeqError "vocabulary-empty", "most-too-small" if nothing is left beside unknown and the marks
 */
export function fitVocabulary(name: string, found: Iterable<string>, options: VocabularyOptions): Vocabulary {
  const { hasUnknown, hasMarks, most } = options;
  const counts = new Map<string, number>();
  for (const symbol of found) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  if (counts.size === 0) {
    throw new SeqError("vocabulary-empty", `${name} has no symbol in the training part`, {
      help: "make the training part larger, or check the column",
      details: { column: name },
    });
  }
  const extra = (hasUnknown ? 1 : 0) + (hasMarks ? 2 : 0);
  const room = most === undefined ? counts.size : most - extra;
  if (room < 1) {
    throw new SeqError("most-too-small", `most = ${most} leaves no place for a symbol of ${name}`, {
      help: `${extra} places go to unknown and the marks; use at least ${extra + 1}`,
      details: { column: name, most, extra },
    });
  }
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const kept = ranked.slice(0, room).map(([symbol]) => symbol);
  return { name, symbols: inOrder(kept), hasUnknown, hasMarks };
}

function inOrder(symbols: readonly string[]): string[] {
  const areNumbers = symbols.every((symbol) => symbol !== "" && Number.isFinite(Number(symbol)));
  return symbols.toSorted((a, b) => (areNumbers ? Number(a) - Number(b) : 0) || (a < b ? -1 : 1));
}

/** The number of places. */
export function sizeOfVocabulary({ symbols, hasUnknown, hasMarks }: Vocabulary): number {
  return symbols.length + (hasUnknown ? 1 : 0) + (hasMarks ? 2 : 0);
}

/**
 * Gives the place of each symbol. One that is not in the list has the place of unknown, or -1 where there is none: a
 * class that training never showed, which no answer can match.
 */
export function placesOf(vocabulary: Vocabulary): (symbol: string) => number {
  const first = vocabulary.hasUnknown ? 1 : 0;
  const places = new Map(vocabulary.symbols.map((symbol, i) => [symbol, first + i]));
  const other = vocabulary.hasUnknown ? 0 : -1;
  return (symbol) => places.get(symbol) ?? other;
}

/** The symbol at a place; what has none (unknown, the marks) is written in pointed brackets. */
export function symbolAt(vocabulary: Vocabulary, place: number): string {
  const first = vocabulary.hasUnknown ? 1 : 0;
  const symbol = vocabulary.symbols[place - first];
  if (symbol !== undefined) return symbol;
  if (vocabulary.hasMarks && place === startMark(vocabulary)) return "<start>";
  if (vocabulary.hasMarks && place === startMark(vocabulary) + 1) return "<end>";
  return "<unknown>";
}

/** The place of the mark before the first symbol; the mark after the last follows it. */
export function startMark(vocabulary: Vocabulary): number {
  return sizeOfVocabulary(vocabulary) - 2;
}
