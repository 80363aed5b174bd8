/** The one list of column functions: what exists, how it is written, and which file carries it out. */

/**
 * What kind of function it is, and so where it is carried out.
 *
 * `row`: numbers of one row (row-functions.ts). `text`: texts of one row. `shift`: another step of the same series.
 * `trailing`: the last steps (trailing.ts). `calendar`: of a date (calendar.ts). `whole`: one step of each example.
 * `encoder`: a field of its own form (6-examples/encode.ts).
 */
export type FunctionGroup = "row" | "text" | "shift" | "trailing" | "calendar" | "whole" | "encoder";

export interface ColumnFunction {
  readonly group: FunctionGroup;
  /** Fewest and most arguments. */
  readonly counts: readonly [number, number];
  readonly form: string;
}

function define(group: FunctionGroup, least: number, most: number, form: string): ColumnFunction {
  return { group, counts: [least, most], form };
}

const binary = ["+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">=", "and", "or"];
const unary = ["log", "exp", "sqrt", "abs", "tanh", "sign"];
const trailing = ["mean", "sum", "min", "max", "std"];
const calendar = [
  "year",
  "quarter",
  "month",
  "weekOfYear",
  "dayOfYear",
  "dayOfMonth",
  "dayOfWeek",
  "hour",
  "minute",
];

/** Every column function by name. */
export const columnFunctions: ReadonlyMap<string, ColumnFunction> = new Map<string, ColumnFunction>([
  ...binary.map((name) => [name, define("row", 2, 2, `a ${name} b`)] as const),
  ...unary.map((name) => [name, define("row", 1, 1, `${name}(c)`)] as const),
  ["negate", define("row", 1, 1, "-c")],
  ["not", define("row", 1, 1, "not c")],
  ["clamp", define("row", 3, 3, "clamp(c, low, high)")],
  ["where", define("row", 3, 3, "where(condition, a, b)")],
  ["before", define("text", 2, 2, 'before(c, "_")')],
  ["after", define("text", 2, 2, 'after(c, "_")')],
  ["lower", define("text", 1, 1, "lower(c)")],
  ["lag", define("shift", 2, 2, "lag(c, n)")],
  ["diff", define("shift", 1, 2, "diff(c, n)")],
  ["lead", define("shift", 2, 2, "lead(c, n)")],
  ["next", define("shift", 1, 1, "next(c)")],
  ...trailing.map((name) => [name, define("trailing", 2, 2, `${name}(c, n)`)] as const),
  ["ewm", define("trailing", 2, 2, "ewm(c, share)")],
  ...calendar.map((name) => [name, define("calendar", 1, 1, `${name}(date)`)] as const),
  ["cycle", define("encoder", 1, 1, "cycle(hour(date))")],
  ["first", define("whole", 1, 1, "first(c)")],
  ["last", define("whole", 1, 1, "last(c)")],
  ["onehot", define("encoder", 1, 1, "onehot(c)")],
  ["flag", define("encoder", 1, 1, "flag(c)")],
  ["category", define("encoder", 1, 1, "category(c)")],
  ["characters", define("encoder", 1, 1, "characters(c, longest = n)")],
  ["words", define("encoder", 1, 1, "words(c, most = n, longest = n)")],
  ["categories", define("encoder", 1, 1, "categories(c)")],
]);

/** Operators and how tightly they bind. */
export const operators: ReadonlyMap<string, number> = new Map([
  ["or", 1],
  ["and", 2],
  ["not", 3],
  ...["==", "!=", "<", "<=", ">", ">="].map((name) => [name, 4] as const),
  ["+", 5],
  ["-", 5],
  ["*", 6],
  ["/", 6],
  ["negate", 7],
  ["^", 8],
]);
