/**
 * Functions along the ordered axis.
 */
import { axis, isOrdered, nameOf, showAxis } from "../axes/axis.ts";
import {
  allButLast,
  areMeasurements,
  kept,
  label,
  loopPlace,
  made,
  placeOfName,
  type Rule,
  type RuleCall,
  sees,
  sizesOf,
  truthOf,
  without,
} from "./call.ts";

export const last: Rule = (call) => {
  const place = loopPlace(call);
  if (place === undefined) return undefined;
  if (call.first.traits.both) {
    call.reporter.warning(
      "last-of-backward",
      "at the last step the backward half has read one step only",
      call.span,
      {
        help: "use `ends`: the last step of the forward half, the first of the backward half",
        replace: "ends",
      },
    );
  }
  return [oneStep(call, place)];
};

export const first: Rule = (call) => {
  const place = loopPlace(call);
  return place === undefined ? undefined : [oneStep(call, place)];
};

export const ends: Rule = (call) => {
  const place = loopPlace(call);
  if (place === undefined) return undefined;
  if (!call.first.traits.both) {
    call.reporter.error(
      "ends-forward",
      `ends wants the two halves of a bidirectional layer; ${label(call)} has only one`,
      call.span,
      {
        help: "use `last`, or make the layer `bidirectional = true`",
      },
    );
    return undefined;
  }
  return [oneStep(call, place, "ends")];
};

function oneStep(call: RuleCall, place: number, how?: "ends") {
  const seen = how === undefined ? [] : sees(call, call.first.axes[place], how);
  const { both: _, ...traits } = kept(call, [], seen).traits;
  return { ...kept(call, without(call.first, place)), traits };
}

export const shift: Rule = (call) => (loopPlace(call) === undefined ? undefined : [call.first]);

export const reverse: Rule = (call) => {
  const place = loopPlace(call);
  return place === undefined
    ? undefined
    : [kept(call, call.first.axes, sees(call, call.first.axes[place], "reverse"))];
};

export const cumsum: Rule = (call) =>
  loopPlace(call) === undefined || !areMeasurements(call) ? undefined : [made(call, call.first.axes)];

export const spread: Rule = (call) => {
  const [along] = sizesOf(call, "a");
  if (along === undefined) return undefined;
  const name = nameOf(along);
  if (name === undefined || !isOrdered(along)) {
    call.reporter.error(
      "axis-time",
      `spread repeats along time, step or horizon, and ${showAxis(along, call.solution)} is none of them`,
      call.span,
      {
        help: "for other axes arithmetic repeats by itself",
      },
    );
    return undefined;
  }
  if (placeOfName(call.first, name) >= 0) {
    call.reporter.error("axis-twice", `${label(call)} has ${name} already`, call.span, {
      help: "remove `spread`",
    });
    return undefined;
  }
  const at = call.inCell ? 0 : 1;
  return [kept(call, [...call.first.axes.slice(0, at), along, ...call.first.axes.slice(at)])];
};

export const conv: Rule = (call) => {
  const [n] = sizesOf(call, "n");
  const place = loopPlace(call);
  if (n === undefined || place === undefined || !areMeasurements(call)) return undefined;
  if (place === call.first.axes.length - 1) {
    call.reporter.error(
      "axis-missing",
      `conv reads several numbers at each step; ${label(call)} has one`,
      call.span,
      {
        help: `give it a last axis of one: \`stack(${label(call)}, as = value) -> ${call.written}\``,
      },
    );
    return undefined;
  }
  const seen = truthOf(call, "causal") ? [] : sees(call, call.first.axes[place], "convolution");
  return [made(call, [...allButLast(call.first), axis(n.name, n.size)], seen)];
};
