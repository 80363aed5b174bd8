/** Whether a contestant computes what we do: its losses from the same weights. */

/** `same`: before an update and after three. `first`: before an update; later ones are not comparable. */
export interface Agreement {
  readonly verdict: "same" | "first" | "different" | "unchecked";
  /** Largest relative difference; NaN if nothing was compared. */
  readonly difference: number;
}

/**
 * @param ours       with as many biases as theirs; the first loss only where there is no such form of ours
 * @param tolerance  relative, before the first update; after updates ten times that, since differences grow
 */
export function agreementOf(
  theirs: readonly number[],
  ours: readonly number[],
  tolerance: number,
): Agreement {
  const count = Math.min(theirs.length, ours.length);
  if (count === 0) return { verdict: "unchecked", difference: Number.NaN };
  const differences = theirs.slice(0, count).map((loss, i) => {
    const own = ours[i] ?? Number.NaN;
    return Math.abs(loss - own) / Math.max(1e-3, Math.abs(own));
  });
  const fits = differences.every((difference, i) => difference <= (i === 0 ? tolerance : 10 * tolerance));
  return {
    verdict: fits ? (count > 1 ? "same" : "first") : "different",
    difference: Math.max(...differences),
  };
}
