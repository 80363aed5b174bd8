/** Options of a generator: defaults, and what is refused. */
import { didYouMean, SeqError } from "@seqloom/diagnostic";

export interface OptionRule {
  readonly fallback: number;
  readonly least: number;
  /** Whole numbers only. */
  readonly isCount: boolean;
}

/** A whole number of at least `least`. */
export function count(fallback: number, least = 1): OptionRule {
  return { fallback, least, isCount: true };
}

export function real(fallback: number, least = Number.NEGATIVE_INFINITY): OptionRule {
  return { fallback, least, isCount: false };
}

/**
 * All options of a generator, with defaults for those that are not given.
 *
 * @throws SeqError "option-unknown", "out-of-range"
 */
export function readOptions<K extends string>(
  generator: string,
  rules: Readonly<Record<K, OptionRule>>,
  given: Readonly<Record<string, number>>,
): Readonly<Record<K, number>> {
  const names = Object.keys(rules);
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(rules, name)) continue;
    const meant = didYouMean(name, names);
    throw new SeqError(
      "option-unknown",
      `${generator} has no option ${name}${meant ? `; did you mean ${meant}?` : ""}`,
      {
        help: `options: ${names.join(", ")}`,
        details: { generator, option: name, meant },
      },
    );
  }
  const values: Record<string, number> = {};
  for (const [name, rule] of Object.entries<OptionRule>(rules)) {
    values[name] = inRange(generator, name, given[name] ?? rule.fallback, rule);
  }
  // Filled from the rules themselves, so every key of theirs is there.
  return values as Record<K, number>;
}

function inRange(generator: string, option: string, value: number, { least, isCount }: OptionRule): number {
  if (Number.isFinite(value) && value >= least && (!isCount || Number.isInteger(value))) return value;
  const range = `${isCount ? "a whole number" : "a number"}${Number.isFinite(least) ? ` of at least ${least}` : ""}`;
  throw new SeqError("out-of-range", `${generator}: ${option} is ${range}; ${value} is not`, {
    help: `write ${option} = ${Math.max(1, least)}`,
    details: { generator, option, value, least },
  });
}
