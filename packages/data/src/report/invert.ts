/**
 * From a target back to the column it was made of: `log(close / lag(close, 1))` and yesterday's close give today's.
 *
 * Of all places where the column stands in the target, the one with the latest step is the unknown; the others are
 * known, or were restored a step before.
 */
import { SeqError } from "@seqloom/diagnostic";
import type { Table } from "../1-read/table.ts";
import { delayOf, type Knowledge, latestSteps, shiftOf } from "../3-columns/delay.ts";
import type { Evaluate } from "../3-columns/evaluate.ts";
import { type CallExpr, type ColumnExpr, countArgument } from "../3-columns/expression.ts";
import { rowFunctions } from "../3-columns/row-functions.ts";
import { numbersOf, shortExpr } from "../3-columns/values.ts";

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
  /**
   * The value of the report column at row `row + shift`, if the target at `row` is `y`.
   *
   * @param reportAt  values of the report column at earlier rows: known or restored
   */
  readonly solve: (y: number, row: number, reportAt: (row: number) => number) => number;
}

/**
 * Finds how to undo a target.
 *
 * @throws SeqError "report-impossible" saying which part cannot be undone
 */
export function invert(inversion: Inversion, evaluate: Evaluate, table: Table): Inverse {
  const { target, report, knowledge, horizon } = inversion;
  const depths = reportDepths(target, report);
  const depthOf = (expr: ColumnExpr): number => depths.get(expr) ?? Number.NEGATIVE_INFINITY;
  const shift = depthOf(target);
  if (shift === Number.NEGATIVE_INFINITY) throw impossible(inversion, "it is not made of that column");
  if (Math.max(0, ...latestSteps(report).values()) > 0)
    throw impossible(inversion, `${shortExpr(report)} lies ahead`);
  const solveCall = (expr: CallExpr): Step => {
    const [arg, other] = expr.args;
    if (arg === undefined) throw impossible(inversion, `${shortExpr(expr)} cannot be undone`);
    if (other !== undefined && binaryUndo.has(expr.name)) return solveBinary(expr, arg, other);
    const inner = solver(arg);
    switch (expr.name) {
      case "log":
        return (y, row, at) => inner(Math.exp(y), row, at);
      case "exp":
        return (y, row, at) => inner(Math.log(y), row, at);
      case "negate":
        return (y, row, at) => inner(-y, row, at);
      case "next":
        return (y, row, at) => inner(y, row + 1, at);
      case "lag":
      case "lead": {
        const n = countArgument(expr, 1) * (expr.name === "lag" ? -1 : 1);
        return (y, row, at) => inner(y, row + n, at);
      }
      case "diff": {
        const n = countArgument(expr, 1, 1);
        const before = reader(arg);
        return (y, row, at) => inner(y + before(row - n, at), row, at);
      }
      default:
        throw impossible(inversion, `${shortExpr(expr)} cannot be undone`);
    }
  };
  function solveBinary(expr: CallExpr, left: ColumnExpr, right: ColumnExpr): Step {
    if (depthOf(left) === depthOf(right))
      throw impossible(inversion, `it stands on both sides of \`${expr.name}\``);
    const isLeft = depthOf(left) > depthOf(right);
    const inner = solver(isLeft ? left : right);
    const other = reader(isLeft ? right : left);
    const undo = binaryUndo.get(expr.name);
    if (undo === undefined) throw new Error("internal: not an operator that can be undone");
    return (y, row, at) => inner(undo(y, other(row, at), isLeft), row, at);
  }
  function solver(expr: ColumnExpr): Step {
    if (isSame(expr, report)) return (y) => y;
    if (expr.kind !== "call") throw impossible(inversion, `${shortExpr(expr)} does not hold it`);
    return solveCall(expr);
  }
  /** Values of a part that is known: from the table where it does not hold the report column, else step by step. */
  function reader(expr: ColumnExpr): (row: number, at: (row: number) => number) => number {
    if (isSame(expr, report)) return (row, at) => at(row);
    if (depthOf(expr) === Number.NEGATIVE_INFINITY) {
      if (delayOf(expr, knowledge) > -horizon) {
        throw impossible(inversion, `${shortExpr(expr)} is not known when the forecast is made`);
      }
      const values = numbersOf(evaluate(expr), expr, table);
      return (row) => values[row] ?? values[0] ?? Number.NaN;
    }
    if (expr.kind !== "call") throw new Error("internal: only a call can hold another column");
    return readCall(expr);
  }
  function readCall(expr: CallExpr): (row: number, at: (row: number) => number) => number {
    const args = expr.args.map((arg) => (arg.kind === "number" ? () => arg.value : reader(arg)));
    const [first, second, third] = args;
    const apply = rowFunctions.get(expr.name);
    if (apply !== undefined && first !== undefined) {
      return (row, at) => apply(first(row, at), second?.(row, at) ?? 0, third?.(row, at) ?? 0);
    }
    if (first === undefined) throw impossible(inversion, `${shortExpr(expr)} cannot be undone`);
    switch (expr.name) {
      case "next":
        return (row, at) => first(row + 1, at);
      case "lag":
      case "lead": {
        const n = countArgument(expr, 1) * (expr.name === "lag" ? -1 : 1);
        return (row, at) => first(row + n, at);
      }
      case "diff": {
        const n = countArgument(expr, 1, 1);
        return (row, at) => first(row, at) - first(row - n, at);
      }
      default:
        throw impossible(inversion, `${shortExpr(expr)} cannot be undone`);
    }
  }
  return { shift, solve: solver(target) };
}

type Step = Inverse["solve"];

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
