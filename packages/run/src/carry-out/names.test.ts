import type { DataSpec } from "@seqloom/data";
import { baselineNames, columnFunctions, generatorNames, metricKinds, scaleMethods } from "@seqloom/data";
import { type CheckedSpec, tables } from "@seqloom/seq";
import { describe, expect, expectTypeOf, it } from "vitest";
import { losses } from "./losses.ts";
import { optimisers } from "./optimisers.ts";
import { schedules } from "./schedules.ts";

const names = (entries: readonly { readonly name: string }[]) => entries.map((entry) => entry.name).sort();

describe("what the language knows by name and what carries it out", () => {
  it("are the same losses, optimisers and schedules", () => {
    expect(Object.keys(losses).sort()).toEqual(names(tables.losses));
    expect(Object.keys(optimisers).sort()).toEqual(names(tables.optimisers));
    expect(Object.keys(schedules).sort()).toEqual(names(tables.schedules));
  });

  it("are the same metrics, baselines and scalers", () => {
    expect([...metricKinds.keys()].sort()).toEqual(names(tables.metrics));
    expect([...baselineNames].sort()).toEqual(names(tables.baselines));
    expect([...scaleMethods].sort()).toEqual(names(tables.scalers));
  });

  it("are the same column functions and generators", () => {
    const sound = ["logMel", "mfcc"]; // of `wav` sources, which cannot be read yet
    const operators = /^\W|^(and|or|not|negate)$/;
    expect([...columnFunctions.keys()].filter((name) => !operators.test(name)).sort()).toEqual(
      names(tables.columnFunctions).filter((name) => !sound.includes(name)),
    );
    const generated = names(
      tables.sources.filter((source) => generatorNames.some((name) => name === source.name)),
    );
    expect(generated).toEqual([...generatorNames].sort());
  });

  it("a checked data section is what the data take, but for sources that cannot be read yet", () => {
    type Checked = NonNullable<CheckedSpec["data"]>;
    expectTypeOf<Omit<Checked, "source" | "join">>().toExtend<Omit<DataSpec, "source" | "join">>();
  });
});
