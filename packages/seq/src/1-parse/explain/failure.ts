/**
 * A piece that did not parse, seen again: what stands where matching could go no further, and what stands around
 * it. Looked at only after a failure, so it costs nothing while all is well.
 */
import type { Diagnostic, Fix, Source, Span } from "@seqloom/diagnostic";
import type { Piece, PieceRule } from "../piece.ts";
import { isSign, isWord, type Token } from "../scan.ts";

/** What a rule that explains failures looks at. Offsets count from the start of the text. */
export interface Failure {
  readonly source: Source;
  readonly rule: PieceRule;
  readonly piece: Piece;
  /** The head of the block in which the piece stands, such as `model`; empty at the outermost level. */
  readonly parentWord: string;
  /** The tokens of the piece without newlines and comments. */
  readonly tokens: readonly Token[];
  /** The place in `tokens` where matching stopped; their number if it stopped at the end. */
  readonly index: number;
  readonly token: Token | undefined;
  readonly before: Token | undefined;
  readonly after: Token | undefined;
  readonly expected: () => string;
}

/** Explains one kind of mistake, or knows nothing of it. */
export type Explain = (failure: Failure) => Diagnostic | undefined;

/** An error in a text, with nothing but what every error has. */
export function syntaxError(code: string, message: string, span: Span, help: string, fix?: Fix): Diagnostic {
  return { severity: "error", code, message, span, related: [], help, fix };
}

/** A fix of one edit. */
export function replaceBy(title: string, span: Span, newText: string): Fix {
  return { title, edits: [{ span, newText }] };
}

/** The empty span behind what comes before the failure. */
export function endOf(failure: Failure): Span {
  const at = failure.before?.end ?? failure.piece.start;
  return { start: at, end: at };
}

/** The text from one token to another, both included, on one line. */
export function textOf(failure: Failure, first: Token | undefined, last: Token | undefined): string {
  if (first === undefined || last === undefined || last.end <= first.start) return "";
  return failure.source.text.slice(first.start, last.end).replace(/\s*\n\s*/g, " ");
}

/** The bracket that is open in front of token `index`, as its index; -1 if none is. */
export function openBracketBefore(tokens: readonly Token[], index: number): number {
  let depth = 0;
  for (let i = index - 1; i >= 0; i--) {
    if (isSign(tokens[i], ")", "]")) depth++;
    else if (isSign(tokens[i], "(", "[") && depth-- === 0) return i;
  }
  return -1;
}

/** The bracket that closes the one at `open`, as its index; -1 if none does. */
export function closingBracket(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (isSign(tokens[i], "(", "[")) depth++;
    else if (isSign(tokens[i], ")", "]") && --depth === 0) return i;
  }
  return -1;
}

/**
 * The value around token `index`: from behind the last bracket, comma or single equals sign on its level up to the
 * next bracket or comma. `first` and `last` are indices; `last < first` if it is empty.
 */
export function valueAround({ tokens, rule }: Failure, index: number): { first: number; last: number } {
  let first = index;
  for (let depth = 0; first > 0; first--) {
    const token = tokens[first - 1];
    if (isSign(token, ")", "]")) depth++;
    else if (isSign(token, "(", "[") && depth-- === 0) break;
    else if (depth === 0 && (isSign(token, ",") || isSign(token, "="))) break;
  }
  const key = rule === "Setting" && !isWord(tokens[0], "let") ? 1 : 0;
  if (first === 0) first = Math.min(key, index);
  let last = index - 1;
  for (let depth = 0; last + 1 < tokens.length; last++) {
    const token = tokens[last + 1];
    if (isSign(token, "(", "[")) depth++;
    else if (isSign(token, ")", "]") && depth-- === 0) break;
    else if (depth === 0 && (isSign(token, ",") || isSign(token, ";"))) break;
  }
  return { first, last };
}

/** The indices in [from, to) that lie inside no bracket opened there. */
export function levelIndices(tokens: readonly Token[], from: number, to: number): number[] {
  const level: number[] = [];
  let depth = 0;
  for (let i = from; i < to; i++) {
    if (isSign(tokens[i], ")", "]")) depth--;
    if (depth === 0) level.push(i);
    if (isSign(tokens[i], "(", "[")) depth++;
  }
  return level;
}

export function isComparison(token: Token | undefined): boolean {
  return isSign(token, "==", "!=", "<=", ">=", "<", ">");
}

export function isOperator(token: Token | undefined): boolean {
  return isComparison(token) || isSign(token, "+", "-", "*", "/", "^") || isWord(token, "and", "or", "not");
}

const reserved = ["true", "false", "and", "or", "not"];

export function isReserved(token: Token | undefined): boolean {
  return isWord(token, ...reserved);
}

/** Whether a value can begin with this token. */
export function beginsValue(token: Token | undefined): boolean {
  if (token === undefined || isWord(token, "and", "or")) return false;
  return token.kind === "word" || token.kind === "number" || token.kind === "string" || isSign(token, "(");
}

/** Whether a value can end with this token. */
export function endsValue(token: Token | undefined): boolean {
  if (token === undefined || isWord(token, "and", "or", "not")) return false;
  const isLiteral = token.kind === "word" || token.kind === "number" || token.kind === "string";
  return isLiteral || isSign(token, ")", "]", "'", "?");
}

/** Whether two tokens touch. */
export function touches(left: Token | undefined, right: Token | undefined): boolean {
  return left !== undefined && right !== undefined && left.end === right.start;
}
