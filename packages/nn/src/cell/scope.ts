/**
 * Runs the equations of a cell: gives names and numbers to what is written in them, and leaves the meaning to a host.
 * One host records what weights there are (layout.ts), the other computes (run-step.ts); both see the same numbers.
 */
import { add, mul, sub, type Value, where } from "@seqloom/ops";
import type { Shape } from "@seqloom/tensor";
import type { Initialiser } from "../module.ts";
import type { AffineOptions, Cell, CellScope } from "./cell.ts";

/** What the n-th affine, weight, normalisation or random draw of a step is. */
export interface StepHost {
  /** @param path  the statement it stands in, numbered from the second on: `i`, `i2` */
  affine(n: number, path: string, operands: readonly Value[], options: AffineOptions): Value;
  weight(path: string, shape: Shape, init: Initialiser): Value;
  /** @param path  `i.layerNorm` */
  layerNorm(path: string, v: Value): Value;
  /** Where to keep an entry, with probability 1 - share, as bool; undefined outside training. */
  keep(n: number, v: Value, share: number): Value | undefined;
  /** Sees each named value and may put another in its place. */
  define(kind: "gate" | "state", name: string, value: Value): Value;
}

/**
 * One step.
 *
 * @param inputs  x, the states before the step and the further inputs
 * @returns       the states after the step and the outputs, by name
 */
export function runCell(
  cell: Cell,
  sizes: { readonly input: number; readonly hidden: number },
  inputs: Readonly<Record<string, Value>>,
  host: StepHost,
): Readonly<Record<string, Value>> {
  const defined = new Set<string>();
  const results = cell.step(inputs, cellScope(sizes, host, defined));
  return Object.fromEntries(
    Object.entries(results).map(([name, value]) => [
      name,
      cell.states.includes(name) && !defined.has(name) ? host.define("state", name, value) : value,
    ]),
  );
}

function cellScope(
  sizes: { readonly input: number; readonly hidden: number },
  host: StepHost,
  defined: Set<string>,
): CellScope {
  let statement = "out";
  let affines = 0;
  let draws = 0;
  const counts = new Map<string, number>();
  const numbered = (name: string): string => {
    const n = (counts.get(name) ?? 0) + 1;
    counts.set(name, n);
    return n === 1 ? name : `${name}${n}`;
  };
  const affine = (operands: Value | readonly Value[], options: AffineOptions = {}): Value =>
    host.affine(affines++, numbered(statement), isList(operands) ? operands : [operands], options);
  const define: CellScope["gate"] = (name, f) => {
    const outer = statement;
    statement = name;
    const value = f(affine);
    statement = outer;
    return value;
  };
  return {
    ...sizes,
    gate: (name, f) => host.define("gate", name, define(name, f)),
    next(state, f) {
      defined.add(state);
      return host.define("state", state, define(state, f));
    },
    weight: (name, shape, init) => host.weight(name, shape, init),
    layerNorm: (v) => host.layerNorm(numbered(`${statement}.layerNorm`), v),
    dropout(v, share) {
      const keep = share === 0 ? undefined : host.keep(draws++, v, share);
      return keep === undefined ? v : where(keep, mul(v, 1 / (1 - share)), 0);
    },
    zoneout(next, before, share) {
      if (share === 0) return next;
      const renewed = host.keep(draws++, next, share);
      return renewed === undefined
        ? add(before, mul(1 - share, sub(next, before)))
        : where(renewed, next, before);
    },
  };
}

function isList(operands: Value | readonly Value[]): operands is readonly Value[] {
  return Array.isArray(operands);
}
