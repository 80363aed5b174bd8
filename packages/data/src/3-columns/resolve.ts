/** Replaces the names that `let` defined by what they mean, until only columns of the source are left. */
import { type ColumnExpr, functionOf } from "./expression.ts";

export interface LetSpec {
  readonly name: string;
  readonly value: ColumnExpr;
}

/** What each `let` means over the columns of the source. */
export type Definitions = ReadonlyMap<string, ColumnExpr>;

/**
 * The meaning of every `let`, in order: each sees those above it, and its own name still means the column it hides.
 *
 * A definition that is used twice is one and the same object, so that work on it can be done once.
 */
export function defineLets(lets: readonly LetSpec[]): Definitions {
  const definitions = new Map<string, ColumnExpr>();
  for (const { name, value } of lets) definitions.set(name, resolve(value, definitions));
  return definitions;
}

/**
 * The expression over columns of the source alone.
 *
 * @throws SeqError "function-unknown", "function-arguments"
 */
export function resolve(expr: ColumnExpr, definitions: Definitions): ColumnExpr {
  switch (expr.kind) {
    case "column":
      return definitions.get(expr.name) ?? expr;
    case "number":
    case "text":
      return expr;
    case "call":
      functionOf(expr);
      return { ...expr, args: expr.args.map((arg) => resolve(arg, definitions)) };
  }
}

/** The columns of the source that a resolved expression reads. */
export function columnsIn(exprs: Iterable<ColumnExpr>): Set<string> {
  const names = new Set<string>();
  const seen = new Set<ColumnExpr>();
  const visit = (expr: ColumnExpr): void => {
    if (seen.has(expr)) return;
    seen.add(expr);
    if (expr.kind === "column") names.add(expr.name);
    if (expr.kind === "call") for (const arg of expr.args) visit(arg);
  };
  for (const expr of exprs) visit(expr);
  return names;
}
