/** Numbers out of times. */

/** Times of one contestant. A busy machine only ever adds to a time, so the fastest says most and the quartiles how much. */
export interface Summary {
  readonly median: number;
  readonly fastest: number;
  /** A quarter of the times lies below, a quarter above. */
  readonly quartiles: readonly [lower: number, upper: number];
  readonly count: number;
}

/** @param times  at least one */
export function summarise(times: readonly number[]): Summary {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    fastest: quantile(sorted, 0),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    count: sorted.length,
  };
}

/** The value below which a share of sorted numbers lies, between neighbours where it falls between them; NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) return Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** How many times as long as ours the other takes; above 1 we are faster. */
export interface Ratio {
  readonly median: number;
  /** Of the rounds, the smallest and the largest. */
  readonly range: readonly [low: number, high: number];
  /** The fastest time of the other over our fastest, of all rounds. */
  readonly fastest: number;
}

/**
 * The ratio of two contestants that took turns. Each round is a pair measured within a second or so, under the same
 * load, and within a turn the fastest call is the one least disturbed; so the median over the rounds of the ratios of
 * the fastest moves far less than the ratio of two medians.
 *
 * @param ours    times by round
 * @param theirs  likewise; rounds that one of the two did not take part in do not count
 * @returns       undefined if no round has both
 */
export function pairedRatio(
  ours: readonly (readonly number[])[],
  theirs: readonly (readonly number[])[],
): Ratio | undefined {
  const ratios = ours
    .flatMap((mine, round) => {
      const other = theirs[round] ?? [];
      return mine.length > 0 && other.length > 0 ? [summarise(other).fastest / summarise(mine).fastest] : [];
    })
    .toSorted((a, b) => a - b);
  if (ratios.length === 0) return undefined;
  return {
    median: quantile(ratios, 0.5),
    range: [quantile(ratios, 0), quantile(ratios, 1)],
    fastest: summarise(theirs.flat()).fastest / summarise(ours.flat()).fastest,
  };
}
