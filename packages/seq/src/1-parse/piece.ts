/**
 * What a text falls into when it is cut: pieces to be parsed one by one, and faults between them.
 */
import type { Token } from "./scan.ts";

/** The grammar rule that a piece is parsed by. */
export type PieceRule =
  | "Version"
  | "Top"
  | "SectionHead"
  | "ModelHead"
  | "BlockHead"
  | "CellHead"
  | "RepeatHead"
  | "Setting"
  | "Statement";

/** A statement, or the head of a block. `start` and `end` leave out blanks and comments around it. */
export interface Piece {
  readonly rule: PieceRule;
  readonly start: number;
  readonly end: number;
  /** Its tokens in `Cut.tokens`, from the first up to but not including `lastToken`. */
  readonly firstToken: number;
  readonly lastToken: number;
  /** What stands in the braces behind a head. */
  readonly block: Block | undefined;
  /** Why it is not to be parsed at all: it would take too long, or too deep a stack. */
  readonly refused: Fault | undefined;
}

/** `{ ... }` */
export interface Block {
  /** The place of `{`. */
  readonly open: number;
  /** Behind `}`, or where the block was taken to end. */
  readonly end: number;
  readonly pieces: readonly Piece[];
}

export type FaultCode =
  | "brace-inside"
  | "brace-line"
  | "brace-open"
  | "brace-stray"
  | "head-missing"
  | "line-wanted"
  | "nesting-deep"
  | "operators-many"
  | "statement-long";

/** Braces and lines that do not fit together. */
export interface Fault {
  readonly code: FaultCode;
  readonly start: number;
  readonly end: number;
  /** For `brace-open`: the `{` that is open, and the words in front of it. */
  readonly opener: { readonly at: number; readonly head: string } | undefined;
}

export interface Cut {
  readonly tokens: readonly Token[];
  readonly pieces: readonly Piece[];
  readonly faults: readonly Fault[];
}
