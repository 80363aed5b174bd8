/**
 * What train, forecast, detect and sample sections become: plain records.
 */
import type { PlainCall } from "../sections/read-settings.ts";

/** One loss: what it compares, and how much it weighs. */
export interface LossTerm extends PlainCall {
  readonly weight: number;
  /** The field that is the truth. */
  readonly target: string;
  /** The model's result by name; `y` where it has one without a name. */
  readonly output: string;
}

export interface TrainRecord {
  readonly loss: readonly LossTerm[];
  readonly optimiser: PlainCall;
  readonly schedule: PlainCall;
  readonly clip?: { readonly norm?: number; readonly value?: number };
  readonly batch: number;
  /** Exactly one of the two. */
  readonly epochs?: number;
  readonly steps?: number;
  readonly stop?: { readonly patience: number; readonly watch: string; readonly least: number };
  readonly keep: "best" | "last";
  readonly truncate?: number;
  /** Share of true answers among those fed back. */
  readonly teacher: number;
  readonly accumulate: number;
  readonly average?: number;
  readonly order: "shuffled" | "kept";
  /** Empty where the loss decides. */
  readonly metrics: readonly string[];
  readonly precision: "f32" | "f64";
  readonly seeds: readonly number[];
}

export interface ForecastRecord {
  /** Without `naive`, which is always there; empty where the frequency decides. */
  readonly baselines: readonly PlainCall[];
  readonly intervals?: PlainCall;
  readonly backtest?: { readonly origins: number; readonly refit: number; readonly gap: number };
  readonly metrics: readonly string[];
}

export interface DetectRecord {
  readonly score: "absolute" | "squared";
  /** A quantile of the validation scores, or a number. */
  readonly threshold: { readonly quantile: number } | { readonly value: number };
  readonly smooth: number;
  readonly merge: number;
}

export interface SampleRecord {
  readonly prompt: string;
  readonly length: number;
  readonly temperature: number;
  readonly top?: number;
  readonly seed: number;
}
