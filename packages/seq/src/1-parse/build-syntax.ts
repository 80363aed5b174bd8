/**
 * The operation `syntax` of the grammar: a match of one piece becomes the syntax of that piece.
 */
import { statementActions } from "./build-statements.ts";
import { valueActions } from "./build-values.ts";
import type { PieceRule } from "./piece.ts";
import grammar from "./seq.ohm-bundle.ts";
import type { Definition, Import, Let, Repeat, Section, Setting, Statement, Version } from "./syntax.ts";

/** What a piece is: a statement, or a head whose body comes later. Its spans count from the start of what was matched. */
export type PieceSyntax = Version | Import | Let | Setting | Statement | Section | Definition | Repeat;

const semantics = grammar
  .createSemantics()
  .addOperation<unknown>("syntax", { ...valueActions, ...statementActions });

/** Where matching could go no further. */
export interface MatchFailure {
  readonly ok: false;
  readonly at: number;
  /** What would have let it go on, as a list in words; found by matching again. */
  readonly expected: () => string;
}

/** Matches a text against one rule of the grammar. A stack that runs out counts as a failure at the start. */
export function matchPiece(
  text: string,
  rule: PieceRule,
): { readonly ok: true; readonly syntax: PieceSyntax } | MatchFailure {
  try {
    const match = grammar.match(text, rule);
    if (match.failed()) {
      return { ok: false, at: match.getRightmostFailurePosition(), expected: () => match.getExpectedText() };
    }
    return { ok: true, syntax: semantics(match).syntax() };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, at: 0, expected: () => "a simpler statement" };
    throw error;
  }
}
