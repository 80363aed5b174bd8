/** The terms of a loss, and what is fed back. */
import type { Named } from "./carry-out/setting.ts";

/** One term: which loss, of which result of the model, against which target field. */
export interface LossTerm extends Named {
  readonly weight: number;
  readonly output: string;
  readonly target: string;
}

/** The field that is fed back, and the loss that says how to read its answers. */
export interface Feedback {
  readonly field: string;
  readonly term: LossTerm;
}
