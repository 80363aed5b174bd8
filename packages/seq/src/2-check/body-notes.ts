/** What a check of a definition leaves. */
import type { Note, Scope } from "./body/scope.ts";
import type { Checked } from "./library.ts";
import type { TypedBody } from "./types.ts";

/** What checks of bodies find beside mistakes. */
export interface BodyNotes {
  readonly notes: readonly Note[];
  readonly solution: Scope["solution"];
  /** Everything that was read in it, to find what nobody reads. */
  readonly used: ReadonlySet<string>;
  readonly body: TypedBody;
  /** How far from here its spans count: it was found when the definition stood elsewhere. */
  readonly shift: number;
}

/** A definition that has been checked. */
export interface KnownBody {
  readonly found: BodyNotes;
  readonly checked: Checked;
}
