/**
 * Where a cursor stands, told from the words around it: the line it is on hardly ever parses while it is being written.
 */
import type { Span } from "@seqloom/diagnostic";
import { isSign, scan, type Token } from "../../1-parse/scan.ts";

/** An open bracket in front of the cursor. */
export interface OpenBracket {
  readonly sign: "(" | "[";
  /** The word in front of it, with dots; empty for a plain bracket. */
  readonly callee: string;
  /** Names of the options that are given in it so far. */
  readonly given: readonly string[];
}

export interface Cursor {
  /** The word that is being written: what a completion replaces. Empty where none has begun. */
  readonly word: Span;
  /** Words of the heads around it, outermost first: `["model"]`, `["block", "repeat"]`, `["data"]`. */
  readonly heads: readonly string[];
  /** Tokens of the statement in front of the word, without comments and line ends. */
  readonly statement: readonly Token[];
  readonly brackets: readonly OpenBracket[];
  /** The option or setting whose value stands here: `layers` in `layers = |`. */
  readonly option: string | undefined;
}

/** Undefined inside of comments and texts. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const before: Token[] = [];
  let word: Span = { start: offset, end: offset };
  for (const token of scan(text)) {
    if (token.start >= offset) break;
    const isInside =
      token.end > offset || (token.end === offset && token.kind !== "sign" && token.kind !== "newline");
    if (isInside && (token.kind === "comment" || token.kind === "string" || token.kind === "number")) {
      const isClosed =
        token.kind === "string" && token.end === offset && token.text.length > 1 && token.text.endsWith('"');
      if (!isClosed) return undefined;
    }
    if (isInside && token.kind === "word") word = { start: token.start, end: token.end };
    else before.push(token);
  }
  return walk(before, word);
}

const carryOn = ["+", "-", "*", "/", "^", "==", "!=", "<=", ">=", "<", ">", "->", ",", "=", "(", "["];
const carriedOn = ["+", "*", "/", "^", "==", "!=", "<=", ">=", "<", ">", "->", ",", ")", "]"];

/** Follows braces, statements and brackets up to the word. */
function walk(tokens: readonly Token[], word: Span): Cursor {
  const heads: string[] = [];
  let statement: Token[] = [];
  let hasEnded = false;
  for (const token of tokens) {
    if (token.kind === "comment") continue;
    if (token.kind === "newline") {
      hasEnded ||= !isSign(statement.at(-1), ...carryOn) && depthOf(statement) === 0;
      continue;
    }
    if (hasEnded && !isSign(token, ...carriedOn)) statement = [];
    hasEnded = false;
    if (isSign(token, "{")) {
      heads.push(statement.find(({ kind }) => kind === "word")?.text ?? "");
      statement = [];
    } else if (isSign(token, "}")) {
      heads.pop();
      statement = [];
    } else statement.push(token);
  }
  if (hasEnded) statement = [];
  return { word, heads, statement, ...bracketsOf(statement) };
}

function depthOf(statement: readonly Token[]): number {
  let depth = 0;
  for (const token of statement) {
    if (isSign(token, "(", "[")) depth++;
    if (isSign(token, ")", "]")) depth--;
  }
  return Math.max(0, depth);
}

function bracketsOf(statement: readonly Token[]): Pick<Cursor, "brackets" | "option"> {
  const brackets: { sign: "(" | "["; callee: string; given: string[] }[] = [];
  let option: string | undefined;
  for (const [i, token] of statement.entries()) {
    if (isSign(token, "(", "[")) {
      brackets.push({ sign: token.text === "(" ? "(" : "[", callee: calleeBefore(statement, i), given: [] });
      option = undefined;
    } else if (isSign(token, ")", "]")) {
      brackets.pop();
      option = undefined;
    } else if (isSign(token, ",")) option = undefined;
    else if (isSign(token, "=")) {
      option = statement[i - 1]?.text;
      if (option !== undefined) brackets.at(-1)?.given.push(option);
    }
  }
  return { brackets, option };
}

/** `own.peephole` in front of its bracket. */
function calleeBefore(statement: readonly Token[], bracket: number): string {
  let first = bracket;
  while (first > 0 && (statement[first - 1]?.kind === "word" || isSign(statement[first - 1], "."))) {
    const isJoined = first === bracket || isSign(statement[first], ".") || isSign(statement[first - 1], ".");
    if (!isJoined) break;
    first--;
  }
  return statement
    .slice(first, bracket)
    .map(({ text }) => text)
    .join("");
}
