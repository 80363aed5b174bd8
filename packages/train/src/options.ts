/** Numbers that optimisers and schedules are told, and where they must lie. */
import { SeqError } from "@seqloom/diagnostic";

const ranges = {
  count: [(n: number) => Number.isInteger(n) && n >= 1, "use a whole number from 1"],
  "count or 0": [(n: number) => Number.isInteger(n) && n >= 0, "use a whole number from 0"],
  positive: [(x: number) => x > 0 && x < Number.POSITIVE_INFINITY, "use a number above 0"],
  "not negative": [(x: number) => x >= 0 && x < Number.POSITIVE_INFINITY, "use 0 or a number above it"],
  /** What stays of something from step to step. */
  share: [(x: number) => x >= 0 && x < 1, "use a number from 0 to just under 1"],
  /** Of a whole. */
  part: [(x: number) => x >= 0 && x <= 1, "use a number from 0 to 1"],
} as const satisfies Readonly<Record<string, readonly [isIn: (value: number) => boolean, help: string]>>;

/** @throws SeqError "optimiser-option" or "schedule-option" naming the first option that lies outside its range */
export function checkOptions(
  what: "optimiser" | "schedule",
  name: string,
  options: Readonly<Record<string, readonly [value: number, range: keyof typeof ranges]>>,
): void {
  for (const [option, [value, range]] of Object.entries(options)) {
    const [isIn, help] = ranges[range];
    if (isIn(value)) continue;
    throw new SeqError(`${what}-option`, `${name}: ${option} is ${value}`, {
      help,
      details: { [what]: name, option, value },
    });
  }
}
