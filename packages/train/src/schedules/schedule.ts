/**
 * What a schedule is: the factor of the learning rate at each step, in double precision.
 *
 * A factor and not a rate, so that one schedule serves groups with different rates and the rate is said once.
 */
/**
 * From the number of a step, counted from 0, to the factor of the optimiser's rate. Any function is a schedule.
 *
 * @example const inverseRoot: Schedule = (step) => 1 / Math.sqrt(step + 1);
 */
export interface Schedule {
  (step: number): number;
  /** The momentum at a step; undefined, or left out, where the optimiser keeps its own. */
  readonly momentum?: (step: number) => number | undefined;
}
