/**
 * Axes: a name and a size, either of which may be missing, and when two of them agree.
 *
 * The width of an `affine` is not written down; it follows from what the result meets. Such an axis is open, and when
 * it meets another it becomes a link to it. Unknown sizes (`?`) are solved for in a `Solution`. Both live for one check
 * of one body; what leaves the checker is plain (`plainAxis`).
 */
import type { Polynomial } from "./polynomial.ts";
import {
  add,
  constant,
  isDataSymbol,
  isUnknown,
  multiply,
  numberOf,
  show,
  substitute,
  symbol,
  symbolsOf,
} from "./polynomial.ts";

export interface Axis {
  readonly name: string | undefined;
  readonly size: Polynomial;
  /** Only of an axis whose width nothing has said yet. */
  open?: boolean;
  /** What an open axis turned out to be. */
  link?: Axis;
}

/** An axis that stands for itself, as it leaves the checker. */
export interface PlainAxis {
  readonly name: string | undefined;
  readonly size: Polynomial;
}

/** What unknown sizes have been found to be. */
export interface Solution {
  readonly values: Map<string, Polynomial>;
  unknowns: number;
}

export function emptySolution(): Solution {
  return { values: new Map(), unknowns: 0 };
}

export function axis(name: string | undefined, size: Polynomial): Axis {
  return { name, size };
}

/** An axis of an unknown size of its own. */
export function unknownAxis(solution: Solution): Axis {
  solution.unknowns += 1;
  return axis(undefined, symbol(`?${solution.unknowns}`));
}

/** An axis that takes name and size from the first one it meets. */
export function openAxis(solution: Solution): Axis {
  return { ...unknownAxis(solution), open: true };
}

/** What an axis has turned out to be. */
export function endOf(a: Axis): Axis {
  let end = a;
  while (end.link !== undefined) end = end.link;
  // Each link on the way then leads there directly, so that a long row of them is walked once.
  for (let at = a; at.link !== undefined && at.link !== end; ) {
    const { link } = at;
    at.link = end;
    at = link;
  }
  return end;
}

export function nameOf(a: Axis): string | undefined {
  return endOf(a).name;
}

export function isOpen(a: Axis): boolean {
  return endOf(a).open === true;
}

/** The size with all that is known of its unknowns. */
export function sizeOf(a: Axis, solution: Solution): Polynomial {
  return solved(endOf(a).size, solution);
}

function solved(size: Polynomial, { values }: Solution): Polynomial {
  let known = size;
  for (let next = solvable(known, values); next !== undefined; next = solvable(known, values))
    known = substitute(known, ...next);
  return known;
}

/** A symbol of which more is known, and what. */
function solvable(size: Polynomial, values: Solution["values"]): [string, Polynomial] | undefined {
  for (const { symbols } of size) {
    for (const name of symbols) {
      const value = values.get(name);
      if (value !== undefined) return [name, value];
    }
  }
  return undefined;
}

/** Why two axes do not agree. */
export type Disagreement = "axis-name" | "axis-size";

/**
 * Makes two axes agree: names equal or one missing, sizes equal as polynomials. An unknown takes the other side's value.
 * What hangs on the data passes; it is asked again when they are there.
 *
 * @returns the axis of both, with the name there is; or why they cannot
 */
export function agree(left: Axis, right: Axis, solution: Solution): Axis | Disagreement {
  const a = endOf(left);
  const b = endOf(right);
  if (a === b) return a;
  if (a.open) {
    a.link = b;
    return b;
  }
  if (b.open) {
    b.link = a;
    return a;
  }
  if (a.name !== undefined && b.name !== undefined && a.name !== b.name) return "axis-name";
  return sizesAgree(a, b, solution) ? (a.name === undefined ? b : a) : "axis-size";
}

function sizesAgree(a: Axis, b: Axis, solution: Solution): boolean {
  const gap = add(sizeOf(a, solution), sizeOf(b, solution), -1);
  if (gap.length === 0) return true;
  const symbols = [...symbolsOf(gap)];
  const unknowns = symbols.filter(isUnknown);
  if (unknowns.length === 1 && unknowns[0] !== undefined) return solve(gap, unknowns[0], solution);
  return unknowns.length > 1 || symbols.some(isDataSymbol);
}

/** Solves gap = 0 for an unknown, if it stands in one term on its own. */
function solve(gap: Polynomial, unknown: string, solution: Solution): boolean {
  const withIt = gap.filter(({ symbols }) => symbols.includes(unknown));
  const [term] = withIt;
  if (withIt.length !== 1 || term === undefined || term.symbols.length !== 1) return true;
  const rest = gap.filter((other) => other !== term);
  const value = multiply(rest, constant(-1 / term.factor));
  const number = numberOf(value);
  if (number !== undefined && (number < 1 || !Number.isInteger(number))) return false;
  solution.values.set(unknown, value);
  return true;
}

/** How an axis is told: its name, or its size. */
export function showAxis(a: Axis, solution: Solution): string {
  return nameOf(a) ?? show(sizeOf(a, solution));
}

export function plainAxis(a: Axis, solution: Solution): PlainAxis {
  return { name: nameOf(a), size: sizeOf(a, solution) };
}

/** The names that are axes in every file. */
export const fixedAxes: readonly string[] = ["batch", "time", "step", "horizon"];

/** The fixed names that recurrent layers run along. */
export const orderedAxes: readonly string[] = ["time", "step", "horizon"];

export function isOrdered(a: Axis): boolean {
  const name = nameOf(a);
  return name !== undefined && orderedAxes.includes(name);
}
