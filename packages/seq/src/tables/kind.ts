/**
 * What an argument or option takes. Every table of the language describes its entries with these, so that checking,
 * hover, completion and the reference say the same.
 */

/** A number; `unit` says which unit may stand behind it. */
export interface NumberKind {
  readonly kind: "number";
  readonly whole?: true;
  /** Least allowed. */
  readonly from?: number;
  /** Must be larger than this. */
  readonly above?: number;
  /** Largest allowed. */
  readonly to?: number;
  /** Must be smaller than this. */
  readonly below?: number;
  /** `share`: may be written with %. `time`: needs ms or s. `frequency`: needs Hz or kHz. */
  readonly unit?: "share" | "time" | "frequency";
}

export type Kind =
  | NumberKind
  | { readonly kind: "truth" }
  | { readonly kind: "text" }
  /** One of a few words. */
  | { readonly kind: "word"; readonly words: readonly string[] }
  /** A value with axes. */
  | { readonly kind: "value" }
  /** A value or a number. */
  | { readonly kind: "operand" }
  /** The size of an axis to be made, with its name. */
  | { readonly kind: "size" }
  /** An axis of the first value, by its name. */
  | { readonly kind: "axis" }
  /** A name for an axis. */
  | { readonly kind: "name" }
  /** An element-wise function, by its name. */
  | { readonly kind: "function" }
  /** First values of weights. */
  | { readonly kind: "initial" }
  /** First values of states: a state, or values. */
  | { readonly kind: "start" }
  /** A column, or an expression over columns. */
  | { readonly kind: "column" };

/** One argument or option. */
export interface Parameter {
  readonly name: string;
  readonly kind: Kind;
  /** What holds if it is left out; an argument without one must be given. */
  readonly default?: number | string | boolean;
  /** May be left out without a default. */
  readonly optional?: true;
  /** Takes all arguments from here on, at least one. */
  readonly many?: true;
  readonly doc: string;
}

/** Something that can be called: `args` by place (what is no value also by name), `options` by name only. */
export interface Entry {
  readonly name: string;
  readonly args: readonly Parameter[];
  readonly options: readonly Parameter[];
  readonly doc: string;
}

/** A whole number, at least `from`. */
export function count(from = 1): NumberKind {
  return { kind: "number", whole: true, from };
}

/** A number between 0 and 1, both allowed. */
export const share: NumberKind = { kind: "number", from: 0, to: 1, unit: "share" };

/** A number from 0 up to, not including, 1. */
export const shareBelowOne: NumberKind = { kind: "number", from: 0, below: 1, unit: "share" };

/** A number over 0. */
export const positive: NumberKind = { kind: "number", above: 0 };

/** A number of at least 0. */
export const notNegative: NumberKind = { kind: "number", from: 0 };

/** Any number. */
export const anyNumber: NumberKind = { kind: "number" };

export const truth: Kind = { kind: "truth" };
export const text: Kind = { kind: "text" };

export function word(...words: readonly string[]): Kind {
  return { kind: "word", words };
}

/** The entry of a name. */
export function entryOf<E extends Entry>(table: readonly E[], name: string): E | undefined {
  return table.find((entry) => entry.name === name);
}

/** The names of a table, in its order. */
export function namesOf(table: readonly { readonly name: string }[]): readonly string[] {
  return table.map(({ name }) => name);
}

/** How an entry is written: `x -> conv(n)`, `sgd(rate, momentum = 0, nesterov = false)`. */
export function formOf({ name, args, options }: Entry): string {
  const [first] = args;
  const isLayer = first?.kind.kind === "value";
  const given = isLayer ? args.slice(first.many ? 0 : 1) : args;
  // A layer has too many options to show; those that it needs are enough.
  const shown = [
    ...given,
    ...options.filter((p) => (isLayer ? isNeeded(p) : p.default !== undefined || isNeeded(p))),
  ];
  const parts = shown.map((p) => {
    const isOption = options.includes(p);
    const written =
      p.default !== undefined ? `${p.name} = ${p.default}` : isOption ? `${p.name} = ...` : p.name;
    return p.many ? `${written}, ...` : written;
  });
  const call = parts.length === 0 ? name : `${name}(${parts.join(", ")})`;
  return isLayer && !first.many ? `${first.name} -> ${call}` : call;
}

function isNeeded({ default: standard, optional }: Parameter): boolean {
  return standard === undefined && optional !== true;
}
