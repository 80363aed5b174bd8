/** Which examples there are, and which part each belongs to. */
import type { Rng } from "@seqloom/tensor";
import { textsOf } from "./1-read/cells.ts";
import { intersect, type Span, wholeSpan } from "./2-time/span.ts";
import { evaluator } from "./3-columns/evaluate.ts";
import { resolve } from "./3-columns/resolve.ts";
import { defaultSplit, type PartName, partNames } from "./4-split/shares.ts";
import { splitItems } from "./4-split/split-items.ts";
import { type Cuts, timeCuts, trainingRows } from "./4-split/split-time.ts";
import type { RawField } from "./6-examples/columns.ts";
import {
  collect,
  type Example,
  type Examples,
  partOfExample,
  type TargetReach,
  whole,
  wholeSequences,
  windows,
} from "./6-examples/examples.ts";
import type { Arranged } from "./arrange.ts";
import type { DataSpec } from "./spec.ts";

/** The examples of each part, and what may be fitted on. */
export interface Division {
  readonly examples: readonly (readonly [PartName, Examples])[];
  readonly isTraining: Uint8Array;
  readonly cuts: Cuts | undefined;
  readonly rowsOfPart: readonly number[];
}

/**
 * Makes the examples and divides them: by time where rows have one, else shuffled.
 *
 * @param key  for what is shuffled
 */
export function divide(
  spec: DataSpec,
  arranged: Arranged,
  raw: readonly RawField[],
  reach: TargetReach,
  key: Rng,
): Division {
  const split = spec.split ?? defaultSplit;
  const names = partNames(split);
  const { frame, keys, times, time } = arranged;
  if (!frame.isTimed) return divideRows(spec, arranged, names, key);
  const spans = spansOf(raw, frame.starts);
  const usable = intersect([spans.input, spans.target]);
  // Sequences without a clock have no moments in common at which all could be cut.
  if (split.group !== undefined || (time?.kind === "row" && keys.length > 1)) {
    const parts = splitItems(keys.length, split, labelsOf(spec, arranged, true), key);
    const all = everyExample(spec, spans);
    const ofPart = (part: number): Examples => collect(all.filter(({ series }) => parts[series] === part));
    const isTraining = new Uint8Array(times.length);
    parts.forEach((part, s) => {
      if (part === 0) isTraining.fill(1, frame.starts[s], frame.starts[s + 1]);
    });
    return {
      examples: names.map((name, part) => [name, ofPart(part)]),
      isTraining,
      cuts: undefined,
      rowsOfPart: names.map((_, part) => parts.filter((own) => own === part).length),
    };
  }
  const cuts = timeCuts(times, usable, split);
  const lists =
    spec.window === undefined
      ? wholeSequences(usable, times, frame.starts, cuts, reach)
      : byPart(everyExample(spec, spans), times, frame.starts, cuts, reach);
  return {
    examples: names.map((name, part) => [name, collect(lists[part] ?? [])]),
    isTraining: trainingRows(times, frame.starts, cuts),
    cuts,
    rowsOfPart: names.map((_, part) =>
      rowsBetween(times, usable, cuts[part - 1] ?? -Infinity, cuts[part] ?? Infinity),
    ),
  };
}

/** Every example of rows that nothing is learned from. */
export function undivided(spec: DataSpec, { frame }: Arranged, raw: readonly RawField[]): Examples {
  const { rowCount } = frame.table;
  if (!frame.isTimed) return collect(Array.from({ length: rowCount }, (_, row) => whole(0, row, row + 1)));
  return collect(everyExample(spec, spansOf(raw, frame.starts)));
}

function divideRows(spec: DataSpec, arranged: Arranged, names: readonly PartName[], key: Rng): Division {
  const { frame } = arranged;
  const parts = splitItems(
    frame.table.rowCount,
    spec.split ?? defaultSplit,
    labelsOf(spec, arranged, false),
    key,
  );
  const rows = names.map((_, part) => [...parts.keys()].filter((row) => parts[row] === part));
  return {
    examples: names.map((name, part) => [
      name,
      collect((rows[part] ?? []).map((row) => whole(0, row, row + 1))),
    ]),
    isTraining: Uint8Array.from(parts, (part) => (part === 0 ? 1 : 0)),
    cuts: undefined,
    rowsOfPart: rows.map(({ length }) => length),
  };
}

interface RoleSpans {
  readonly input: Span;
  readonly known: Span;
  readonly target: Span;
}

/** The rows of each series in which all inputs, all known columns, all targets have a value. */
export function spansOf(raw: readonly RawField[], starts: Int32Array): RoleSpans {
  const of = (roles: readonly string[]): Span => {
    const spans = raw.flatMap(({ role, columns }) =>
      roles.includes(role) ? columns.map(({ span }) => span) : [],
    );
    return spans.length > 0 ? intersect(spans) : wholeSpan(starts);
  };
  return { input: of(["input", "static"]), known: of(["known"]), target: of(["target"]) };
}

/** Every window of every series; whole series where there is no window. */
function everyExample({ window, horizon, stride = 1 }: DataSpec, spans: RoleSpans): Example[] {
  if (window !== undefined) return windows({ window, horizon, stride, ...spans });
  const usable = intersect([spans.input, spans.target]);
  return Array.from(usable.from, (from, s) => whole(s, from, usable.to[s] ?? 0)).filter(
    ({ inputFrom, inputTo }) => inputTo > inputFrom,
  );
}

function byPart(
  all: readonly Example[],
  times: Float64Array,
  starts: Int32Array,
  cuts: Cuts,
  reach: TargetReach,
): Example[][] {
  const lists: Example[][] = cuts.map(() => []);
  for (const example of all) {
    const part = partOfExample(example, times, starts, cuts, reach);
    if (part !== undefined) lists[part]?.push(example);
  }
  return lists;
}

function rowsBetween(times: Float64Array, usable: Span, from: number, to: number): number {
  let count = 0;
  usable.from.forEach((first, s) => {
    for (let row = first; row < (usable.to[s] ?? 0); row++) {
      const time = times[row] ?? 0;
      if (time >= from && time < to) count++;
    }
  });
  return count;
}

/** What `group` and `stratify` say of each row, or of the first row of each series. */
function labelsOf(
  spec: DataSpec,
  { frame, definitions }: Arranged,
  bySeries: boolean,
): Record<string, readonly string[]> {
  const labels: Record<string, readonly string[]> = {};
  for (const kind of ["group", "stratify"] as const) {
    const name = spec.split?.[kind];
    if (name === undefined) continue;
    const texts = textsOf(evaluator(frame)(resolve({ kind: "column", name }, definitions)));
    labels[kind] = bySeries ? Array.from(frame.starts.slice(0, -1), (row) => texts[row] ?? "") : texts;
  }
  return labels;
}
