import { rng } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOf } from "../1-read/date.ts";
import { refusal } from "../refusal.test-tool.ts";
import { partEnds, partNames } from "./shares.ts";
import { splitItems } from "./split-items.ts";
import { describeCuts, partAt, timeCuts } from "./split-time.ts";

const shares = (...own: number[]) => ({ kind: "shares", shares: own }) as const;
const countsOf = (parts: Int8Array) =>
  [0, 1, 2, -1].map((part) => parts.filter((own) => own === part).length);

describe("parts of a split", () => {
  it("are two or three", () => {
    expect(partNames(shares(0.8, 0.2))).toEqual(["train", "test"]);
    expect(partNames({ kind: "dates", cuts: ["2015", "2016"] })).toEqual(["train", "validation", "test"]);
    expect(refusal(() => partNames(shares(1)))).toMatchObject({ code: "split-parts", details: { parts: 1 } });
  });

  it("add up to all, are larger than nothing, and no more than there is", () => {
    expect(partEnds(shares(0.7, 0.15, 0.15), 20)).toEqual([14, 17, 20]);
    expect(partEnds(shares(0.7, 0.2, 0.1), 1000)).toEqual([700, 900, 1000]);
    expect(refusal(() => partEnds(shares(0.7, 0.2, 0.2), 9)).message).toContain("the parts add up to 110%");
    expect(refusal(() => partEnds(shares(1, 0), 9)).code).toBe("split-parts");
    expect(refusal(() => partEnds({ kind: "counts", counts: [8, 2] }, 9))).toMatchObject({
      code: "split-counts",
      details: { rows: 9 },
    });
  });
});

describe("a split by time", () => {
  const times = Float64Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 4, 5, 6]);
  const usable = { from: Int32Array.of(0, 10), to: Int32Array.of(10, 13) };

  it("cuts all series at the same moments, by the moments there are", () => {
    const cuts = timeCuts(times, usable, shares(0.5, 0.3, 0.2));
    expect(cuts).toEqual([5, 8, Number.POSITIVE_INFINITY]);
    expect([0, 4, 5, 7, 8, 99].map((time) => partAt(cuts, time))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it("leaves out what counts do not ask for", () => {
    const cuts = timeCuts(times, usable, { kind: "counts", counts: [4, 2, 2] });
    expect(cuts).toEqual([4, 6, 8]);
    expect(partAt(cuts, 8)).toBe(3);
  });

  it("takes dates, in rising order", () => {
    const cuts = timeCuts(times, usable, { kind: "dates", cuts: ["2015", "2016-02"] });
    expect(cuts).toEqual([dateOf("2015"), dateOf("2016-02"), Number.POSITIVE_INFINITY]);
    expect(describeCuts(cuts, ["train", "validation", "test"])).toBe(
      "train until 2015-01-01, validation until 2016-02-01",
    );
    const back = { kind: "dates", cuts: ["2016", "2015"] } as const;
    expect(refusal(() => timeCuts(times, usable, back)).code).toBe("split-cuts");
    const none = { from: Int32Array.of(3), to: Int32Array.of(3) };
    expect(refusal(() => timeCuts(times, none, shares(0.5, 0.5))).code).toBe("rows-none");
  });
});

describe("a split of independent rows", () => {
  it("gives each part its share, another seed other rows, the same seed the same", () => {
    const split = (seed: number) => splitItems(100, shares(0.7, 0.2, 0.1), {}, rng(seed));
    expect(countsOf(split(1))).toEqual([70, 20, 10, 0]);
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
  });

  it("leaves over what counts do not ask for", () => {
    expect(countsOf(splitItems(10, { kind: "counts", counts: [5, 2] }, {}, rng(1)))).toEqual([5, 2, 0, 3]);
  });

  it("keeps groups together, and the parts near their shares", () => {
    const group = Array.from({ length: 200 }, (_, i) => `g${i % 40}`);
    const parts = splitItems(200, shares(0.7, 0.15, 0.15), { group }, rng(3));
    for (const name of new Set(group)) {
      expect(new Set(group.flatMap((own, i) => (own === name ? [parts[i]] : []))).size).toBe(1);
    }
    expect(countsOf(parts)).toEqual([140, 30, 30, 0]);
  });

  it("leaves no part without a group where there are enough", () => {
    const group = Array.from({ length: 40 }, (_, i) => `g${i % 4}`);
    expect(countsOf(splitItems(40, shares(0.6, 0.2, 0.2), { group }, rng(3)))).toEqual([20, 10, 10, 0]);
  });

  it("gives every part its share of each class", () => {
    const stratify = Array.from({ length: 200 }, (_, i) => (i < 20 ? "rare" : "common"));
    const parts = splitItems(200, shares(0.7, 0.2, 0.1), { stratify }, rng(3));
    expect(countsOf(parts.slice(0, 20))).toEqual([14, 4, 2, 0]);
    expect(countsOf(parts)).toEqual([140, 40, 20, 0]);
  });

  it("puts every row somewhere, whatever the shares and classes", () => {
    const share = fc.integer({ min: 1, max: 98 });
    const classes = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(share, classes, fc.constantFrom("group", "stratify"), (percent, labels, kind) => {
        const split = shares(percent / 100, 1 - percent / 100);
        const parts = splitItems(labels.length, split, { [kind]: labels }, rng(percent));
        expect(countsOf(parts).slice(2)).toEqual([0, 0]);
      }),
    );
  });

  it("refuses dates, and groups spread evenly", () => {
    expect(refusal(() => splitItems(9, { kind: "dates", cuts: ["2015"] }, {}, rng(1))).code).toBe(
      "split-dates",
    );
    const both = { group: ["a"], stratify: ["b"] };
    expect(refusal(() => splitItems(1, shares(0.5, 0.5), both, rng(1))).code).toBe("split-both");
  });
});
