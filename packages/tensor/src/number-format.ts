/**
 * How the numbers of one tensor are written, so that they stand under each other: NumPy's rules.
 * https://numpy.org/doc/stable/reference/generated/numpy.set_printoptions.html
 */
import type { DType } from "./dtype.ts";

/** Digits after the point at most. */
const precision = 8;

type Write = (value: number) => string;

/** One way of writing, chosen for all the numbers that will be shown. */
export function numberFormat(shown: readonly number[], dtype: DType): Write {
  if (dtype === "bool") return aligned(shown, (value) => (value === 0 ? "false" : "true"));
  if (dtype === "i32") return aligned(shown, String);
  const finite = shown.filter(Number.isFinite);
  const sizes = finite.filter((value) => value !== 0).map(Math.abs);
  const [largest, smallest] = [Math.max(...sizes), Math.min(...sizes)];
  const tooLarge = dtype === "f32" ? 1e6 : 1e8;
  const isScientific =
    sizes.length > 0 && (largest >= tooLarge || smallest < 1e-4 || largest / smallest > 1000);
  return isScientific ? scientific(shown, finite, dtype) : positional(shown, finite, dtype);
}

function aligned(shown: readonly number[], write: Write): Write {
  const width = Math.max(0, ...shown.map((value) => write(value).length));
  return (value) => write(value).padStart(width);
}

/** Points under each other: `-1.5 `, `20.  `. */
function positional(shown: readonly number[], finite: readonly number[], dtype: DType): Write {
  const parts = (value: number): [whole: string, fraction: string] => {
    const short = signed(shortest(value, dtype));
    const [whole = "", fraction = ""] = short.split(".");
    if (fraction.length <= precision) return [whole, fraction];
    const [cutWhole = "", cut = ""] = halfEven((digits) => value.toFixed(digits), precision).split(".");
    return [cutWhole, cut.replace(/0+$/, "")];
  };
  const all = finite.map(parts);
  const before = Math.max(0, ...all.map(([whole]) => whole.length));
  const after = Math.max(0, ...all.map(([, fraction]) => fraction.length));
  return aligned(shown, (value) => {
    if (!Number.isFinite(value)) return special(value);
    const [whole, fraction] = parts(value);
    return `${whole.padStart(before)}.${fraction.padEnd(after)}`;
  });
}

/** As many digits for all as the number that needs most has: `1.50e-05`. */
function scientific(shown: readonly number[], finite: readonly number[], dtype: DType): Write {
  const needed = (value: number): number => {
    const [, fraction = ""] =
      signed(shortest(value, dtype), (x) => x.toExponential())
        .split("e")[0]
        ?.split(".") ?? [];
    return Math.min(precision, fraction.length);
  };
  const digits = Math.max(0, ...finite.map(needed));
  const parts = (value: number): [mantissa: string, sign: string, power: string] => {
    const write = (digits: number) => signed(value, (x) => x.toExponential(digits));
    const [mantissa = "", power = ""] = halfEven(write, digits).split("e");
    return [digits === 0 ? `${mantissa}.` : mantissa, power.slice(0, 1), power.slice(1)];
  };
  const powerDigits = Math.max(2, ...finite.map((value) => parts(value)[2].length));
  return aligned(shown, (value) => {
    if (!Number.isFinite(value)) return special(value);
    const [mantissa, sign, power] = parts(value);
    return `${mantissa}e${sign}${power.padStart(powerDigits, "0")}`;
  });
}

/** The number with the fewest decimal digits that is still the same in the dtype: 0.1, not 0.10000000149011612. */
function shortest(value: number, dtype: DType): number {
  if (dtype !== "f32" || value === 0) return value; // decimals would drop the sign of -0
  const to = (digits: number) => Number(halfEven((places) => value.toExponential(places), digits - 1));
  for (let digits = 1; digits < 9; digits++) if (Math.fround(to(digits)) === value) return to(digits);
  return to(9);
}

/** JavaScript rounds a decimal that lies exactly between two away from 0, NumPy to the even digit. */
function halfEven(write: (digits: number) => string, digits: number): string {
  const away = write(digits);
  const [exact = "", whole = "", fraction = "", power = ""] =
    /^(-?\d+)\.(\d+)(.*)$/.exec(write(digits + 30)) ?? [];
  const isTie = exact !== "" && /^50*$/.test(fraction.slice(digits));
  return isTie && /^[^e]*[13579](e|$)/.test(away) ? `${whole}.${fraction.slice(0, digits)}${power}` : away;
}

/** JavaScript drops the sign of -0. */
function signed(value: number, write: Write = String): string {
  return Object.is(value, -0) ? `-${write(0)}` : write(value);
}

function special(value: number): string {
  return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
}
