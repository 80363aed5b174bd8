/** The next symbol, from the scores of all. */

export interface ChoiceOptions {
  /** 0 takes the likeliest; below 1 likely symbols get likelier, above 1 rare ones. */
  readonly temperature: number;
  /** Only so many of the likeliest; all if left out. */
  readonly top?: number;
  /** Never chosen. */
  readonly barred: ReadonlySet<number>;
  /** From 0 to just under 1. */
  readonly draw: number;
}

/**
 * A place drawn by softmax(scores / temperature).
 *
 * @param scores  before softmax
 */
export function choose(scores: ArrayLike<number>, { temperature, top, barred, draw }: ChoiceOptions): number {
  const places = Array.from({ length: scores.length }, (_, i) => i)
    .filter((place) => !barred.has(place))
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, top);
  const [likeliest = 0] = places;
  if (temperature === 0) return likeliest;
  const most = scores[likeliest] ?? 0;
  const weights = places.map((place) => Math.exp(((scores[place] ?? 0) - most) / temperature));
  let left = draw * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, place] of places.entries()) {
    left -= weights[i] ?? 0;
    if (left < 0) return place;
  }
  return likeliest;
}
