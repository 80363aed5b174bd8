/**
 * Functions that put axes together, take them apart, and name them anew.
 */
import { type Axis, axis, nameOf, showAxis, sizeOf } from "../axes/axis.ts";
import {
  add,
  constant,
  multiply,
  numberOf as numberOfSize,
  type Polynomial,
  show,
} from "../axes/polynomial.ts";
import { isClash, pairwise, reportClash, reportMissing } from "../body/arithmetic.ts";
import { type Typed, valueType } from "../types.ts";
import {
  allButLast,
  areMeasurements,
  arePlaces,
  hasAxes,
  inputType,
  kept,
  label,
  made,
  numberOf,
  placeOrLast,
  placesOf,
  type Rule,
  type RuleCall,
  sizesOf,
  wordOf,
} from "./call.ts";

export const onehot: Rule = (call) => {
  const { of, axes } = call.first;
  if (
    !arePlaces(
      call,
      "onehot marks places such as `[batch, time] of word`",
      "remove onehot; the value can be used as it is",
    ) ||
    of === undefined
  )
    return undefined;
  return [made(call, [...axes, of])];
};

export const concat: Rule = (call) => {
  if (!areMeasurements(call)) return undefined;
  const place = placeOrLast(call, "axis");
  if (place === undefined || !sameAxes(call, place)) return undefined;
  const all = call.inputs.map((_, i) => inputType(call, i));
  const size = all.reduce<Polynomial>((sum, { axes }) => add(sum, sizeAt(axes, place, call)), []);
  const y = made(
    call,
    call.first.axes.map((one, i) => (i === place ? axis(undefined, size) : named(one, all, i))),
  );
  const isBoth = place === call.first.axes.length - 1 && all.every(({ traits }) => traits.both);
  return [isBoth ? { ...y, traits: { ...y.traits, both: true } } : y];
};

/** The axis at a place, from whichever input has a name for it. */
function named(one: Axis, all: readonly { readonly axes: readonly Axis[] }[], i: number): Axis {
  return nameOf(one) !== undefined
    ? one
    : (all.map(({ axes }) => axes[i]).find((other) => other !== undefined && nameOf(other) !== undefined) ??
        one);
}

function sizeAt(axes: readonly Axis[], place: number, { solution }: RuleCall): Polynomial {
  const at = axes[place];
  return at === undefined ? [] : sizeOf(at, solution);
}

/** Whether all inputs have the same axes, apart from the one at `place`. */
function sameAxes(call: RuleCall, place: number): boolean {
  const [left, ...others] = call.inputs;
  if (left === undefined) return false;
  return others.every((right) => {
    const type = right.type.kind === "value" ? right.type : call.first;
    if (type.axes.length !== call.first.axes.length) {
      reportMissing(left, right, call.span, call, "concat");
      return false;
    }
    const rest = (axes: readonly Axis[]) => axes.filter((_, i) => i !== place);
    const merged = pairwise(rest(call.first.axes), rest(type.axes), call.solution);
    if (!isClash(merged)) return true;
    reportClash(merged, left, right, call.span, call, "concat");
    return false;
  });
}

export const stack: Rule = (call) => {
  if (!areMeasurements(call) || !sameAxes(call, -1)) return undefined;
  return [made(call, [...call.first.axes, axis(wordOf(call, "as"), constant(call.inputs.length))])];
};

export const split: Rule = (call) => {
  const k = numberOf(call, "k");
  const lastAxis = call.first.axes.at(-1);
  if (!hasAxes(call) || lastAxis === undefined || k === undefined) return undefined;
  const size = multiply(sizeOf(lastAxis, call.solution), constant(1 / k));
  const number = numberOfSize(size);
  if (number !== undefined && !Number.isInteger(number)) {
    call.reporter.error(
      "axis-division",
      `${showAxis(lastAxis, call.solution)} / ${k} is ${number}; a size is a whole number`,
      call.span,
      {
        help: "split into parts of equal size",
      },
    );
    return undefined;
  }
  const part = made(call, [...allButLast(call.first), axis(undefined, size)]);
  return Array.from({ length: k }, () => part);
};

export const take: Rule = (call) => {
  const [place] = placesOf(call, "a");
  const from = numberOf(call, "from");
  const count = numberOf(call, "count");
  const taken = place === undefined ? undefined : call.first.axes[place];
  if (place === undefined || taken === undefined || from === undefined || count === undefined)
    return undefined;
  const size = numberOfSize(sizeOf(taken, call.solution));
  if (size !== undefined && from + count > size) {
    call.reporter.error(
      "axis-size",
      `${showAxis(taken, call.solution)} has ${size} places; ${from} and ${count - 1} more reach past its end`,
      call.span,
      {
        help: `take at most ${Math.max(0, size - from)} from ${from}; places count from 0`,
      },
    );
    return undefined;
  }
  return [
    kept(
      call,
      call.first.axes.map((one, i) => (i === place ? axis(undefined, constant(count)) : one)),
    ),
  ];
};

