/** Functions that read other steps of the same series. */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import { shiftSpan, trailingSpan } from "../2-time/span.ts";
import { type CallExpr, type ColumnExpr, countArgument } from "./expression.ts";
import { exponentialMean, trailing } from "./trailing.ts";
import { type Frame, numbersOf, shortExpr, type Value } from "./values.ts";

/**
 * The value of a call of `lag lead next diff mean sum min max std ewm`.
 *
 * @throws SeqError "time-needed", "lists-in-time", "share-range", "count-range"
 */
export function evaluateInTime(expr: CallExpr, frame: Frame, evaluate: (expr: ColumnExpr) => Value): Value {
  const [arg] = expr.args;
  if (arg === undefined) throw internalFault("a function of nothing");
  const value = evaluate(arg);
  if (!frame.isTimed) throw timeNeeded(expr);
  if (expr.name === "lag" || expr.name === "lead" || expr.name === "next") {
    const n = expr.name === "next" ? 1 : countArgument(expr, 1);
    return shifted(value, expr.name === "lag" ? n : -n, frame.starts);
  }
  const numbers = numbersOf(value, arg, frame.table);
  if (expr.name === "diff") {
    const n = countArgument(expr, 1, 1);
    const out = numbers.map((number, row) => number - (numbers[row - n] ?? Number.NaN));
    return { kind: "number", values: out, span: trailingSpan(value.span, n + 1) };
  }
  if (expr.name === "ewm") {
    return {
      kind: "number",
      values: exponentialMean(numbers, frame.starts, shareArgument(expr)),
      span: value.span,
    };
  }
  const n = countArgument(expr, 1);
  return {
    kind: "number",
    values: trailing(expr.name, numbers, frame.starts, n),
    span: trailingSpan(value.span, n),
  };
}

function timeNeeded(expr: CallExpr): SeqError {
  return new SeqError("time-needed", `${shortExpr(expr)} reads another step, and these rows have no order`, {
    help: "say which column is the time: `time date`, or `time row` if the rows stand in order",
    details: { name: expr.name },
  });
}

function shareArgument(expr: CallExpr): number {
  const share = expr.args[1];
  if (share?.kind === "number" && share.value > 0 && share.value <= 1) return share.value;
  throw new SeqError(
    "share-range",
    `${shortExpr(expr)}: the share of the present value is above 0 and at most 1`,
    {
      help: "for instance ewm(c, 0.1)",
      details: { argument: share },
    },
  );
}

/** Rows that would lie outside their series get NaN or the empty text; the span says so. */
function shifted(value: Value, steps: number, starts: Int32Array): Value {
  const span = shiftSpan(value.span, steps, starts);
  switch (value.kind) {
    case "number":
    case "date":
      return {
        kind: value.kind,
        values: value.values.map((_, row) => value.values[row - steps] ?? Number.NaN),
        span,
      };
    case "text":
      return { kind: "text", values: value.values.map((_, row) => value.values[row - steps] ?? ""), span };
    case "numbers":
    case "texts":
      throw new SeqError("lists-in-time", "a column of lists has no steps before and after", {
        help: "each list is a sequence of its own; make rows of its entries first",
        details: {},
      });
  }
}
