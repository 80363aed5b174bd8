/**
 * What the checker knows of a value, and bodies with that knowledge in them.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Expression } from "../1-parse/syntax.ts";
import { type Axis, nameOf, type Solution, showAxis } from "./axes/axis.ts";
import type { Scalar } from "./scalar.ts";
import { expressionsIn } from "./syntax-walk.ts";
import { quoted } from "./written.ts";

/** A place at which a value has come to know later steps of an axis. */
export interface Ahead {
  /** The ordered axis. */
  readonly axis: string;
  readonly span: Span;
  readonly how: "backward" | "reverse" | "ends" | "reduction" | "attention" | "convolution";
}

/** What has been done to a value, as far as some rule asks. */
export interface Traits {
  /** The second half of its last axis was read backwards. */
  readonly both?: true;
  /** What squashed it last, and where. */
  readonly squashed?: { readonly by: "softmax" | "logSoftmax" | "sigmoid" | "tanh"; readonly span: Span };
  readonly ahead?: readonly Ahead[];
}

/** A value with axes; `of` says that its numbers are places in a vocabulary. */
export interface ValueType {
  readonly kind: "value";
  readonly axes: readonly Axis[];
  readonly of: Axis | undefined;
  readonly traits: Traits;
}

/** The states of a recurrent layer after its last step, by name. */
export interface StateType {
  readonly kind: "state";
  /** The cell they belong to: a built-in's word or a definition's name. */
  readonly cell: string;
  readonly layers: number;
  readonly bidirectional: boolean;
  /** One layer and direction of each: the axes without the ordered one. */
  readonly parts: ReadonlyMap<string, ValueType>;
}

export type Type =
  | ValueType
  | StateType
  /** Known before anything runs; `value` is missing where it is known only at the call of a block. */
  | { readonly kind: "scalar"; readonly value: Scalar | undefined }
  /** Something is wrong with it, and that has been said. */
  | { readonly kind: "unknown" };

export const unknownType: Type = { kind: "unknown" };

export function valueType(axes: readonly Axis[], of?: Axis, traits: Traits = {}): ValueType {
  return { kind: "value", axes, of, traits };
}

/** Traits that a value has because others flow into it. */
export function aheadOf(...types: readonly Type[]): Pick<Traits, "ahead"> {
  const ahead = [
    ...new Set(types.flatMap((type) => (type.kind === "value" ? (type.traits.ahead ?? []) : []))),
  ];
  return ahead.length === 0 ? {} : { ahead };
}

/** `[batch, time] of word` */
export function showType(type: Type, solution: Solution): string {
  switch (type.kind) {
    case "value": {
      const axes = `[${type.axes.map((a) => showAxis(a, solution)).join(", ")}]`;
      return type.of === undefined ? axes : `${axes} of ${nameOf(type.of) ?? "places"}`;
    }
    case "state":
      return `the state of ${type.cell}`;
    case "scalar":
      return type.value === undefined ? "a number" : String(type.value.value);
    case "unknown":
      return "unknown";
    default:
      return type satisfies never;
  }
}

// ---- bodies with types ----

/** What an argument or option of a call turned out to be. */
export type Setting =
  | { readonly kind: "scalar"; readonly value: Scalar | undefined }
  /** An axis that the call makes. */
  | { readonly kind: "size"; readonly axis: Axis }
  /** An axis of the first input, by its place. */
  | { readonly kind: "place"; readonly place: number }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "typed"; readonly typed: Typed }
  /** New names for axes, by place. */
  | { readonly kind: "names"; readonly names: ReadonlyMap<number, string> };

export type Settings = ReadonlyMap<string, readonly Setting[]>;

interface Node {
  readonly span: Span;
  readonly type: Type;
  /** How it is called in a message: `x`, `the flow`, `` `tanh(h)` ``. */
  readonly label: string;
}

/** An expression whose types are known. */
export type Typed =
  | (Node & { readonly kind: "scalar" })
  | (Node & { readonly kind: "name"; readonly name: string })
  | (Node & { readonly kind: "part"; readonly of: Typed; readonly part: string })
  | (Node & { readonly kind: "operation"; readonly operator: string; readonly operands: readonly Typed[] })
  | TypedCall
  | (Node & { readonly kind: "tuple"; readonly items: readonly Typed[] })
  | (Node & { readonly kind: "broken" });

export interface TypedCall extends Node {
  readonly kind: "call";
  /** A function's name, or that of a definition. */
  readonly callee: string;
  /** Its name in the paths of weights. */
  readonly stage: string;
  readonly inputs: readonly Typed[];
  readonly settings: Settings;
  /** All results; `type` is that of the first. */
  readonly results: readonly Type[];
  /** What is inside, if it is a block or cell and bodies are expanded. */
  readonly body: TypedBody | undefined;
}

export interface TypedBody {
  /** `block`, `cell` or `model`. */
  readonly kind: "model" | "block" | "cell";
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly type: Type }[];
  readonly statements: readonly TypedStatement[];
  /** Names or values of the results, in order. */
  readonly results: readonly {
    readonly name: string | undefined;
    readonly value: Typed;
    readonly type: Type;
  }[];
}

export type TypedStatement =
  | {
      readonly kind: "let";
      readonly targets: readonly TypedTarget[];
      readonly value: Typed;
      readonly doc: string;
    }
  | {
      readonly kind: "repeat";
      readonly stage: string;
      readonly rounds: readonly (readonly TypedStatement[])[];
    }
  | (Declared & { readonly kind: "state" })
  | (Declared & { readonly kind: "weight" });

/** Names of states or weights, with their first values. */
export interface Declared {
  readonly names: readonly string[];
  readonly type: ValueType;
  readonly start: Initial;
  readonly doc: string;
}

/** A name, a state after the step, or nothing (`_`). */
export interface TypedTarget {
  readonly name: string;
  readonly after: boolean;
}

/** First values of a state or weight. */
export type Initial =
  | { readonly kind: "fill"; readonly value: number }
  | { readonly kind: "learned" }
  | {
      readonly kind: "drawn";
      readonly how: "normal" | "uniform" | "xavier" | "orthogonal";
      readonly by: number;
    };

/** What stands in front of an arrow or as an argument, in words. */
export function labelOf(expression: Expression): string {
  if (expression.kind === "ref") return expression.after ? `${expression.name}'` : expression.name;
  if (expression.kind === "flow") return "the flow";
  const written = isShort(expression) ? quoted(expression) : "";
  return written !== "" && written.length <= 40 ? `\`${written}\`` : "the value";
}

/** Whether it is worth writing out: long sums are labelled at each of their terms. */
function isShort(expression: Expression): boolean {
  let parts = 0;
  for (const _ of expressionsIn(expression)) if (++parts > 12) return false;
  return true;
}

/** `x is [batch, time]`, `the flow gives [batch, time]` */
export function tell(typed: Typed, solution: Solution): string {
  return `${typed.label} ${typed.kind === "name" ? "is" : "gives"} ${showType(typed.type, solution)}`;
}
