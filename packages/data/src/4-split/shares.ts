/** How many rows each part gets. */
import { SeqError } from "@seqloom/diagnostic";
import type { SplitSpec } from "../spec.ts";

export const defaultSplit: SplitSpec = { kind: "shares", shares: [0.7, 0.15, 0.15] };

/** Two parts are training and test; the part between them, if there is one, is for validation. */
export type PartName = "train" | "validation" | "test";

/** The names of the parts, in order of time. @throws SeqError "split-parts" unless there are two or three */
export function partNames(split: SplitSpec): readonly PartName[] {
  const parts =
    split.kind === "shares"
      ? split.shares.length
      : split.kind === "counts"
        ? split.counts.length
        : split.cuts.length + 1;
  if (parts === 2) return ["train", "test"];
  if (parts === 3) return ["train", "validation", "test"];
  throw new SeqError("split-parts", `a split has two parts (train, test) or three, not ${parts}`, {
    help: "for instance `70% / 15% / 15%`",
    details: { parts },
  });
}

/**
 * Where each part of `rows` rows ends, counted in rows.
 *
 * @throws SeqError "split-parts" if shares do not add up to 1, "split-counts" if there are fewer rows
 */
export function partEnds(split: Exclude<SplitSpec, { kind: "dates" }>, rows: number): number[] {
  const sizes = split.kind === "shares" ? split.shares : split.counts;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.some((size) => !(size > 0) || (split.kind === "counts" && !Number.isInteger(size)))) {
    throw new SeqError("split-parts", `every part of a split is larger than nothing: ${sizes.join(" / ")}`, {
      help: "for instance `70% / 15% / 15%`",
      details: { sizes },
    });
  }
  if (split.kind === "shares" && Math.abs(total - 1) > 1e-9) {
    throw new SeqError("split-parts", `the parts add up to ${Math.round(total * 1000) / 10}%`, {
      help: "for instance `70% / 15% / 15%`",
      details: { sizes, total },
    });
  }
  if (split.kind === "counts" && total > rows) {
    throw new SeqError("split-counts", `the split asks for ${total} rows, and ${rows} are there`, {
      help: "use smaller counts, or shares: `70% / 15% / 15%`",
      details: { sizes, rows },
    });
  }
  let sum = 0;
  return sizes.map((size) => {
    sum += size;
    return split.kind === "shares" ? Math.round(sum * rows) : sum;
  });
}
