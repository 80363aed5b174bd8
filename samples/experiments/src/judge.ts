/** Whether the claims of an experiment held. */
import type { Bound, Claim, Condition, Figures } from "./experiment.ts";

/** The figures of all runs with one seed, by name of the run. */
export type SeedFigures = Readonly<Record<string, Figures>>;

/** What a claim came to on one seed. */
export interface Finding {
  readonly value: number;
  readonly above: number | undefined;
  readonly below: number | undefined;
  readonly holds: boolean;
  /** False where the claim's own condition does not hold. */
  readonly counts: boolean;
}

export interface Verdict {
  readonly claim: Claim;
  /** Seed by seed. */
  readonly findings: readonly Finding[];
  /** On how many of the seeds that count it held. */
  readonly held: number;
  readonly of: number;
  readonly holds: boolean;
}

/**
 * Judges each claim over all seeds. Without a seed that counts no claim holds.
 *
 * @throws Error if a claim names a run or a figure that does not exist: a fault of the experiment, not of its outcome
 */
export function judge(claims: readonly Claim[], perSeed: readonly SeedFigures[]): readonly Verdict[] {
  return claims.map((claim) => {
    const findings = perSeed.map((figures): Finding => {
      const counts = claim.given === undefined || check(claim.given, figures).holds;
      return { ...check(claim, figures), counts };
    });
    const counted = findings.filter(({ counts }) => counts);
    const held = counted.filter(({ holds }) => holds).length;
    const isEnough = claim.seeds === "some" ? held < counted.length : held === counted.length;
    return { claim, findings, held, of: counted.length, holds: held > 0 && isEnough };
  });
}

/** A figure that is no number is neither above nor below anything. */
function check(condition: Condition, figures: SeedFigures): Omit<Finding, "counts"> {
  const value = figureOf(figures, condition);
  const [above, below] = [condition.above, condition.below].map((bound) =>
    bound === undefined ? undefined : boundOf(figures, bound),
  );
  if (above === undefined && below === undefined) {
    throw new Error(`a condition on ${condition.run}, ${condition.figure} has no limit`);
  }
  const holds = (above === undefined || value > above) && (below === undefined || value < below);
  return { value, above, below, holds };
}

function boundOf(figures: SeedFigures, bound: Bound): number {
  return typeof bound === "number" ? bound : figureOf(figures, bound) * (bound.times ?? 1);
}

function figureOf(figures: SeedFigures, { run, figure }: { run: string; figure: string }): number {
  const value = figures[run]?.[figure];
  if (value !== undefined) return value;
  const known = figures[run] === undefined ? Object.keys(figures) : Object.keys(figures[run]);
  throw new Error(`a claim names figure "${figure}" of run "${run}"; there are ${known.join(", ")}`);
}
