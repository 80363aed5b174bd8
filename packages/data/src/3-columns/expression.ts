/** Column expressions as plain data, and how they are written. */
import { SeqError } from "@seqloom/diagnostic";
import { type ColumnFunction, columnFunctions, operators } from "./functions.ts";

/**
 * An expression over columns.
 *
 * `column` names a column of the source, a joined one (`market.Close`) or one that `let` defined. `call` is a column
 * function, an operator (`+`, `<=`, `and`, `negate`) or an encoder, with the names of {@link columnFunctions}; counts,
 * shares and texts are arguments like any other: `lag(close, 1)` is
 * `{ kind: "call", name: "lag", args: [{ kind: "column", name: "close" }, { kind: "number", value: 1 }] }`.
 */
export type ColumnExpr =
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | CallExpr;

export interface CallExpr {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly ColumnExpr[];
  /** Options of an encoder: `most`, `longest`. */
  readonly options?: Readonly<Record<string, number>>;
}

/** The column of a name. @example column("close") */
export function column(name: string): ColumnExpr {
  return { kind: "column", name };
}

/**
 * A call; numbers stand for themselves, texts for column names.
 *
 * @example call("log", call("/", "close", call("lag", "close", 1))) // log(close / lag(close, 1))
 */
export function call(name: string, ...args: readonly (ColumnExpr | number | string)[]): ColumnExpr {
  return {
    kind: "call",
    name,
    args: args.map((arg) =>
      typeof arg === "number" ? { kind: "number", value: arg } : typeof arg === "string" ? column(arg) : arg,
    ),
  };
}

/** A text, for functions that take one. @example call("before", "file", text("_")) */
export function text(value: string): ColumnExpr {
  return { kind: "text", value };
}

/** The expression as it is written in a .seq file. */
export function formatExpr(expr: ColumnExpr): string {
  return format(expr, 0);
}

/** How tightly each operator binds; a call binds tightest. */
function format(expr: ColumnExpr, outer: number): string {
  switch (expr.kind) {
    case "column":
      return /^[A-Za-z]\w*(\.[A-Za-z]\w*)?$/.test(expr.name) ? expr.name : JSON.stringify(expr.name);
    case "number":
      return String(expr.value);
    case "text":
      return JSON.stringify(expr.value);
    case "call":
      return formatCall(expr, outer);
  }
}

function formatCall({ name, args, options }: CallExpr, outer: number): string {
  const binds = operators.get(name);
  const [left, right] = args;
  if (binds === undefined || left === undefined) {
    const named = Object.entries(options ?? {}).map(([key, value]) => `${key} = ${value}`);
    return `${name}(${[...args.map((arg) => format(arg, 0)), ...named].join(", ")})`;
  }
  const sign = name === "negate" ? "-" : name;
  const written =
    right === undefined
      ? `${sign}${sign === "not" ? " " : ""}${format(left, binds)}`
      : `${format(left, binds)} ${sign} ${format(right, binds + 1)}`;
  return binds < outer ? `(${written})` : written;
}

/**
 * The function a call names, once its arguments are known to fit it.
 *
 * @throws SeqError "function-unknown", "function-arguments"
 */
export function functionOf(expr: CallExpr): ColumnFunction {
  const found = columnFunctions.get(expr.name);
  if (found === undefined) {
    throw new SeqError("function-unknown", `there is no column function ${expr.name}`, {
      help: `column functions: ${[...columnFunctions.keys()].join(" ")}`,
      details: { name: expr.name },
    });
  }
  const [least, most] = found.counts;
  if (expr.args.length < least || expr.args.length > most) {
    const want = least === most ? `${least}` : `${least} or ${most}`;
    throw new SeqError(
      "function-arguments",
      `${expr.name} takes ${want} argument${most === 1 ? "" : "s"}; ${formatExpr(expr)} has ${expr.args.length}`,
      {
        help: `write ${found.form}`,
        details: { name: expr.name, want: found.counts, found: expr.args.length },
      },
    );
  }
  return found;
}

/**
 * The whole number an argument holds, `fallback` where it is left out.
 *
 * @throws SeqError "count-range" unless it is a number, whole and at least 1
 */
export function countArgument(expr: CallExpr, position: number, fallback?: number): number {
  const arg =
    expr.args[position] ?? (fallback === undefined ? undefined : { kind: "number", value: fallback });
  if (arg?.kind === "number" && Number.isInteger(arg.value) && arg.value >= 1) return arg.value;
  throw new SeqError(
    "count-range",
    `${formatExpr(expr)}: the number of steps is a whole number of at least 1`,
    {
      help: `for instance ${expr.name}(${expr.args[0] === undefined ? "c" : formatExpr(expr.args[0])}, 1)`,
      details: { name: expr.name, argument: arg },
    },
  );
}
