/**
 * Functions with weights, and attention.
 */
import { type Axis, agree, openAxis, showAxis, sizeOf } from "../axes/axis.ts";
import { constant, multiply, numberOf as numberOfSize } from "../axes/polynomial.ts";
import { isClash, pairwise, reportClash } from "../body/arithmetic.ts";
import type { Traits, Typed, ValueType } from "../types.ts";
import { tell, valueType } from "../types.ts";
import {
  allButLast,
  areMeasurements,
  arePlaces,
  hasAxes,
  inputType,
  made,
  numberOf,
  type Rule,
  type RuleCall,
  sees,
  sizesOf,
} from "./call.ts";

export const linear: Rule = (call) => {
  const sizes = sizesOf(call, "a");
  return areMeasurements(call) && hasAxes(call) && sizes.length > 0
    ? [made(call, [...allButLast(call.first), ...sizes])]
    : undefined;
};

export const embedding: Rule = (call) => {
  const [n] = sizesOf(call, "n");
  const instead = call.written.replace("embedding", "linear");
  const isPlaces = arePlaces(
    call,
    "embedding looks up whole numbers such as `[batch, time] of word`",
    `use \`${instead}\``,
  );
  return isPlaces && n !== undefined ? [made(call, [...call.first.axes, n])] : undefined;
};

export const normalisation: Rule = (call) =>
  areMeasurements(call) && hasAxes(call) ? [made(call, call.first.axes)] : undefined;

/** The width of the result follows from what it meets, unless `to` says it. */
export const affine: Rule = (call) => {
  if (!areMeasurements(call) || !hasAxes(call)) return undefined;
  const [to = openAxis(call.solution)] = sizesOf(call, "to");
  const [left] = call.inputs;
  for (const [i, right] of call.inputs.entries()) {
    if (i === 0 || left === undefined) continue;
    const merged = pairwise(allButLast(call.first), allButLast(inputType(call, i)), call.solution);
    if (isClash(merged)) {
      reportClash(merged, left, right, call.span, call, "+");
      return undefined;
    }
  }
  return [made(call, [...allButLast(call.first), to])];
};

export const attend: Rule = (call) => {
  const keys = inputType(call, 1);
  const [setting] = call.settings.get("values") ?? [];
  const values = setting?.kind === "typed" ? setting.typed : call.inputs[1];
  if (values === undefined || values.type.kind !== "value" || !areMeasurements(call) || !hasSteps(call))
    return undefined;
  const [query, key] = [call.inputs[0], call.inputs[1]];
  const [a, b, m] = [call.first.axes.at(-1), keys.axes.at(-1), values.type.axes.at(-1)];
  if (query === undefined || key === undefined || a === undefined || b === undefined || m === undefined)
    return undefined;
  const width = agree(a, b, call.solution);
  if (typeof width === "string") {
    reportClash({ why: width, left: a, right: b }, query, key, call.span, call, "+");
    return undefined;
  }
  if (!leadingAgree(call, query, key) || !stepsAgree(call, key, values)) return undefined;
  return [made(call, [...allButLast(call.first), m], sees(call, keys.axes.at(-2), "attention"))];
};

export const attention: Rule = (call) => {
  const keys = inputType(call, 1);
  const [n] = sizesOf(call, "n");
  const [query, key] = [call.inputs[0], call.inputs[1]];
  if (n === undefined || query === undefined || key === undefined) return undefined;
  if (!areMeasurements(call) || !hasSteps(call) || !leadingAgree(call, query, key) || !headsFit(call, n))
    return undefined;
  return [made(call, [...allButLast(call.first), n], sees(call, keys.axes.at(-2), "attention"))];
};

function headsFit(call: RuleCall, n: Axis): boolean {
  const heads = numberOf(call, "heads") ?? 1;
  const size = numberOfSize(multiply(sizeOf(n, call.solution), constant(1 / heads)));
  if (size === undefined || Number.isInteger(size)) return true;
  call.reporter.error(
    "axis-division",
    `${showAxis(n, call.solution)} / ${heads} heads is ${size}; a size is a whole number`,
    call.span,
    {
      help: `choose a size that ${heads} divides`,
    },
  );
  return false;
}

/** Keys have steps: an axis in front of the last. */
function hasSteps(call: RuleCall): boolean {
  const keys = inputType(call, 1);
  const key = call.inputs[1];
  if (call.first.axes.length > 0 && keys.axes.length >= 2) return true;
  if (key !== undefined) {
    call.reporter.error(
      "axis-missing",
      `${call.name} looks at the steps of its keys; ${tell(key, call.solution)}, which has none`,
      call.span,
      {
        help: "hand in a value with steps, such as the output of a recurrent layer",
      },
    );
  }
  return false;
}

/** The axes in front of the steps (the batch) are the first axes of the query too. */
function leadingAgree(call: RuleCall, query: Typed, key: Typed): boolean {
  const leading = inputType(call, 1).axes.slice(0, -2);
  const merged = pairwise(call.first.axes.slice(0, leading.length), leading, call.solution);
  if (call.first.axes.length > leading.length && !isClash(merged)) return true;
  reportClash(
    isClash(merged) ? merged : { why: "axis-missing", left: undefined, right: undefined },
    query,
    key,
    call.span,
    call,
    "+",
  );
  return false;
}

/** Keys and values have the same steps. */
function stepsAgree(call: RuleCall, key: Typed, values: Typed): boolean {
  if (key === values || key.type.kind !== "value" || values.type.kind !== "value") return true;
  const merged = pairwise(allButLast(key.type), allButLast(values.type), call.solution);
  if (!isClash(merged)) return true;
  reportClash(merged, key, values, call.span, call, "+");
  return false;
}

/** An element-wise function; what it may have squashed is remembered. */
export const elementWise: Rule = (call) => {
  if (!areMeasurements(call)) return undefined;
  const { both } = call.first.traits;
  const y: ValueType = made(call, call.first.axes);
  const by = call.name === "sigmoid" || call.name === "tanh" ? call.name : undefined;
  const squashed: Traits["squashed"] = by && { by, span: call.span };
  return [
    valueType(y.axes, undefined, { ...y.traits, ...(both && { both }), ...(squashed && { squashed }) }),
  ];
};
