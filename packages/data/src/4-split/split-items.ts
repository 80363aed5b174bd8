/** A split of things that have no order among themselves: rows, or whole sequences. They are shuffled. */
import { SeqError } from "@seqloom/diagnostic";
import { fold, permutation, type Rng } from "@seqloom/tensor";
import type { SplitSpec } from "../spec.ts";
import { partEnds } from "./shares.ts";

/** What `group` and `stratify` say of each item. */
export interface ItemLabels {
  readonly group?: readonly string[];
  readonly stratify?: readonly string[];
}

/**
 * The part of each item: 0, 1 or 2; -1 for one that is left over when parts are given as counts.
 *
 * @throws SeqError "split-dates" for dates, "split-both" for group and stratify together, and those of partEnds
 */
export function splitItems(count: number, split: SplitSpec, labels: ItemLabels, key: Rng): Int8Array {
  if (split.kind === "dates") {
    throw new SeqError("split-dates", "rows without a time cannot be split at dates", {
      help: "use shares, `70% / 15% / 15%`, or say which column is the time",
      details: { cuts: split.cuts },
    });
  }
  if (labels.group !== undefined && labels.stratify !== undefined) {
    throw new SeqError("split-both", "a split keeps groups together or spreads classes evenly, not both", {
      help: "remove `group` or `stratify`",
      details: {},
    });
  }
  const ends = partEnds(split, count);
  const parts = new Int8Array(count).fill(-1);
  if (labels.group !== undefined) {
    assignGroups(parts, itemsBy(labels.group), ends, key);
    return parts;
  }
  const classes = labels.stratify === undefined ? [Array.from(parts.keys())] : itemsBy(labels.stratify);
  for (const [i, items] of classes.entries()) assign(parts, items, ends, count, fold(key, i));
  return parts;
}

function itemsBy(labels: readonly string[]): number[][] {
  const items = new Map<string, number[]>();
  for (const [item, label] of labels.entries()) {
    const known = items.get(label);
    if (known === undefined) items.set(label, [item]);
    else known.push(item);
  }
  return [...items.values()];
}

/** Each part gets its share of these items. */
function assign(
  parts: Int8Array,
  items: readonly number[],
  ends: readonly number[],
  count: number,
  key: Rng,
): void {
  const order = permutation(key, items.length);
  order.forEach((drawn, place) => {
    // The middle of the item's own place decides, so that shares come out to the nearest item.
    const part = ends.findIndex((end) => (place + 0.5) / items.length < end / count);
    parts[items[drawn] ?? 0] = part;
  });
}

/** Groups fall one after another into the parts; the middle of a group decides. */
function assignGroups(
  parts: Int8Array,
  groups: readonly number[][],
  ends: readonly number[],
  key: Rng,
): void {
  let before = 0;
  for (const drawn of permutation(key, groups.length)) {
    const items = groups[drawn] ?? [];
    const part = ends.findIndex((end) => before + items.length / 2 < end);
    for (const item of items) parts[item] = part;
    before += items.length;
  }
}
