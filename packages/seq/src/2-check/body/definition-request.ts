/**
 * What a check of a definition is asked with: for all calls at once, for one call, or for a model and its data.
 */
import type { Param } from "../../1-parse/syntax.ts";
import type { Axis, Solution } from "../axes/axis.ts";
import type { Entry } from "../library.ts";
import type { Reporter } from "../reporter.ts";
import type { ValueType } from "../types.ts";
import type { Bodies, CallBinding, Scope } from "./scope.ts";
/** What a model gets from outside: its fields, and sizes by name. */
export interface ModelBinding {
  readonly sizes: ReadonlyMap<string, Axis>;
  /** The type of a parameter, from its field and what the text says of it; undefined if something was reported. */
  readonly paramType: (param: Param, scope: Scope) => ValueType | undefined;
}

export interface DefinitionRequest {
  readonly entry: Entry;
  readonly reporter: Reporter;
  readonly solution: Solution;
  readonly bodies: Bodies;
  /** Sizes, types and options at one call; without it the body is checked for all calls at once. */
  readonly binding?: CallBinding;
  readonly model?: ModelBinding;
}
