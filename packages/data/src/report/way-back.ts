/** The way back: from the scaled numbers of a target to the column that is reported. */
import { SeqError } from "@seqloom/diagnostic";
import { delayOf } from "../3-columns/delay.ts";
import { evaluator } from "../3-columns/evaluate.ts";
import type { ColumnExpr } from "../3-columns/expression.ts";
import { resolve } from "../3-columns/resolve.ts";
import { numbersOf } from "../3-columns/values.ts";
import { type ColumnScaler, seriesName } from "../5-fit/fit.ts";
import { identity, type Scaler } from "../5-fit/scaler.ts";
import { draftFields } from "../6-examples/draft.ts";
import type { EncodedColumn, Field } from "../6-examples/encode.ts";
import type { Example } from "../6-examples/examples.ts";
import { windowScaler } from "../7-batch/gather.ts";
import type { Prepared } from "../prepare.ts";
import { type Inverse, invert } from "./invert.ts";

/** From scaled predictions to the report column. */
export interface WayBack {
  readonly name: string;
  readonly field: Field;
  /** Which number along the last axis of the field it is. */
  readonly column: number;
  readonly encoded: EncodedColumn;
  readonly scaler: ColumnScaler | undefined;
  readonly inverse: Inverse;
  /** Its values are known so many steps after their time. */
  readonly late: number;
  /** The report column itself, and its first row in each series. */
  readonly values: Float64Array;
  readonly from: Int32Array;
}

/**
 * Finds the target that the report column can be got back from, and how.
 *
 * @throws SeqError "report-impossible", "report-not-number"
 */
export function wayBack(prepared: Prepared): WayBack {
  const { spec, arranged, fields, fitted } = prepared;
  const { definitions, knowledge, frame } = arranged;
  const evaluate = evaluator(frame);
  let refusal: unknown;
  for (const draft of draftFields(spec, definitions).filter(({ role }) => role === "target")) {
    const field = fields.find(({ name, role }) => name === draft.name && role === "target");
    for (const [column, own] of draft.columns.entries()) {
      const encoded = field?.columns[column];
      if (field === undefined || encoded?.kind !== "number" || own.encoder !== undefined) continue;
      const wanted: ColumnExpr =
        spec.report === undefined ? own.base : resolve({ kind: "column", name: spec.report }, definitions);
      try {
        const inversion = { target: own.expr, report: wanted, knowledge, horizon: spec.horizon ?? 0 };
        const inverse = invert(inversion, evaluate, frame.table);
        const value = evaluate(wanted);
        const values = numbersOf(value, wanted, frame.table);
        const scaler = fitted.scalers[own.key];
        const name = spec.report ?? own.key;
        const late = Math.max(0, delayOf(wanted, knowledge));
        return { name, field, column, encoded, scaler, inverse, late, values, from: value.span.from };
      } catch (error) {
        if (!(error instanceof SeqError) || error.code !== "report-impossible") throw error;
        refusal ??= error;
      }
    }
  }
  throw refusal ?? notNumber(prepared, spec.report);
}

function notNumber({ fields }: Prepared, name: string | undefined): SeqError {
  const targets = fields.filter(({ role }) => role === "target").map((field) => field.columns[0]?.name);
  return new SeqError(
    "report-not-number",
    `there is no forecast of numbers to report: the target is ${targets.join(", ")}`,
    {
      help: "measure it with accuracy, macroF1 or the loss",
      details: { report: name, targets },
    },
  );
}

/** The scaler of the target in one example. */
export function targetScaler({ encoded, scaler }: WayBack, example: Example, { arranged }: Prepared): Scaler {
  if (scaler === undefined) return identity;
  if (scaler.by === "all") return scaler.scaler;
  if (scaler.by === "window") return windowScaler(encoded, example);
  return scaler.scalers[seriesName(arranged.keys[example.series] ?? [])] ?? identity;
}
