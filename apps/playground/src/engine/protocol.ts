/** What the page and its worker say to each other: plain objects with a `kind`. Late messages of an old run are ignored. */
import type { Picture } from "./picture.ts";

export type ToWorker =
  /** Ends what runs and trains a text from its first step. */
  | {
      readonly kind: "train";
      readonly run: number;
      readonly text: string;
      readonly seed: number;
      /** Stop after the first step. */
      readonly isPaused: boolean;
    }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  /** One training step, then pause. */
  | { readonly kind: "step" }
  | { readonly kind: "stop" };

export type FromWorker = { readonly run: number } & (
  | { readonly kind: "model"; readonly model: string; readonly weights: number }
  /** Losses of a model from step `from` on (its first step is 0). */
  | { readonly kind: "loss"; readonly model: string; readonly from: number; readonly losses: Float32Array }
  | { readonly kind: "picture"; readonly model: string; readonly step: number; readonly picture: Picture }
  | { readonly kind: "diverged"; readonly model: string; readonly step: number; readonly message: string }
  | { readonly kind: "paused"; readonly model: string; readonly step: number }
  /** All models are trained. */
  | { readonly kind: "done"; readonly lossHash: string; readonly msPerStep: number }
  | { readonly kind: "fault"; readonly code: string; readonly message: string; readonly help: string }
);