export const merge: Rule = (call) => {
  const [a] = placesOf(call, "a");
  const [b] = placesOf(call, "b");
  const { axes } = call.first;
  const [left, right] = [axes[a ?? -1], axes[b ?? -1]];
  if (a === undefined || b === undefined || left === undefined || right === undefined) return undefined;
  if (b !== a + 1) {
    call.reporter.error(
      "axis-order",
      `${showAxis(left, call.solution)} and ${showAxis(right, call.solution)} do not stand side by side in this order`,
      call.span,
      {
        help: "bring them together with `order` first",
      },
    );
    return undefined;
  }
  const size = multiply(sizeOf(left, call.solution), sizeOf(right, call.solution));
  return [made(call, [...axes.slice(0, a), axis(undefined, size), ...axes.slice(b + 1)])];
};

export const unmerge: Rule = (call) => {
  const [a] = sizesOf(call, "a");
  const [b] = sizesOf(call, "b");
  const whole = call.first.axes.at(-1);
  if (!hasAxes(call) || a === undefined || b === undefined || whole === undefined) return undefined;
  const size = multiply(sizeOf(a, call.solution), sizeOf(b, call.solution));
  const met = pairwise(
    [axis(undefined, sizeOf(whole, call.solution))],
    [axis(undefined, size)],
    call.solution,
  );
  if (isClash(met)) {
    call.reporter.error(
      "axis-size",
      `${showAxis(whole, call.solution)} cannot be cut into ${showAxis(a, call.solution)} by ${showAxis(b, call.solution)}`,
      call.span,
      {
        why: `${show(sizeOf(whole, call.solution))} is not ${show(size)}`,
        help: "choose sizes whose product is the size of the axis",
      },
    );
    return undefined;
  }
  return [made(call, [...allButLast(call.first), a, b])];
};

export const rename: Rule = (call) => {
  const [setting] = call.settings.get("names") ?? [];
  if (setting?.kind !== "names") return [call.first];
  return [
    kept(
      call,
      call.first.axes.map((one, i) => {
        const name = setting.names.get(i);
        return name === undefined ? one : axis(name, sizeOf(one, call.solution));
      }),
    ),
  ];
};

export const order: Rule = (call) => {
  const places = placesOf(call, "a");
  const { axes } = call.first;
  if (places.length !== axes.length || new Set(places).size !== axes.length) {
    call.reporter.error("axis-order", `order names every axis of ${label(call)} once`, call.span, {
      help: `for instance \`order(${axes.map((one) => showAxis(one, call.solution)).join(", ")})\``,
    });
    return undefined;
  }
  return [
    kept(
      call,
      places.flatMap((place) => axes[place] ?? []),
    ),
  ];
};

export const dot: Rule = (call) => {
  const [p, q] = [call.first, inputType(call, 1)];
  const [right] = call.inputs.slice(1);
  const [place] = placesOf(call, "over");
  const summed = place === undefined ? undefined : p.axes[place];
  if (!areMeasurements(call) || summed === undefined || right === undefined) return undefined;
  const name = nameOf(summed);
  const other = q.axes.find((one) => nameOf(one) === name);
  if (other === undefined) {
    call.reporter.error(
      "axis-missing",
      `${right.label} has no axis ${showAxis(summed, call.solution)} to sum over`,
      call.span,
      { help: "sum over an axis that both have" },
    );
    return undefined;
  }
  const shared = (axes: readonly Axis[]) =>
    axes.filter((one) => p.axes.some((mine) => nameOf(mine) !== undefined && nameOf(mine) === nameOf(one)));
  for (const one of shared(q.axes)) {
    const mine = p.axes.find((axisOfP) => nameOf(axisOfP) === nameOf(one));
    const met = mine === undefined ? [] : pairwise([mine], [one], call.solution);
    if (isClash(met)) {
      reportClash(met, leftOf(call), right, call.span, call, "*");
      return undefined;
    }
  }
  const rest = (axes: readonly Axis[]) => axes.filter((one) => nameOf(one) !== name);
  const common = rest(p.axes).filter(
    (one) => nameOf(one) !== undefined && q.axes.some((theirs) => nameOf(theirs) === nameOf(one)),
  );
  const own = (axes: readonly Axis[]) =>
    rest(axes).filter((one) => !common.some((c) => nameOf(c) === nameOf(one) && nameOf(c) !== undefined));
  const ahead = made(call, []).traits;
  return [valueType([...common, ...own(p.axes), ...own(q.axes)], undefined, ahead)];
};

function leftOf(call: RuleCall): Typed {
  return call.inputs[0] ?? { kind: "broken", span: call.span, type: call.first, label: label(call) };
}
