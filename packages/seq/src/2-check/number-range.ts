/**
 * Whether a number is one that an option takes, and what to say if not.
 */
import type { NumberKind } from "../tables/kind.ts";
import type { NumberScalar } from "./scalar.ts";

/** What an option takes, in words: `a whole number of at least 1`. */
export function describeNumber({ whole, from, above, to, below, unit }: NumberKind): string {
  const noun =
    unit === "share"
      ? "a share"
      : unit === "time"
        ? "a time"
        : unit === "frequency"
          ? "a frequency"
          : whole
            ? "a whole number"
            : "a number";
  if (unit === "share") return `${noun} between 0 and 1`;
  if (from !== undefined && to !== undefined) return `${noun} from ${from} to ${to}`;
  const least = from === undefined ? (above === undefined ? "" : `over ${above}`) : `of at least ${from}`;
  const most = to === undefined ? (below === undefined ? "" : `under ${below}`) : `of at most ${to}`;
  const range = [least, most].filter(Boolean).join(" and ");
  return range === "" ? noun : `${noun} ${range}`;
}

/** What is wrong with a number. */
export type NumberFault = "range" | "unit-missing" | "unit-wrong";

export function numberFault(
  { whole, from, above, to, below, unit }: NumberKind,
  { value, measure }: NumberScalar,
): NumberFault | undefined {
  if (measure !== undefined && measure !== unit) return "unit-wrong";
  if ((unit === "time" || unit === "frequency") && measure === undefined) return "unit-missing";
  const fits =
    Number.isFinite(value) &&
    (!whole || Number.isInteger(value)) &&
    (from === undefined || value >= from) &&
    (above === undefined || value > above) &&
    (to === undefined || value <= to) &&
    (below === undefined || value < below);
  return fits ? undefined : "range";
}

/** The unit that fits, with a number as an example. */
export function withUnit(kind: NumberKind, written: string): string {
  const digits = written.replace(/[%a-zA-Z]+$/, "");
  switch (kind.unit) {
    case "time":
      return `${digits}ms`;
    case "frequency":
      return Number(digits) >= 1000 ? `${Number(digits) / 1000}kHz` : `${digits}Hz`;
    case "share":
      return `${digits}%`;
    case undefined:
      return digits;
    default:
      return kind.unit satisfies never;
  }
}

/** A number close by that fits. */
export function nearestNumber({ whole, from, above, to, below }: NumberKind, value: number): number {
  let near = Number.isFinite(value) ? value : 1;
  if (whole) near = Math.round(near);
  if (from !== undefined) near = Math.max(near, from);
  if (above !== undefined && near <= above) near = whole ? above + 1 : above + 0.1;
  if (to !== undefined) near = Math.min(near, to);
  if (below !== undefined && near >= below) near = whole ? below - 1 : below - 0.1;
  return Number(near.toPrecision(6));
}
