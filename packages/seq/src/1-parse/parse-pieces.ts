/**
 * Parses pieces one by one, and takes over from an earlier parse what has not changed.
 */
import type { Diagnostic, Source } from "@seqloom/diagnostic";
import { type MatchFailure, matchPiece, type PieceSyntax } from "./build-syntax.ts";
import { compactText, originsOf, placed } from "./compact.ts";
import { cutAgain } from "./cut.ts";
import { explain } from "./explain/explain.ts";
import { syntaxError } from "./explain/failure.ts";
import { explainFault } from "./explain/structure.ts";
import { mapSpans } from "./map-spans.ts";
import type { Piece } from "./piece.ts";
import type { Token } from "./scan.ts";

/** What became of a piece; the spans in `syntax` count from the start of the text. */
export interface ParsedPiece {
  readonly piece: Piece;
  /** Missing if it did not parse. */
  readonly syntax: PieceSyntax | undefined;
}

/** A piece as it was written, and what was made of it there. */
interface Remembered {
  /** Its rule and its text. */
  readonly key: string;
  readonly start: number;
  readonly syntax: PieceSyntax | undefined;
  /** Why there is no syntax. */
  readonly failure: MatchFailure | undefined;
}

/** The pieces of one parse. */
export interface PieceMemory {
  readonly byPlace: ReadonlyMap<number, Remembered>;
  /** By key; of pieces that are written alike the last. */
  readonly byKey: ReadonlyMap<string, Remembered>;
}

export const noPieces: PieceMemory = { byPlace: new Map(), byKey: new Map() };

/** How many broken pieces are looked at closely. More are of no use to a reader and would take long. */
const explainedAtMost = 100;
/** Errors that stand at the end of an unfinished line. */
const unfinished = ["bracket-open", "flow-unfinished", "value-missing"];

/** Parses the pieces of one text. */
export class PieceParser {
  readonly diagnostics: Diagnostic[] = [];
  private readonly byPlace = new Map<number, Remembered>();
  private readonly byKey = new Map<string, Remembered>();
  private readonly source: Source;
  private readonly tokens: readonly Token[];
  private readonly earlier: PieceMemory;
  private explained = 0;

  constructor(source: Source, tokens: readonly Token[], earlier: PieceMemory) {
    this.source = source;
    this.tokens = tokens;
    this.earlier = earlier;
  }

  /** For the next parse of a changed text. */
  get memory(): PieceMemory {
    return { byPlace: this.byPlace, byKey: this.byKey };
  }

  /** One piece, or several where an open bracket had joined the lines below it to the line that lacks `)`. */
  parse(piece: Piece, parentWord: string): ParsedPiece[] {
    const parsed: ParsedPiece[] = [];
    const waiting = [piece];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const syntax = this.syntaxOf(next, parentWord);
      const rest = syntax === undefined ? this.restOf(next) : next.lastToken;
      parsed.push({ piece: rest < next.lastToken ? this.upTo(next, rest) : next, syntax });
      if (rest >= next.lastToken) continue;
      const again = cutAgain(this.source.text, this.tokens, rest, next.lastToken, next.rule);
      for (const below of [...again].reverse()) waiting.push(below);
    }
    return parsed;
  }

  private syntaxOf(piece: Piece, parentWord: string): PieceSyntax | undefined {
    if (piece.start === piece.end) return undefined; // a `{` with nothing in front of it is a fault of its own
    if (piece.refused) {
      this.diagnostics.push(explainFault(piece.refused, this.source));
      return undefined;
    }
    const key = `${piece.rule} ${this.source.text.slice(piece.start, piece.end)}`;
    const known = this.recall(key, piece.start) ?? this.match(key, piece);
    if (known === undefined) return undefined;
    this.byPlace.set(known.start, known);
    this.byKey.set(key, known);
    if (known.failure) this.report(piece, parentWord, known.failure);
    return known.syntax;
  }

  /** What is written alike has been matched before; here it may stand elsewhere. */
  private recall(key: string, start: number): Remembered | undefined {
    const here = this.earlier.byPlace.get(start);
    if (here?.key === key) return here;
    const known = this.byKey.get(key) ?? this.earlier.byKey.get(key);
    if (known === undefined) return undefined;
    const by = start - known.start;
    const syntax = mapSpans(known.syntax, (span) => ({ start: span.start + by, end: span.end + by }));
    return { ...known, start, syntax };
  }

  private match(key: string, piece: Piece): Remembered | undefined {
    const tokens = this.tokensOf(piece);
    const huge = tokens.find(isHuge);
    if (huge) {
      const message = "this number is larger than any that can be computed with";
      this.diagnostics.push(syntaxError("number-form", message, huge, "numbers go up to 1e308"));
      return undefined;
    }
    const match = matchPiece(compactText(tokens), piece.rule);
    const place = { key, start: piece.start };
    if (!match.ok) return { ...place, syntax: undefined, failure: match };
    return { ...place, syntax: placed(match.syntax, originsOf(tokens)), failure: undefined };
  }

  private report(piece: Piece, parentWord: string, { expected, at }: MatchFailure): void {
    const { source, diagnostics } = this;
    if (++this.explained > explainedAtMost) {
      const { start, end } = piece;
      const message = "this does not parse; look at the errors above first";
      diagnostics.push(
        syntaxError("syntax", message, { start, end }, "fix the first errors and check again"),
      );
      return;
    }
    const tokens = this.tokensOf(piece);
    const place = originsOf(tokens)[at] ?? piece.end;
    diagnostics.push(explain({ source, piece, parentWord, tokens, at: place, expected }));
  }

  /** The token at which the next statement begins, where a line that is plainly unfinished had joined it to itself. */
  private restOf(piece: Piece): number {
    const error = this.diagnostics.at(-1);
    const isUnfinished =
      error !== undefined && unfinished.includes(error.code) && error.span.start === error.span.end;
    if (!isUnfinished || piece.block || this.explained > explainedAtMost) return piece.lastToken;
    let i = piece.firstToken;
    while (i < piece.lastToken && (this.tokens[i]?.start ?? 0) < error.span.start) i++;
    const line = i;
    while (this.tokens[i]?.kind === "comment" || this.tokens[i]?.kind === "newline") i++;
    return i > line && this.tokens[i]?.kind === "word" ? i : piece.lastToken;
  }

  private upTo(piece: Piece, token: number): Piece {
    let last = token;
    while (this.tokens[last - 1]?.kind === "comment" || this.tokens[last - 1]?.kind === "newline") last--;
    return { ...piece, lastToken: last, end: this.tokens[last - 1]?.end ?? piece.end };
  }

  private tokensOf(piece: Piece): readonly Token[] {
    return this.tokens.slice(Math.max(0, piece.firstToken), Math.max(0, piece.lastToken));
  }
}

function isHuge({ kind, text }: Token): boolean {
  if (kind !== "number" || (text.length < 300 && !/[eE]/.test(text))) return false;
  const [digits = ""] = /^[0-9_.]+(?:[eE][-+]?[0-9]+)?/.exec(text) ?? [];
  return Number(digits.replaceAll("_", "")) === Number.POSITIVE_INFINITY;
}
