/** What a run of one model is told, and what it tells. */
import type { BaselineSpec, Prepared } from "@seqloom/data";
import type { Compiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import type { LoweredModel } from "@seqloom/seq";
import type { EndReason } from "@seqloom/train";
import type { Detection, DetectSettings } from "./detect/detect.ts";
import type { Evaluation } from "./evaluate.ts";
import type { TrainSettings } from "./loss-term.ts";
import type { TrainingRecord } from "./model-file.ts";
import type { NextForecast } from "./next-forecast.ts";
import type { SampleForm } from "./sample/form.ts";
import type { Sample } from "./sample/sample.ts";
import type { SampleSettings } from "./sample/write.ts";

export interface RunModelOptions {
  readonly prepared: Prepared;
  readonly model: LoweredModel;
  readonly train: TrainSettings;
  readonly seed: number;
  /** Undefined where nothing is forecast. Empty: those that suit the frequency. */
  readonly baselines: readonly BaselineSpec[] | undefined;
  /** The name of the report. */
  readonly title: string;
  readonly spec: string;
  /** Columns of the table of scores that a forecast adds. */
  readonly metrics?: readonly string[];
  readonly detect?: DetectSettings;
  readonly sample?: { readonly settings: SampleSettings; readonly form: SampleForm };
  readonly compiler?: Compiler;
  readonly signal?: AbortSignal;
}

export type RunEvent =
  | {
      readonly kind: "ready";
      readonly model: string;
      readonly weights: number;
      readonly examples: Readonly<Record<string, number>>;
      /** The weights before the first step. */
      readonly params: TensorParams;
    }
  | {
      readonly kind: "step";
      readonly model: string;
      /** 0 to 1; of the epochs that there can be at most. */
      readonly share: number;
      /** Steps done before this one. */
      readonly step: number;
      readonly epoch: number;
      readonly loss: number;
      readonly rate: number;
      /** A copy of the weights after this step, averages where they are kept; to be asked for before the next event. */
      readonly params: () => TensorParams;
    }
  | {
      readonly kind: "epoch";
      readonly model: string;
      readonly epoch: number;
      readonly trainLoss: number;
      readonly validationLoss?: number;
      readonly isBest: boolean;
      readonly metrics: Readonly<Record<string, number>>;
    }
  | {
      /** The training is over and these weights are kept; what follows only uses them. */
      readonly kind: "weights";
      readonly model: string;
      readonly reason: EndReason;
      readonly params: TensorParams;
      readonly record: TrainingRecord;
    }
  | {
      /** While the trained model is scored. */
      readonly kind: "scoring";
      readonly model: string;
      /** What is done with it, for instance `metrics of the test part`. */
      readonly what: string;
      /** 0 to 1, of this. */
      readonly share: number;
    }
  | TrainedEvent;

export interface TrainedEvent {
  readonly kind: "trained";
  readonly model: string;
  readonly reason: EndReason;
  readonly params: TensorParams;
  readonly record: TrainingRecord;
  /**
   * The spec's metrics on the test part, or those that suit the loss. Where answers are fed back, those of the model
   * that is fed its own, as in use.
   */
  readonly scores: Readonly<Record<string, number>>;
  /** Where answers are fed back: the metrics of the model that is fed the true answers before each step. */
  readonly scoresGivenTruth?: Readonly<Record<string, number>>;
  readonly evaluation?: Evaluation;
  readonly next?: NextForecast;
  /** Why there is no next forecast of a model that could make one: rows or plans that it needs are missing. */
  readonly noNext?: string;
  readonly detection?: Detection;
  readonly sample?: Sample;
  readonly report?: string;
}
