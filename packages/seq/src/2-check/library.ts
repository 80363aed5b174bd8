/**
 * What can be used by name in the bodies of one file: its constants, its cells and blocks, and imported ones.
 */
import type { Definition } from "../1-parse/syntax.ts";
import type { Scalar } from "./scalar.ts";
import type { Traits } from "./types.ts";

/** A cell or block, with the file whose names its body sees. */
export interface Entry {
  readonly definition: Definition;
  readonly library: Library;
  /** From another file. */
  readonly isImported: boolean;
}

export interface Library {
  readonly constants: ReadonlyMap<string, Scalar>;
  /** By name, imported ones as `own.name`. Filled while the file is read, not after. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Constants and imports that are broken, and definitions whose head is: nothing more is said about them. */
  readonly poisoned: ReadonlySet<string>;
}

/** What a check of a definition's body found, for those who call it. */
export interface Checked {
  /** For each result, what its body did to it. */
  readonly traits: readonly Traits[];
  /** How many definitions stand in each other, itself counted. */
  readonly depth: number;
  /** If it uses itself: the way round, by name. */
  readonly cycle?: readonly string[];
}

/** The word for the kind of a definition in messages, with its name: `block B`. */
export function titleOf({ kind, name }: Definition): string {
  return `${kind} ${name.text}`;
}
