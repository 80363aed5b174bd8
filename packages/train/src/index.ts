/** Optimisers, schedules, clipping and the training loop as a stream of events. */

export {
  type Checkpoint,
  type CheckpointRecord,
  fromRecord,
  type Progress,
  toRecord,
} from "./checkpoint.ts";
export { type Clip, type Clipped, clipByNorm, clipByValue, gradientNorm } from "./clip.ts";
export { type CompiledLoss, type CompileLossOptions, compileLoss } from "./compile-loss.ts";
export {
  type CompileStepOptions,
  compileStep,
  type StepOutcome,
  type StepSettings,
  type TrainingStep,
} from "./compile-step.ts";
export type { DoneEvent, EndReason, EpochEvent, FitEvent, StepEvent } from "./events.ts";
export { fit } from "./fit.ts";
export type { Batches, FitOptions } from "./fit-options.ts";
export type { Optimiser, Updated } from "./optimiser.ts";
export { type AccumulatedOptions, type AccumulatedState, accumulated } from "./optimisers/accumulated.ts";
export { type AdadeltaOptions, adadelta } from "./optimisers/adadelta.ts";
export { type AdagradOptions, adagrad } from "./optimisers/adagrad.ts";
export { type AdamOptions, type AdamSlots, adam } from "./optimisers/adam.ts";
export { type AdamWOptions, adamW } from "./optimisers/adam-w.ts";
export { type AdamaxOptions, adamax } from "./optimisers/adamax.ts";
export { type AveragedState, averaged, averageOf } from "./optimisers/averaged.ts";
export { byGroup, type GroupState, type ParameterGroup } from "./optimisers/by-group.ts";
export { type LionOptions, lion } from "./optimisers/lion.ts";
export type { MomentOptions, Moments } from "./optimisers/moments.ts";
export { type NadamOptions, type NadamState, nadam } from "./optimisers/nadam.ts";
export { type RadamOptions, radam } from "./optimisers/radam.ts";
export { type RmspropOptions, rmsprop } from "./optimisers/rmsprop.ts";
export { type SgdOptions, sgd } from "./optimisers/sgd.ts";
export type { SlotState, Slots } from "./parameterwise.ts";
export { pauses } from "./pause.ts";
export {
  type CosineRestartsScheduleOptions,
  type CosineScheduleOptions,
  cosineRestartsSchedule,
  cosineSchedule,
} from "./schedules/cosine.ts";
export {
  type ExponentialScheduleOptions,
  exponentialSchedule,
  type MultiStepScheduleOptions,
  multiStepSchedule,
  type StepScheduleOptions,
  stepSchedule,
} from "./schedules/decay.ts";
export { type LinearScheduleOptions, linearSchedule } from "./schedules/linear.ts";
export { type OneCycleScheduleOptions, oneCycleSchedule } from "./schedules/one-cycle.ts";
export { type Plateau, type PlateauOptions, type PlateauState, plateau } from "./schedules/plateau.ts";
export type { Schedule } from "./schedules/schedule.ts";
export { sequenceSchedule } from "./schedules/sequence.ts";
export {
  firstState,
  type LossFunction,
  type LossResult,
  type Objective,
  type StepInputs,
  type StepState,
  traceStep,
} from "./step.ts";
export type { StopOptions, WatchState } from "./watch.ts";
