/** When the value of a column is known: the rule that keeps the future out of the inputs. */
import { type ColumnExpr, countArgument, functionOf } from "./expression.ts";

/** What is known of the columns of the source beyond their values. */
export interface Knowledge {
  /** Columns that are known n steps after their time. */
  readonly late: ReadonlyMap<string, number>;
  /** Columns known for all future: plans, series keys, what does not change, the time itself. */
  readonly always: ReadonlySet<string>;
  /** Those of them that do not change within a series. */
  readonly steady: ReadonlySet<string>;
}

/**
 * Which steps of each column an expression reads: for each the latest, 0 the present, -1 the one before, 1 the next.
 *
 * @param expr  resolved: columns of the source only
 */
export function latestSteps(expr: ColumnExpr): ReadonlyMap<string, number> {
  return visit(expr, new Map());
}

type Steps = ReadonlyMap<string, number>;

function visit(expr: ColumnExpr, memo: Map<ColumnExpr, Steps>): Steps {
  const known = memo.get(expr);
  if (known !== undefined) return known;
  const steps = new Map<string, number>();
  if (expr.kind === "column") steps.set(expr.name, 0);
  if (expr.kind === "call") {
    // Counts are numbers and read nothing, so all arguments can be treated alike.
    const shift = shiftOf(expr);
    for (const arg of expr.args) {
      for (const [name, step] of visit(arg, memo))
        steps.set(name, Math.max(steps.get(name) ?? -Infinity, step + shift));
    }
  }
  memo.set(expr, steps);
  return steps;
}

/** By how many steps a call moves what it reads: `lag` back, `lead` and `next` ahead. */
export function shiftOf(expr: ColumnExpr): number {
  if (expr.kind !== "call" || functionOf(expr).group !== "shift") return 0;
  if (expr.name === "lag") return -countArgument(expr, 1);
  if (expr.name === "lead") return countArgument(expr, 1);
  return expr.name === "next" ? 1 : 0;
}

/**
 * The delay of an expression: the value that belongs to step s is known at step s + delay. Minus infinity where it is
 * always known.
 *
 * @param expr  resolved: columns of the source only
 * @example delayOf(call("lag", "close", 1), { late: new Map(), always: new Set() }) // -1
 */
export function delayOf(expr: ColumnExpr, { late, always }: Knowledge): number {
  let delay = Number.NEGATIVE_INFINITY;
  for (const [name, step] of latestSteps(expr)) {
    if (!always.has(name)) delay = Math.max(delay, step + (late.get(name) ?? 0));
  }
  return delay;
}

/** The furthest step ahead that an expression reads of any column whose future is not known; 0 if none. */
export function leadOf(expr: ColumnExpr, { always }: Knowledge): number {
  let lead = 0;
  for (const [name, step] of latestSteps(expr)) if (!always.has(name)) lead = Math.max(lead, step);
  return lead;
}
