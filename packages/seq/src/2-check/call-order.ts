/**
 * In which order definitions are checked: what is called comes before what calls it.
 */
import type { Definition } from "../1-parse/syntax.ts";
import type { Entry } from "./library.ts";
import { calleesIn } from "./syntax-walk.ts";

export interface CallOrder {
  /** The definition asked for, last, and all that it needs. */
  readonly entries: readonly Entry[];
  /** By caller and callee, calls that lead back to a definition on the way to them: the way round, by name. */
  readonly cycles: ReadonlyMap<Definition, ReadonlyMap<Definition, readonly string[]>>;
}

/** A definition on the way from the root, and which of its callees comes next. */
interface Step {
  readonly entry: Entry;
  readonly callees: readonly Entry[];
  next: number;
}

/** @param isDone  whether a definition needs no check any more */
export function callOrder(root: Entry, isDone: (definition: Definition) => boolean): CallOrder {
  const entries: Entry[] = [];
  const cycles = new Map<Definition, Map<Definition, readonly string[]>>();
  const seen = new Set<Definition>();
  const way: Step[] = [];
  const places = new Map<Definition, number>();
  const enter = (entry: Entry) => {
    seen.add(entry.definition);
    places.set(entry.definition, way.push(stepOf(entry)) - 1);
  };
  enter(root);
  for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
    const callee = step.callees[step.next++];
    if (callee === undefined) {
      entries.push(step.entry);
      places.delete(step.entry.definition);
      way.pop();
      continue;
    }
    const { definition } = callee;
    const at = places.get(definition);
    if (at !== undefined) {
      const names = [...way.slice(at).map(({ entry }) => entry.definition.name.text), definition.name.text];
      const own = cycles.get(step.entry.definition) ?? new Map<Definition, readonly string[]>();
      cycles.set(step.entry.definition, own.set(definition, names));
    } else if (!seen.has(definition) && !isDone(definition)) enter(callee);
  }
  return { entries, cycles };
}

function stepOf(entry: Entry): Step {
  const { entries } = entry.library;
  const callees = [...calleesIn(entry.definition)].flatMap((name) => entries.get(name) ?? []);
  return { entry, callees, next: 0 };
}
