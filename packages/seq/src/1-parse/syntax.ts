/**
 * The syntax tree of a `.seq` file: plain data, one `kind` a node, nothing resolved.
 *
 * The tree says what was written, not what it means: `hidden` in `[hidden]` is a size with a name in it, and
 * whether it names an axis, a constant or a field is the checker's to find out. Parentheses are not in the
 * tree; the shape of the tree says where they are needed. Every node has its `span` in the text, UTF-16 offsets
 * as `String.prototype.slice` takes them; nodes that come from the JSON form have the span 0..0.
 */
import type { Span } from "@seqloom/diagnostic";

/** What every node has. */
interface Node {
  readonly span: Span;
}

// ---- the file ----

/** A whole file. Statements that did not parse stand in it as `Broken`. */
export interface SyntaxFile extends Node {
  readonly kind: "file";
  /** Missing if the first line is not `seq 1`. */
  readonly version: Version | undefined;
  readonly items: readonly TopItem[];
  /** All comments that are not the `doc` of a node, in order of place. */
  readonly comments: readonly Comment[];
}

/** What may stand at the outermost level. */
export type TopItem = Import | Let | Section | Definition | Broken;

/** What statements of all kinds have for the reader and the formatter. */
interface Line extends Node {
  /** The documentation (`##`) of what the line defines: before a section or definition, behind all others. */
  readonly doc: Doc | undefined;
  /** Whether a blank line stands directly above (above comes the previous statement or comment, if not). */
  readonly blankBefore: boolean;
}

/** `## text`; `text` has no `##` and may have several lines. */
export interface Doc extends Node {
  readonly kind: "doc";
  readonly text: string;
}

/** A `#` comment, or a `##` with nothing to document. `text` begins with its `#`. */
export interface Comment extends Node {
  readonly kind: "comment";
  readonly text: string;
  /** Whether nothing else stands on its line. */
  readonly ownLine: boolean;
  readonly blankBefore: boolean;
}

/** `seq 1` */
export interface Version extends Node {
  readonly kind: "version";
  readonly number: number;
}

/** `import "cells.seq" as own` */
export interface Import extends Line {
  readonly kind: "import";
  readonly file: TextLiteral;
  readonly as: Name;
}

/** `let hidden = 32, depth = 3`, at the outermost level or in a section. */
export interface Let extends Line {
  readonly kind: "let";
  readonly bindings: readonly Binding[];
}

/** `hidden = 32` in a `let`. */
export interface Binding extends Node {
  readonly kind: "binding";
  readonly name: Name;
  readonly value: Expression;
}

/** A line, or the part of one, that did not parse. Its error has been reported. */
export interface Broken extends Line {
  readonly kind: "broken";
  /** The text of the line. */
  readonly text: string;
  /** The word it begins with, which is the key of a broken setting; empty if it begins with something else. */
  readonly word: string;
  /** Names it seems to define: their axes are unknown, and nothing more is to be said about them. */
  readonly defines: readonly Name[];
}

// ---- sections ----

/** `data { }`, `train Gru { }`. Which words and keys exist is the checker's to say. */
export interface Section extends Line {
  readonly kind: "section";
  readonly word: Name;
  /** The model that a `train` is for. */
  readonly name: Name | undefined;
  readonly settings: readonly (Let | Setting | Broken)[];
  /** The head did not parse (reported); `word` is what could be read of it. */
  readonly headBroken: boolean;
}

/** `time date, every = day`: a key, then values and options. */
export interface Setting extends Line {
  readonly kind: "setting";
  readonly key: Name;
  /** Only of `split`: `70% / 15% / 15%`, or the one date or number it begins with. */
  readonly parts: readonly (NumberLiteral | TextLiteral)[] | undefined;
  readonly items: readonly (Value | Option)[];
}

// ---- definitions ----

/** `model`, `block` or `cell`. */
export interface Definition extends Line {
  readonly kind: "model" | "block" | "cell";
  /** Empty text if the head broke before its name. */
  readonly name: Name;
  readonly params: readonly Param[];
  /** From `(` to `)`. */
  readonly paramsSpan: Span;
  /** One without a name, or several with one each; none only for a cell or a broken head. */
  readonly results: readonly Output[];
  readonly body: readonly Statement[];
  /** The head, from the word to the end of the results. */
  readonly head: Span;
  /** The head did not parse (reported): what it takes and gives is unknown. */
  readonly headBroken: boolean;
}

/** `x: [batch, time]` (type), `width` (neither), `drop = 0.1` (value). */
export interface Param extends Node {
  readonly kind: "param";
  readonly role: "value" | "size" | "option";
  readonly name: Name;
  readonly type: Type | undefined;
  readonly value: Expression | undefined;
}

