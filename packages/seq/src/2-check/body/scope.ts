/**
 * What is in force while a body is checked: its names, and where findings go.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Call, Definition } from "../../1-parse/syntax.ts";
import { type Axis, axis, fixedAxes, type Solution } from "../axes/axis.ts";
import { constant, symbol } from "../axes/polynomial.ts";
import type { Checked, Entry, Library } from "../library.ts";
import type { Reporter } from "../reporter.ts";
import type { Scalar } from "../scalar.ts";
import type { Type, TypedBody, TypedCall } from "../types.ts";

/** A name that has a value. */
export interface Named {
  readonly name: string;
  readonly type: Type;
  /** Where it got its value. */
  readonly span: Span;
  /** How that was written, for messages. */
  readonly written: string;
  readonly origin: "parameter" | "option" | "statement" | "state" | "weight";
  /** The repeats it stands in: a name from further out may be given a new value. */
  readonly depth: number;
}

/** A layer declared without its input, and what it was first used on. */
export interface SharedLayer {
  readonly call: Call;
  readonly span: Span;
  readonly depth: number;
  firstUse: TypedCall | undefined;
}

/** A shape at a place, for hover and inlay hints. */
export interface Note {
  readonly span: Span;
  readonly type: Type;
}

/** What an affine's width hangs on, until something says it. */
export interface OpenWidth {
  readonly axis: Axis;
  readonly span: Span;
  readonly written: string;
  /** The names its statement gives a value to. */
  readonly targets: readonly string[];
}

/** One body at work. */
export interface Scope {
  readonly definition: Definition;
  readonly library: Library;
  readonly reporter: Reporter;
  readonly solution: Solution;
  readonly names: Map<string, Named>;
  /** Names whose statement failed; nothing more is said about them. */
  readonly poisoned: Set<string>;
  readonly layers: Map<string, SharedLayer>;
  /** Sizes by name: fixed axes, constants, size parameters, free names, what the data give. */
  readonly sizes: Map<string, Axis>;
  /** Options that are element-wise functions. */
  readonly functions: Map<string, string>;
  /** Everything that was read. */
  readonly used: Set<string>;
  /** States of a cell: where their new value was given, if it was. */
  readonly states: Map<string, Span | undefined>;
  readonly opens: OpenWidth[];
  readonly notes: Note[];
  readonly stages: StageNames;
  /** The names that the present statement gives a value to. */
  targets: readonly string[];
  depth: number;
  /** What stands around the present expression, for help that writes it anew. */
  frame: ((inner: string) => string) | undefined;
  /** Whether repeats are written out round by round. */
  readonly expands: boolean;
  /** What calls do with bodies: look at what a check of them found, or expand them. */
  readonly bodies: Bodies;
}

export interface Bodies {
  /** Whether bodies are expanded wherever they are called. */
  readonly expands: boolean;
  /** What a check of the entry's body found. */
  check(entry: Entry): Checked | undefined;
  /**
   * The body with these sizes and types in it, where bodies are expanded.
   *
   * @param always  also where they are not: the caller needs what it gives
   */
  expand(
    entry: Entry,
    binding: CallBinding,
    scope: Scope,
    span: Span,
    always?: boolean,
  ): TypedBody | undefined;
  /** Whether so many more lines may be written out, where lines are; says so if not, once. */
  hasRoom(lines: number, span: Span, scope: Pick<Scope, "expands" | "reporter">): boolean;
}

/** What the parameters of a definition stand for at one call. */
export interface CallBinding {
  readonly sizes: ReadonlyMap<string, Axis>;
  readonly values: ReadonlyMap<string, Type>;
  readonly options: ReadonlyMap<string, Scalar | string>;
}

/** Names of stages: a word, numbered from the second on. */
export class StageNames {
  private readonly counts = new Map<string, number>();
  private readonly fixed = new Map<string, Span>();
  private readonly made = new Set<string>();
  private readonly rounds: StageNames[] = [];

  next(word: string): string {
    const count = (this.counts.get(word) ?? 0) + 1;
    this.counts.set(word, count);
    const name = count === 1 ? word : `${word}${count}`;
    this.made.add(name);
    return name;
  }

  /** A name the text gives. */
  fix(name: string, span: Span): void {
    this.fixed.set(name, span);
  }

  /** The names of a repeat's round, which begin anew. */
  inner(): StageNames {
    const names = new StageNames();
    this.rounds.push(names);
    return names;
  }

  /** Given names that are the same as a generated one. */
  clashes(): { name: string; span: Span }[] {
    const own = [...this.fixed].flatMap(([name, span]) => (this.made.has(name) ? [{ name, span }] : []));
    return [...own, ...this.rounds.flatMap((names) => names.clashes())];
  }
}

/** The fixed axes; a cell sees no batch. */
export function fixedSizes(kind: Definition["kind"]): Map<string, Axis> {
  const names = kind === "cell" ? fixedAxes.filter((name) => name !== "batch") : fixedAxes;
  return new Map(names.map((name) => [name, axis(name, symbol(name))]));
}

/** Constants that can be sizes, as axes with their names. */
export function constantSizes(constants: ReadonlyMap<string, Scalar>): [string, Axis][] {
  return [...constants].flatMap(([name, scalar]): [string, Axis][] =>
    scalar.kind === "number" && scalar.measure === undefined
      ? [[name, axis(name, constant(scalar.value))]]
      : [],
  );
}

/** The name as a stage: a block's word begins small, an import's prefix is dropped. */
export function stageWord(callee: string): string {
  const word = callee.slice(callee.lastIndexOf(".") + 1);
  return word.charAt(0).toLowerCase() + word.slice(1);
}
