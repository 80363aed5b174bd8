/** The terms of a loss, and what is fed back. */
import type { CheckedSpec } from "@seqloom/seq";

/** What a `train { }` section says, defaults included. */
export type TrainSettings = CheckedSpec["train"][string];

/** One term of its loss: which loss, of which result of the model, against which target field. */
export type LossTerm = TrainSettings["loss"][number];

/** The field that is fed back, and the loss that says how to read its answers. */
export interface Feedback {
  readonly field: string;
  readonly term: LossTerm;
}
