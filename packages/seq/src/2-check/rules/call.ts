/**
 * What the rules of functions have in common: the call they judge, and what they ask of it.
 */
import type { Span } from "@seqloom/diagnostic";
import { type Axis, endOf, isOrdered, nameOf, showAxis } from "../axes/axis.ts";
import type { Site } from "../body/arithmetic.ts";
import type { Ahead, Settings, Type, Typed, ValueType } from "../types.ts";
import { aheadOf, showType, valueType } from "../types.ts";

/** A call whose arguments have been found; none of its inputs is of unknown type. */
export interface RuleCall extends Site {
  readonly name: string;
  /** The call without its inputs, as it is written. */
  readonly written: string;
  readonly span: Span;
  readonly first: ValueType;
  /** All inputs, the first among them. Those that must be values are. */
  readonly inputs: readonly Typed[];
  readonly settings: Settings;
  readonly inCell: boolean;
}

/** The types of a call's results; undefined if something was wrong and has been reported. */
export type Rule = (call: RuleCall) => readonly Type[] | undefined;

/** How the first input is called. */
export function label(call: RuleCall): string {
  return call.inputs[0]?.label ?? "the value";
}

/** The first input, told in full: `x is [batch, time]`. */
function firstTold(call: RuleCall): string {
  return `${label(call)} is ${showType(call.first, call.solution)}`;
}

/** The type of an input; all inputs of a rule that asks are values. */
export function inputType(call: RuleCall, i: number): ValueType {
  const type = call.inputs[i]?.type;
  return type?.kind === "value" ? type : call.first;
}

export function sizesOf(call: RuleCall, name: string): Axis[] {
  return (call.settings.get(name) ?? []).flatMap((setting) =>
    setting.kind === "size" ? [setting.axis] : [],
  );
}

export function placesOf(call: RuleCall, name: string): number[] {
  return (call.settings.get(name) ?? []).flatMap((setting) =>
    setting.kind === "place" ? [setting.place] : [],
  );
}

export function numberOf(call: RuleCall, name: string): number | undefined {
  const [setting] = call.settings.get(name) ?? [];
  return setting?.kind === "scalar" && setting.value?.kind === "number" ? setting.value.value : undefined;
}

export function truthOf(call: RuleCall, name: string): boolean {
  const [setting] = call.settings.get(name) ?? [];
  return setting?.kind === "scalar" && setting.value?.kind === "truth" && setting.value.value;
}

export function wordOf(call: RuleCall, name: string): string | undefined {
  const [setting] = call.settings.get(name) ?? [];
  return setting?.kind === "word" ? setting.word : undefined;
}

/** Refuses values whose numbers are places in a vocabulary. */
export function areMeasurements(call: RuleCall): boolean {
  const index = call.inputs.find(({ type }) => type.kind === "value" && type.of !== undefined);
  if (index === undefined) return true;
  const message = `${index.label} holds places in a vocabulary, and ${call.name} would take them for measurements`;
  const help = `look them up first: \`${index.label === "the value" || index.label === "the flow" ? "..." : index.label} -> embedding(16) -> ${call.written}\``;
  call.reporter.error("index-arithmetic", message, call.span, { help });
  return false;
}

/** Refuses measurements where places in a vocabulary are wanted. */
export function arePlaces(call: RuleCall, message: string, help: string): boolean {
  if (call.first.of !== undefined) return true;
  call.reporter.error("index-wanted", `${message}; ${label(call)} holds measurements`, call.span, { help });
  return false;
}

/** The place of the ordered axis that a function runs along; undefined if there is none or it is not clear which. */
export function loopPlace(call: RuleCall): number | undefined {
  const { first, reporter, span, name } = call;
  const [given] = placesOf(call, "over");
  const ordered = first.axes.flatMap((axis, place) => (isOrdered(axis) ? [place] : []));
  if (given !== undefined) {
    if (ordered.includes(given)) return given;
    const axis = first.axes[given];
    const told = axis === undefined ? "that axis" : showAxis(axis, call.solution);
    reporter.error(
      "axis-time",
      `${name} runs along time, step or horizon, and ${told} is none of them`,
      span,
      {
        help: "name an axis of time, or leave `over` out",
      },
    );
    return undefined;
  }
  const [place, second] = ordered;
  if (place === undefined) {
    const size = sizesOf(call, "n")[0];
    const instead =
      size === undefined
        ? "a value with time"
        : `\`linear(${showAxis(size, call.solution)})\`, or a value with time`;
    reporter.error(
      "axis-time",
      `${name} runs along time, step or horizon; ${firstTold(call)} and has none of them`,
      span,
      {
        help: `perhaps ${instead}`,
      },
    );
    return undefined;
  }
  if (second === undefined) return place;
  const names = ordered.map((i) => nameOf(first.axes[i] ?? { name: undefined, size: [] }) ?? "");
  const written = call.written.includes("(")
    ? call.written.replace(/\)$/, `, over = ${names.at(-1)})`)
    : `${call.written}(over = ${names.at(-1)})`;
  reporter.error(
    "axis-two-times",
    `${label(call)} has two axes to run along, ${names.slice(0, 2).join(" and ")}`,
    span,
    {
      help: `say which: \`${written.replace("(, ", "(")}\``,
    },
  );
  return undefined;
}

/** The place that an axis argument names, or the last axis. */
export function placeOrLast(call: RuleCall, name: string): number | undefined {
  const [given] = placesOf(call, name);
  if (given !== undefined) return given;
  return hasAxes(call) ? call.first.axes.length - 1 : undefined;
}

/** Refuses a value without axes. */
export function hasAxes(call: RuleCall): boolean {
  if (call.first.axes.length > 0) return true;
  call.reporter.error(
    "axis-missing",
    `${call.name} works along an axis; ${firstTold(call)} and has none`,
    call.span,
    {
      help: "use a value with axes",
    },
  );
  return false;
}

export function allButLast(type: ValueType): readonly Axis[] {
  return type.axes.slice(0, -1);
}

export function without(type: ValueType, place: number): readonly Axis[] {
  return type.axes.filter((_, i) => i !== place);
}

/** The place of an axis by name, -1 if it is not there. */
export function placeOfName(type: ValueType, name: string): number {
  return type.axes.findIndex((axis) => endOf(axis).name === name);
}

/** A new value into which all inputs flow. */
export function made(call: RuleCall, axes: readonly Axis[], more: readonly Ahead[] = []): ValueType {
  const { ahead = [] } = aheadOf(...call.inputs.map(({ type }) => type));
  const all = [...ahead, ...more];
  return valueType(axes, undefined, all.length === 0 ? {} : { ahead: all });
}

/** The first input with other axes; what was done to it still holds. */
export function kept(call: RuleCall, axes: readonly Axis[], more: readonly Ahead[] = []): ValueType {
  const { of, traits } = call.first;
  return valueType(
    axes,
    of,
    more.length === 0 ? traits : { ...traits, ahead: [...(traits.ahead ?? []), ...more] },
  );
}

/** A record that the present stage has seen later steps of an ordered axis; nothing for other axes. */
export function sees(call: RuleCall, axis: Axis | undefined, how: Ahead["how"]): Ahead[] {
  const name = axis === undefined ? undefined : nameOf(axis);
  return axis !== undefined && name !== undefined && isOrdered(axis)
    ? [{ axis: name, span: call.span, how }]
    : [];
}
