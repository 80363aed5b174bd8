/** A call while it runs: its inputs, and its settings as plain numbers and words. */
import { SeqError } from "@seqloom/diagnostic";
import type { RecurrentState } from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import { type Axis, nameOf } from "../2-check/axes/axis.ts";
import type { Setting, Typed, TypedCall, ValueType } from "../2-check/types.ts";
import type { Frame } from "./frame.ts";
import { type Item, type Lengths, noLengths, valueItem } from "./item.ts";

export interface CallSite {
  readonly call: TypedCall;
  readonly frame: Frame;
  readonly inputs: readonly Item[];
  /** Runs an expression of the settings. */
  readonly evaluate: (typed: Typed) => Item;
}

/** What carries a function out: its inputs to its results, in order. */
export type Carrier = (site: CallSite) => readonly Item[];

/** A function that needs more than one step, or numbers that a step does not draw. */
export function notInCells({ call }: CallSite): SeqError {
  return new SeqError("not-built", `${call.callee} inside a cell is not built yet`, {
    help: `use it outside, before or behind the cell`,
    details: { callee: call.callee },
  });
}

export function valueAt({ inputs, call }: CallSite, i: number): Value {
  const item = inputs[i];
  if (item?.kind === "value") return item.value;
  throw new SeqError("internal", `internal: input ${i} of ${call.callee} is no value`);
}

export function lengthsAt({ inputs }: CallSite, i = 0): Lengths {
  const item = inputs[i];
  return item?.kind === "value" ? item.lengths : noLengths;
}

/** A function of one value that keeps its shape, and so its lengths. */
export function keeping(f: (x: Value) => Value): Carrier {
  return (site) => [valueItem(f(valueAt(site, 0)), lengthsAt(site))];
}

function settings({ call }: CallSite, name: string): readonly Setting[] {
  return call.settings.get(name) ?? [];
}

export function sizes(site: CallSite, name: string): number[] {
  return settings(site, name).flatMap((setting) =>
    setting.kind === "size" ? [site.frame.run.sizeOf(setting.axis)] : [],
  );
}

export function size(site: CallSite, name: string): number {
  const [found] = sizes(site, name);
  if (found !== undefined) return found;
  throw new SeqError("internal", `internal: ${site.call.callee} has no size ${name}`);
}

export function number(site: CallSite, name: string, otherwise: number): number {
  const [setting] = settings(site, name);
  return setting?.kind === "scalar" && setting.value?.kind === "number" ? setting.value.value : otherwise;
}

export function truth(site: CallSite, name: string, otherwise: boolean): boolean {
  const [setting] = settings(site, name);
  return setting?.kind === "scalar" && setting.value?.kind === "truth" ? setting.value.value : otherwise;
}

export function word(site: CallSite, name: string): string | undefined {
  const [setting] = settings(site, name);
  return setting?.kind === "word" ? setting.word : undefined;
}

/** The items of a tuple, or the one item. */
export function items(site: CallSite, name: string): Item[] {
  const [setting] = settings(site, name);
  if (setting?.kind !== "typed") return [];
  return setting.typed.kind === "tuple"
    ? setting.typed.items.map(site.evaluate)
    : [site.evaluate(setting.typed)];
}

/** Axes of the first input by their place among the axes of its value; a cell's values have batch in front. */
export function places(site: CallSite, name: string): number[] {
  const lead = leadOf(site);
  return settings(site, name).flatMap((setting) => (setting.kind === "place" ? [setting.place + lead] : []));
}

export function place(site: CallSite, name: string, otherwise: number): number {
  return places(site, name)[0] ?? otherwise;
}

export function item(site: CallSite, name: string): Item | undefined {
  const [setting] = settings(site, name);
  return setting?.kind === "typed" ? site.evaluate(setting.typed) : undefined;
}

/** How many axes a value has in front of those that its type tells: batch, in a cell. */
function leadOf(site: CallSite): number {
  return valueAt(site, 0).shape.length - axesOf(site, 0).length;
}

export function axesOf({ call }: CallSite, i: number): readonly Axis[] {
  const type = call.inputs[i]?.type;
  return type?.kind === "value" ? type.axes : [];
}

const ordered: readonly string[] = ["time", "step", "horizon"];

/** The ordered axis to run along: the one named by `over`, else the only one; its place among the value's axes and its name. */
export function loop(site: CallSite): { readonly place: number; readonly name: string } {
  const axes = axesOf(site, 0);
  const [named] = places(site, "over");
  const lead = leadOf(site);
  const at = named ?? axes.findIndex((axis) => ordered.includes(nameOf(axis) ?? "")) + lead;
  const axis = axes[at - lead];
  if (axis === undefined)
    throw new SeqError("internal", `internal: ${site.call.callee} has no axis to run along`);
  return { place: at, name: nameOf(axis) ?? "time" };
}

export function without(lengths: Lengths, name: string): Lengths {
  return new Map([...lengths].filter(([axis]) => axis !== name));
}

export function resultType({ call }: CallSite, i = 0): ValueType | undefined {
  const type = call.results[i];
  return type?.kind === "value" ? type : undefined;
}

export function stateItem(state: RecurrentState): Item {
  return { kind: "state", state };
}
