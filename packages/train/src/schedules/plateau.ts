/** A rate that falls when the validation loss no longer does. */
import { checkOptions } from "../options.ts";

export interface PlateauOptions {
  /** Rounds without improvement that are borne; 10 if left out. */
  readonly patience?: number;
  /** What the rate is multiplied by; 0.1 if left out. */
  readonly factor?: number;
  /** An improvement is a loss below the best by more than this share of it; 1e-4 if left out. */
  readonly threshold?: number;
  /** Rounds after a change in which nothing is counted; 0 if left out. */
  readonly cooldown?: number;
  /** The factor never falls below; 0 if left out. */
  readonly least?: number;
}

/** Plain numbers, so that a checkpoint can hold them. */
export interface PlateauState {
  /** The factor of the rate now. */
  readonly factor: number;
  /** The lowest loss so far. */
  readonly best?: number;
  /** Rounds without improvement since the last change. */
  readonly waited: number;
  /** Rounds for which nothing is counted yet. */
  readonly cooling: number;
}

/** A schedule that looks at the loss. */
export interface Plateau {
  readonly kind: "plateau";
  readonly first: PlateauState;
  /** The state after one more round (an epoch) with its validation loss. */
  next(state: PlateauState, loss: number): PlateauState;
}

/**
 * Multiplies the rate by a factor after `patience` rounds without improvement.
 *
 * @throws SeqError "schedule-option"
 */
export function plateau(options: PlateauOptions = {}): Plateau {
  const { patience = 10, factor = 0.1, threshold = 1e-4, cooldown = 0, least = 0 } = options;
  checkOptions("schedule", "plateau", {
    patience: [patience, "count or 0"],
    factor: [factor, "share"],
    threshold: [threshold, "not negative"],
    cooldown: [cooldown, "count or 0"],
    least: [least, "not negative"],
  });
  return {
    kind: "plateau",
    first: { factor: 1, waited: 0, cooling: 0 },
    next(state, loss) {
      // Of the distance to 0, so that a negative loss has to fall too. A NaN is never better, nor the best.
      const bound = state.best && state.best * (1 - threshold * Math.sign(state.best));
      const isBetter = Number.isFinite(loss) && (bound === undefined || loss < bound);
      const best = isBetter ? loss : state.best;
      const cooling = Math.max(0, state.cooling - 1);
      const waited = isBetter || state.cooling > 0 ? 0 : state.waited + 1;
      if (waited <= patience) return { factor: state.factor, best, waited, cooling };
      return { factor: Math.max(least, state.factor * factor), best, waited: 0, cooling: cooldown };
    },
  };
}
