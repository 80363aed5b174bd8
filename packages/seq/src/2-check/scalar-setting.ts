/**
 * Whether a scalar is one that an argument or setting takes; says so if not.
 */
import type { Expression } from "../1-parse/syntax.ts";
import type { Kind, NumberKind } from "../tables/kind.ts";
import { describeNumber, nearestNumber, numberFault, withUnit } from "./number-range.ts";
import { listOf, meant, type Reporter } from "./reporter.ts";
import type { NumberScalar, Scalar } from "./scalar.ts";
import { quoted } from "./written.ts";

/** The place a scalar is given at. */
export interface Place {
  /** What it is for, as the reader calls it: `epochs`, `dropout`. */
  readonly subject: string;
  /** How it is written there with another value in place: `dropout(20%)`. */
  readonly rewrite: (value: string) => string;
  readonly expression: Expression;
  readonly reporter: Reporter;
  /** `option-range` in bodies, `out-of-range` in sections. */
  readonly rangeCode: "option-range" | "out-of-range";
}

/** Whether `scalar` is of `kind`; reports what is wrong with it. */
export function scalarFits(kind: Kind, scalar: Scalar, place: Place): boolean {
  if (kind.kind === "number") {
    return scalar.kind === "number"
      ? numberFits(kind, scalar, place)
      : wrongKind(describeNumber(kind), place);
  }
  if (kind.kind === "truth") return scalar.kind === "truth" || wrongKind("true or false", place);
  if (kind.kind === "text") return scalar.kind === "text" || wrongKind('a text, such as "a"', place);
  if (kind.kind === "word") return wordFits(kind.words, place);
  return true;
}

/** What a name stands for where one of a few words is wanted. */
export function wordFits(words: readonly string[], { subject, expression, reporter }: Place): boolean {
  if (expression.kind === "ref" && words.includes(expression.name)) return true;
  const written = quoted(expression);
  const { tail, extra } = meant(written, words, "words");
  const help = extra.replace === undefined ? `write one of ${listOf(words)}` : extra.help;
  reporter.error("word-unknown", `${subject} cannot be ${written}${tail}`, expression.span, {
    ...extra,
    help,
  });
  return false;
}

export function wrongKind(wanted: string, { subject, expression, reporter }: Place): false {
  reporter.error("argument-kind", `${subject} is ${wanted}; ${quoted(expression)} is not`, expression.span, {
    help: `give ${wanted}`,
  });
  return false;
}

const measures = { share: "a share", time: "a time", frequency: "a frequency" } as const;

function numberFits(kind: NumberKind, scalar: NumberScalar, place: Place): boolean {
  const fault = numberFault(kind, scalar);
  if (fault === undefined) return true;
  const { subject, rewrite, expression, reporter, rangeCode } = place;
  const written = quoted(expression);
  const wants = describeNumber(kind);
  if (fault === "range") {
    const percent =
      kind.unit === "share" && scalar.measure === undefined && scalar.value > 1 && scalar.value <= 100;
    const near = String(nearestNumber(kind, scalar.value));
    const help = percent
      ? `write \`${rewrite(`${written}%`)}\` or \`${rewrite(String(scalar.value / 100))}\``
      : `for instance \`${rewrite(near)}\``;
    reporter.error(rangeCode, `${subject} is ${wants}; ${written} is not`, expression.span, {
      help,
      replace: percent ? `${written}%` : undefined,
    });
    return false;
  }
  const instead = withUnit(kind, written);
  const message =
    fault === "unit-missing"
      ? `${subject} is ${wants} and needs its unit; ${written} has none`
      : `${subject} is ${wants}; ${written} is ${measures[scalar.measure ?? "share"]}`;
  reporter.error(fault, message, expression.span, {
    help: `write \`${rewrite(instead)}\``,
    replace: instead,
  });
  return false;
}
