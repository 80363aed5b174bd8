/**
 * From a target back to the column it was made of: `log(close / lag(close, 1))` and yesterday's close give today's.
 *
 * Of all places where the column stands in the target, the one with the latest step is the unknown; the others are
 * known, or were restored a step before.
 */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import type { Table } from "../1-read/table.ts";
import { type Knowledge, latestSteps, shiftOf } from "../3-columns/delay.ts";
import type { Evaluate } from "../3-columns/evaluate.ts";
import { type CallExpr, type ColumnExpr, countArgument } from "../3-columns/expression.ts";
import { shortExpr } from "../3-columns/values.ts";
import { type Known, type Parts, readerOf } from "./read-part.ts";

/** What solving for a column needs. */
export interface Inversion {
  /** The target, and the column inside it, both resolved. */
  readonly target: ColumnExpr;
  readonly report: ColumnExpr;
  readonly knowledge: Knowledge;
  /** Steps after the origin up to which values are unknown; 0 where the target is of the origin's own step. */
  readonly horizon: number;
}

export interface Inverse {
  /** The target of row r gives the report column at row r + shift. */
  readonly shift: number;
  /** The value of the report column at row `row + shift`, if the target at `row` is `y`. */
  readonly solve: (y: number, row: number, known: Known) => number;
}

/**
 * Finds how to undo a target.
 *
 * @throws SeqError "report-impossible" saying which part cannot be undone; from `solve`, "known-missing"
 */
export function invert(inversion: Inversion, evaluate: Evaluate, table: Table): Inverse {
  const { target, report, knowledge, horizon } = inversion;
  const depths = reportDepths(target, report);
  const shift = depths.get(target);
  if (shift === undefined) throw impossible(inversion, "it is not made of that column");
  if (Math.max(0, ...latestSteps(report).values()) > 0)
    throw impossible(inversion, `${shortExpr(report)} lies ahead`);
  const parts: Parts = {
    ...{ evaluate, table, knowledge, horizon },
    isReport: (expr) => isSame(expr, report),
    holdsReport: (expr) => depths.has(expr),
    impossible: (reason) => impossible(inversion, reason),
  };
  return { shift, solve: solverOf(target, depths, parts) };
}

type Solve = Inverse["solve"];

function solverOf(expr: ColumnExpr, depths: ReadonlyMap<ColumnExpr, number>, parts: Parts): Solve {
  if (parts.isReport(expr)) return (y) => y;
  if (expr.kind !== "call") throw parts.impossible(`${shortExpr(expr)} does not hold it`);
  const [arg, other] = expr.args;
  const undo = binaryUndo.get(expr.name);
  if (undo !== undefined && arg !== undefined && other !== undefined) {
    const depthOf = (part: ColumnExpr) => depths.get(part) ?? Number.NEGATIVE_INFINITY;
    if (depthOf(arg) === depthOf(other))
      throw parts.impossible(`it stands on both sides of \`${expr.name}\``);
    const isLeft = depthOf(arg) > depthOf(other);
    const inner = solverOf(isLeft ? arg : other, depths, parts);
    const known = readerOf(isLeft ? other : arg, parts);
    return (y, row, at) => inner(undo(y, known(row, at), isLeft), row, at);
  }
  if (arg === undefined) throw internalFault("a function of nothing");
  return solveUnary(expr, arg, solverOf(arg, depths, parts), parts);
}

/** @param inner  solves what the function is of */
function solveUnary(expr: CallExpr, arg: ColumnExpr, inner: Solve, parts: Parts): Solve {
  switch (expr.name) {
    case "log":
      return (y, row, at) => inner(Math.exp(y), row, at);
    case "exp":
      return (y, row, at) => inner(Math.log(y), row, at);
    case "negate":
      return (y, row, at) => inner(-y, row, at);
    case "next":
    case "lag":
    case "lead":
      return (y, row, at) => inner(y, row + shiftOf(expr), at);
    case "diff": {
      const n = countArgument(expr, 1, 1);
      const before = readerOf(arg, parts);
      return (y, row, at) => inner(y + before(row - n, at), row, at);
    }
    default:
      throw parts.impossible(`${shortExpr(expr)} cannot be undone`);
  }
}

/** x from y = x + other (or other + x), and so on. */
const binaryUndo: ReadonlyMap<string, (y: number, other: number, isLeft: boolean) => number> = new Map([
  ["+", (y: number, other: number) => y - other],
  ["-", (y: number, other: number, isLeft: boolean) => (isLeft ? y + other : other - y)],
  ["*", (y: number, other: number) => y / other],
  ["/", (y: number, other: number, isLeft: boolean) => (isLeft ? y * other : other / y)],
]);

function isSame(a: ColumnExpr, b: ColumnExpr): boolean {
  return a === b || (a.kind === "column" && b.kind === "column" && a.name === b.name);
}

/** The latest step at which each part of an expression holds the report column; parts that do not hold it are left out. */
function reportDepths(expr: ColumnExpr, report: ColumnExpr): ReadonlyMap<ColumnExpr, number> {
  const depths = new Map<ColumnExpr, number>();
  const seen = new Set<ColumnExpr>();
  const visit = (part: ColumnExpr): number => {
    if (seen.has(part)) return depths.get(part) ?? Number.NEGATIVE_INFINITY;
    seen.add(part);
    let depth = isSame(part, report) ? 0 : Number.NEGATIVE_INFINITY;
    if (depth !== 0 && part.kind === "call") {
      const shift = shiftOf(part);
      for (const arg of part.args) depth = Math.max(depth, visit(arg) + shift);
    }
    if (depth !== Number.NEGATIVE_INFINITY) depths.set(part, depth);
    return depth;
  };
  visit(expr);
  return depths;
}

function impossible({ target, report }: Inversion, reason: string): SeqError {
  const [made, wanted] = [shortExpr(target), shortExpr(report)];
  return new SeqError(
    "report-impossible",
    `${made} cannot be turned back into ${wanted} for a forecast: ${reason}`,
    {
      help: "use a target made with log, exp, diff, lag, +, -, * or /, or report another column",
      details: { target: made, report: wanted, reason },
    },
  );
}
