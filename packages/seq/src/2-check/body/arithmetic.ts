/**
 * Which axes arithmetic gives: equal ranks agree axis by axis, in order; else all axes of the smaller must be named and
 * found in the larger in the same order, and it is repeated along the others.
 */
import type { Span } from "@seqloom/diagnostic";
import {
  type Axis,
  agree,
  type Disagreement,
  endOf,
  isOpen,
  nameOf,
  orderedAxes,
  type Solution,
  showAxis,
} from "../axes/axis.ts";
import type { Reporter } from "../reporter.ts";
import { aheadOf, showType, type Typed, tell, type ValueType, valueType } from "../types.ts";

/** What arithmetic needs to judge and to speak. */
export interface Site {
  readonly reporter: Reporter;
  readonly solution: Solution;
}

/** Why two values do not go together. */
export interface Clash {
  readonly why: Disagreement | "axis-missing";
  readonly left: Axis | undefined;
  readonly right: Axis | undefined;
}

/** The axes of a value made entry by entry from two, or why there is none. */
export function mergedAxes(a: ValueType, b: ValueType, solution: Solution): readonly Axis[] | Clash {
  const [larger, smaller] = a.axes.length >= b.axes.length ? [a.axes, b.axes] : [b.axes, a.axes];
  if (larger.length === smaller.length) return pairwise(a.axes, b.axes, solution);
  const merged = [...larger];
  let at = 0;
  for (const one of smaller) {
    const name = nameOf(one);
    const place = isOpen(one)
      ? merged.length - 1
      : merged.findIndex((other, i) => i >= at && name !== undefined && nameOf(other) === name);
    const other = merged[place];
    if (other === undefined || place < at) return { why: "axis-missing", left: one, right: undefined };
    const met = agree(other, one, solution);
    if (typeof met === "string") return { why: met, left: other, right: one };
    merged[place] = met;
    at = place + 1;
  }
  return merged;
}

/** Both lists, axis by axis. */
export function pairwise(
  a: readonly Axis[],
  b: readonly Axis[],
  solution: Solution,
): readonly Axis[] | Clash {
  if (a.length !== b.length) return { why: "axis-missing", left: undefined, right: undefined };
  const merged: Axis[] = [];
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (right === undefined) continue;
    const met = agree(left, right, solution);
    if (typeof met === "string") return { why: met, left, right };
    merged.push(met);
  }
  return merged;
}

export function isClash(merged: readonly Axis[] | Clash): merged is Clash {
  return "why" in merged;
}

/**
 * The type of arithmetic over operands; scalars go with anything.
 *
 * @param operator  as it is written between the operands, for the help
 */
export function combine(
  operands: readonly Typed[],
  span: Span,
  site: Site,
  operator: string,
): ValueType | undefined {
  let sum: { typed: Typed; type: ValueType } | undefined;
  for (const typed of operands) {
    if (typed.type.kind !== "value") continue;
    if (typed.type.of !== undefined) {
      indexArithmetic(typed, span, site);
      return undefined;
    }
    if (sum === undefined) {
      sum = { typed, type: typed.type };
      continue;
    }
    const merged = mergedAxes(sum.type, typed.type, site.solution);
    if (isClash(merged)) {
      reportClash(merged, sum.typed, typed, span, site, operator);
      return undefined;
    }
    sum = { typed: sum.typed, type: valueType(merged) };
  }
  if (sum === undefined) return undefined;
  return valueType(sum.type.axes, undefined, aheadOf(...operands.map(({ type }) => type)));
}

/** Index values in arithmetic. */
function indexArithmetic(typed: Typed, span: Span, { reporter }: Site): void {
  reporter.error(
    "index-arithmetic",
    `${typed.label} holds places in a vocabulary, and arithmetic would take them for measurements`,
    span,
    {
      help: `look them up first: \`${typed.label} -> embedding(16)\``,
    },
  );
}

/** Says why two values cannot be put together, and what would help. */
export function reportClash(
  clash: Clash,
  left: Typed,
  right: Typed,
  span: Span,
  site: Site,
  operator: string,
): void {
  const { reporter, solution } = site;
  const both = `${tell(left, solution)}, ${tell(right, solution)}`;
  if (clash.why === "axis-missing" || clash.left === undefined || clash.right === undefined) {
    reportMissing(left, right, span, site, operator);
    return;
  }
  const [a, b] = [showAxis(clash.left, solution), showAxis(clash.right, solution)];
  if (clash.why === "axis-name") {
    reporter.error("axis-name", `${a} and ${b} are different axes: ${both}`, span, {
      why: "an axis with another name means something else, even where the sizes agree",
      help: nameHelp(left, a, b, operator, clash),
    });
    return;
  }
  reporter.error("axis-size", `${a} and ${b} are not the same size: ${both}`, span, {
    help: "give both the same size, for instance with `linear`",
  });
}

function nameHelp(left: Typed, a: string, b: string, operator: string, clash: Clash): string {
  const isLast =
    left.type.kind === "value" &&
    left.type.axes.at(-1) !== undefined &&
    clash.left !== undefined &&
    endOf(left.type.axes[left.type.axes.length - 1] ?? clash.left) === endOf(clash.left);
  if (!isLast || orderedAxes.includes(a) || orderedAxes.includes(b))
    return `if they are the same on purpose, say so: \`rename(${a} = ${b})\``;
  return `bring ${left.label} to ${b} first: \`(${left.label} -> linear(${b})) ${operator} ...\``;
}

/** Ranks differ, or the smaller value has an axis that the larger has not. */
export function reportMissing(left: Typed, right: Typed, span: Span, site: Site, operator: string): void {
  const { reporter, solution } = site;
  const extra = extraAxis(left, right, solution) ?? extraAxis(right, left, solution);
  if (extra === undefined) {
    reporter.error(
      "axis-missing",
      `${tell(left, solution)}, ${tell(right, solution)}: they do not have the same axes`,
      span,
      {
        help: "give both the same axes in the same order",
      },
    );
    return;
  }
  const { has, lacks, name } = extra;
  const isOrdered = orderedAxes.includes(name);
  const repeated = `${lacks.label} -> spread(${name})`;
  const example =
    operator === "concat"
      ? `\`concat(${lacks === right ? `${has.label}, ${repeated}` : `${repeated}, ${has.label}`})\``
      : `\`${has.label} ${operator} (${repeated})\``;
  reporter.error(
    "axis-missing",
    `${has.label} has ${name} and ${lacks.label} has not, so they cannot be joined`,
    span,
    {
      label: `${showType(has.type, solution)} and ${showType(lacks.type, solution)}`,
      help: isOrdered
        ? `repeat ${lacks.label} at each step: ${example}`
        : "give both the same axes in the same order",
    },
  );
}

/** An axis that one value has and the other lacks. */
function extraAxis(
  a: Typed,
  b: Typed,
  solution: Solution,
): { has: Typed; lacks: Typed; name: string } | undefined {
  if (a.type.kind !== "value" || b.type.kind !== "value" || a.type.axes.length < b.type.axes.length)
    return undefined;
  const names = new Set(b.type.axes.map(nameOf));
  const ordered = a.type.axes.find(
    (one) => orderedAxes.includes(nameOf(one) ?? "") && !names.has(nameOf(one)),
  );
  const extra = ordered ?? a.type.axes.find((one) => nameOf(one) !== undefined && !names.has(nameOf(one)));
  return extra === undefined ? undefined : { has: a, lacks: b, name: showAxis(extra, solution) };
}
