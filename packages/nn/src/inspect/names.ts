/** What can be watched and edited in a layer. */
import { SeqError } from "@seqloom/diagnostic";
import type { LayerPlan, Place } from "../recurrent/layers.ts";
import { placesOf } from "../recurrent/layers.ts";
import type { Edit } from "./edit.ts";

export interface NamedValues {
  /** In the order of the equations. */
  readonly gates: readonly string[];
  readonly states: readonly string[];
}

/** The gates and states of a layer's cell. */
export function namesOf({ cells }: LayerPlan): NamedValues {
  const [first] = cells;
  return { gates: Object.keys(first?.layout.gates ?? {}), states: first?.cell.states ?? [] };
}

/** Whether an edit acts in a cell of the layer. */
export function isAt(edit: Edit, place: Place): boolean {
  return (edit.layer ?? 0) === place.layer && (edit.isBackward ?? false) === place.isBackward;
}

/** @throws SeqError "watch-unknown" */
export function checkWatch(plan: LayerPlan, watch: readonly string[]): void {
  const { gates, states } = namesOf(plan);
  const unknown = watch.find((name) => !gates.includes(name) && !states.includes(name));
  if (unknown === undefined) return;
  throw new SeqError("watch-unknown", `${plan.kind} has no gate or state called ${unknown}`, {
    help: `gates: ${gates.join(", ") || "none"}; states: ${states.join(", ")}`,
    details: { name: unknown, gates, states },
  });
}

/**
 * @throws SeqError "edit-unknown" if there is no such gate, state or cell, "edit-range" for a step, unit or example
 *         that does not exist
 */
export function checkEdit(plan: LayerPlan, edit: Edit, T: number, B: number): void {
  const { gates, states } = namesOf(plan);
  const known = edit.kind === "pin" ? gates : states;
  const sized = plan.cells[edit.layer ?? 0];
  if (
    !known.includes(edit.name) ||
    sized === undefined ||
    !placesOf(plan).some((place) => isAt(edit, place))
  ) {
    const where = `layer ${edit.layer ?? 0}${edit.isBackward ? ", backward," : ""}`;
    const what = edit.kind === "pin" ? "gate" : "state";
    throw new SeqError("edit-unknown", `${where} of ${plan.kind} has no ${what} called ${edit.name}`, {
      help: `${what}s: ${known.join(", ") || "none"}; layers: 0 to ${plan.cells.length - 1}`,
      details: { edit: { ...edit, value: undefined }, known },
    });
  }
  const { layout } = sized;
  const H = (edit.kind === "pin" ? layout.gates : layout.states)[edit.name] ?? 0;
  const wrong =
    outside("step", edit.kind === "set" ? [edit.from] : [], T) ??
    outside("unit", edit.units ?? [], H) ??
    outside("example", edit.examples ?? [], B);
  if (wrong === undefined) return;
  throw new SeqError("edit-range", `the edit of ${edit.name} names ${wrong}`, {
    help: `there are ${T} steps, ${B} examples and ${H} units, counted from 0`,
    details: { name: edit.name, T, B, H },
  });
}

function outside(what: string, places: readonly number[], count: number): string | undefined {
  const wrong = places.find((place) => !Number.isInteger(place) || place < 0 || place >= count);
  return wrong === undefined ? undefined : `${what} ${wrong}`;
}
