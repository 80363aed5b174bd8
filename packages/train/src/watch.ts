/** Early stopping: is the watched number still getting better? */

export interface StopOptions {
  /** Epochs in a row without improvement after which training ends; Infinity to keep the best parameters only. */
  readonly patience: number;
  /** By how much a number must be better to count; 0 if left out. */
  readonly least?: number;
  /** The name of a metric; the validation loss if left out. */
  readonly watch?: string;
  /** Whether a lower (the default) or a higher number is better. */
  readonly better?: "lower" | "higher";
}

/** Plain numbers, so that a checkpoint can hold them. */
export interface WatchState {
  /** The best number so far, and the epoch that gave it. */
  readonly best?: number;
  readonly bestEpoch?: number;
  /** Epochs since. */
  readonly waited: number;
}

/** The state after one more epoch. NaN and the infinities are never better. */
export function watchNext(
  state: WatchState,
  value: number,
  epoch: number,
  { least = 0, better = "lower" }: Pick<StopOptions, "least" | "better">,
): WatchState {
  const gain =
    state.best === undefined ? Infinity : better === "lower" ? state.best - value : value - state.best;
  const isBetter = Number.isFinite(value) && gain > least;
  return isBetter ? { best: value, bestEpoch: epoch, waited: 0 } : { ...state, waited: state.waited + 1 };
}