/** A result of a definition: `[batch, horizon]`, or `demand: [batch, horizon]`. */
export interface Output extends Node {
  readonly kind: "output";
  readonly name: Name | undefined;
  readonly type: Type;
}

/** `[batch, time] of word` */
export interface Type extends Node {
  readonly kind: "type";
  readonly axes: readonly Axis[];
  readonly of: Name | undefined;
}

/** `hidden` (size), `gate = 4 * hidden` (name and size), `?` (neither). */
export interface Axis extends Node {
  readonly kind: "axis";
  readonly name: Name | undefined;
  readonly size: Expression | undefined;
}

// ---- statements of a body ----

export type Statement = Repeat | State | Weight | Layer | Assign | Result | Broken;

/** `repeat depth { }` */
export interface Repeat extends Line {
  readonly kind: "repeat";
  /** Missing if the head did not parse (reported). */
  readonly count: Expression | undefined;
  readonly body: readonly Statement[];
}

/** `state h, c: [hidden] = learned` */
export interface State extends Line {
  readonly kind: "state";
  readonly names: readonly Name[];
  readonly type: Type;
  readonly start: Expression | undefined;
}

/** `weight w: [hidden] = zeros` */
export interface Weight extends Line {
  readonly kind: "weight";
  readonly names: readonly Name[];
  readonly type: Type;
  readonly start: Expression | undefined;
}

/** `layer e = embedding(16)` */
export interface Layer extends Line {
  readonly kind: "layer";
  readonly name: Name;
  readonly call: Call;
}

/** `h = x -> last`, `c' = f * c`, `(_, state) = x -> lstm(8)` */
export interface Assign extends Line {
  readonly kind: "assign";
  readonly targets: readonly Target[];
  readonly value: Value;
}

/** What a value is given to: a name, a state after the step (`after`), or `_`, which is nothing. */
export interface Target extends Node {
  readonly kind: "target";
  readonly name: string;
  readonly after: boolean;
}

/** A value that stands alone: the result, if it is the last line of its body. */
export interface Result extends Line {
  readonly kind: "result";
  readonly value: Value;
}

// ---- values ----

/** What may stand where a value is wanted. */
export type Value = Expression;

/** A value. A `Flow` inside arithmetic stands in parentheses in the text. */
export type Expression =
  | NumberLiteral
  | TextLiteral
  | TruthLiteral
  | Ref
  | Call
  | Unary
  | Binary
  | Tuple
  | Flow;

/** `x -> embedding(16) -> last` */
export interface Flow extends Node {
  readonly kind: "flow";
  readonly from: Expression;
  readonly stages: readonly (Call | Ref)[];
}

/** `(p, q)`, two or more. */
export interface Tuple extends Node {
  readonly kind: "tuple";
  readonly items: readonly Value[];
}

/** `f(a, option = b)`. Options come last, in their own list. */
export interface Call extends Node {
  readonly kind: "call";
  readonly callee: Ref;
  readonly args: readonly Value[];
  readonly options: readonly Option[];
}

/** `layers = 2` */
export interface Option extends Node {
  readonly kind: "option";
  readonly name: Name;
  readonly value: Value;
}

/** `hidden`, `h'` (after), `own.peephole`, `state.h` */
export interface Ref extends Node {
  readonly kind: "ref";
  /** As written, with dots, without the prime. */
  readonly name: string;
  readonly parts: readonly Name[];
  readonly after: boolean;
}

export type BinaryOperator =
  | "or"
  | "and"
  | "=="
  | "!="
  | "<="
  | ">="
  | "<"
  | ">"
  | "+"
  | "-"
  | "*"
  | "/"
  | "^";

export interface Binary extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Node {
  readonly kind: "unary";
  readonly operator: "-" | "not";
  readonly operand: Expression;
}

export type Unit = "%" | "ms" | "s" | "kHz" | "Hz";

/** `70%`: `value` is 70 and `unit` "%". */
export interface NumberLiteral extends Node {
  readonly kind: "number";
  readonly value: number;
  readonly unit: Unit | undefined;
  /** As written, for the formatter: `20_000`. */
  readonly text: string;
}

export interface TextLiteral extends Node {
  readonly kind: "text";
  /** Without quotes and escapes. */
  readonly value: string;
}

export interface TruthLiteral extends Node {
  readonly kind: "truth";
  readonly value: boolean;
}

/** A name where it is defined or where a key stands. */
export interface Name extends Node {
  readonly kind: "name";
  readonly text: string;
}

/** Every kind of node that has a `kind`, for passes over all of them. */
export type SyntaxNode =
  | SyntaxFile
  | Version
  | TopItem
  | Binding
  | Setting
  | Param
  | Output
  | Type
  | Axis
  | Statement
  | Target
  | Value
  | Option
  | Name
  | Doc
  | Comment;
