/** Rows of settings in which every pair of values of two factors occurs: pairwise testing. */
import { fold, rng, uniform } from "@seqloom/tensor";

/** One value of each factor. */
export type Row<F extends Readonly<Record<string, readonly unknown[]>>> = {
  readonly [K in keyof F]: F[K][number];
};

/**
 * Of many random rows the one with most new pairs is taken, until all pairs that can occur are there.
 *
 * @param settle  the row with meaningless values evened out; undefined if its values do not go together
 */
export function pairwise<F extends Readonly<Record<string, readonly unknown[]>>>(
  factors: F,
  settle: (row: Row<F>) => Row<F> | undefined,
): readonly Row<F>[] {
  const candidates = Array.from({ length: 4000 }, (_, i) => settle(randomRow(factors, i))).filter(
    (row) => row !== undefined,
  );
  const missing = new Set(candidates.flatMap(pairsOf));
  const rows: Row<F>[] = [];
  while (missing.size > 0) {
    const counts = candidates.map((row) => pairsOf(row).filter((pair) => missing.has(pair)).length);
    const best = candidates[counts.indexOf(Math.max(...counts))];
    if (best === undefined) break;
    for (const pair of pairsOf(best)) missing.delete(pair);
    rows.push(best);
  }
  return rows;
}

function randomRow<F extends Readonly<Record<string, readonly unknown[]>>>(factors: F, seed: number): Row<F> {
  const names = Object.keys(factors);
  const draws = uniform(fold(rng(1), seed), [names.length]).data;
  return Object.fromEntries(
    names.map((name, i) => {
      const values = factors[name] ?? [];
      return [name, values[Math.floor((draws[i] ?? 0) * values.length)]];
    }),
  ) as Row<F>; // one value of each factor was just picked
}

function pairsOf(row: Readonly<Record<string, unknown>>): string[] {
  const settings = Object.entries(row).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return settings.flatMap((a, i) => settings.slice(i + 1).map((b) => `${a} ${b}`));
}
