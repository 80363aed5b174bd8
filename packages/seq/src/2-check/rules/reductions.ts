/**
 * Functions that take an axis together, and shares along one.
 */
import { nameOf } from "../axes/axis.ts";
import { valueType } from "../types.ts";
import { areMeasurements, made, placeOrLast, type Rule, type RuleCall, sees, without } from "./call.ts";

/** The place of the axis that is taken together. */
function reducedPlace(call: RuleCall): number | undefined {
  const place = placeOrLast(call, "a");
  const axis = place === undefined ? undefined : call.first.axes[place];
  if (axis !== undefined && nameOf(axis) === "batch") {
    call.reporter.error("axis-batch", `${call.name} would mix the examples of a batch`, call.span, {
      help: "name another axis; examples stay apart",
    });
    return undefined;
  }
  return place;
}

export const reduction: Rule = (call) => {
  const place = areMeasurements(call) ? reducedPlace(call) : undefined;
  if (place === undefined) return undefined;
  return [made(call, without(call.first, place), sees(call, call.first.axes[place], "reduction"))];
};

export const argmax: Rule = (call) => {
  const place = areMeasurements(call) ? reducedPlace(call) : undefined;
  const axis = place === undefined ? undefined : call.first.axes[place];
  if (place === undefined || axis === undefined) return undefined;
  const { traits } = made(call, [], sees(call, axis, "reduction"));
  return [valueType(without(call.first, place), axis, traits)];
};

export const softmax: Rule = (call) => {
  const place = areMeasurements(call) ? reducedPlace(call) : undefined;
  if (place === undefined) return undefined;
  const y = made(call, call.first.axes, sees(call, call.first.axes[place], "reduction"));
  const by = call.name === "softmax" ? "softmax" : "logSoftmax";
  return [{ ...y, traits: { ...y.traits, squashed: { by, span: call.span } } }];
};
