/** Scalers: fitted on numbers of the training part, undone exactly. */
import { SeqError } from "@seqloom/diagnostic";

/**
 * `standard`: mean 0, standard deviation 1. `minmax`: 0 to 1. `robust`: median 0, middle half 1 wide. `mean`: divided by
 * the mean of the absolute values. `log`: natural logarithm, for numbers above 0. `none`.
 */
export type ScaleMethod = "standard" | "minmax" | "robust" | "mean" | "log" | "none";

/** Names of all methods. */
export const scaleMethods: readonly ScaleMethod[] = ["standard", "minmax", "robust", "mean", "log", "none"];

/** A fitted scaler, as JSON can hold it: (v - shift) / factor, of the logarithm of v for `log`. */
export interface Scaler {
  readonly method: ScaleMethod;
  readonly shift: number;
  readonly factor: number;
}

/** Leaves numbers as they are. */
export const identity: Scaler = { method: "none", shift: 0, factor: 1 };

/**
 * Fits a scaler. A column that does not vary is only shifted, so that it becomes 0 and nothing is divided by 0.
 *
 * Sums are in f64, two passes for the deviation.
 *
 * @param values  finite numbers, at least one
 * @param name    the column, for messages
 * @throws SeqError "scale-no-rows", "scale-log" if a number is not above 0
 */
export function fitScaler(method: ScaleMethod, values: Float64Array, name = "the column"): Scaler {
  if (method === "none") return identity;
  if (values.length === 0) {
    throw new SeqError("scale-no-rows", `${name} has no value in the training part to fit its scaler on`, {
      help: "make the training part larger",
      details: { column: name, method },
    });
  }
  const { shift, factor } = measure(method, values, name);
  return { method, shift, factor: factor > 0 ? factor : 1 };
}

function measure(
  method: Exclude<ScaleMethod, "none">,
  values: Float64Array,
  name: string,
): { shift: number; factor: number } {
  switch (method) {
    case "standard": {
      const mean = meanOf(values);
      return { shift: mean, factor: Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) };
    }
    case "minmax": {
      const least = values.reduce((a, b) => Math.min(a, b));
      return { shift: least, factor: values.reduce((a, b) => Math.max(a, b)) - least };
    }
    case "robust": {
      const sorted = values.toSorted();
      return { shift: quantileOf(sorted, 0.5), factor: quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25) };
    }
    case "mean":
      return { shift: 0, factor: meanOf(values.map(Math.abs)) };
    case "log": {
      const bad = values.find((value) => value <= 0);
      if (bad !== undefined) throw notPositive(name, bad);
      return { shift: 0, factor: 1 };
    }
  }
}

function notPositive(name: string, value: number): SeqError {
  return new SeqError(
    "scale-log",
    `scale log: ${name} is ${value} somewhere, and only numbers above 0 have a logarithm`,
    {
      help: `use a column of its own: let shifted = ${name} + 1, or scale standard(${name})`,
      details: { column: name, value },
    },
  );
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * A quantile of sorted numbers, between two of them in proportion (type 7 of Hyndman & Fan 1996, as in NumPy).
 *
 * @param share  0 to 1
 */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  const gap = above - below;
  return Number.isFinite(gap) ? below + gap * (place - Math.floor(place)) : below; // next to infinity nothing is in between
}

/** A number on the scale that the model sees. @throws SeqError "scale-log" */
export function scale(scaler: Scaler, value: number, name = "the column"): number {
  if (scaler.method === "log" && value <= 0) throw notPositive(name, value);
  return ((scaler.method === "log" ? Math.log(value) : value) - scaler.shift) / scaler.factor;
}

/** A number of the model back on the scale of its column. */
export function unscale(scaler: Scaler, value: number): number {
  const plain = value * scaler.factor + scaler.shift;
  return scaler.method === "log" ? Math.exp(plain) : plain;
}
