/** A series cut into windows, its test part, and how well baselines do there. */

import {
  type BaselineSpec,
  baselineForecast,
  batches,
  partOf,
  prepare,
  report,
  restore,
  rmse,
} from "@seqloom/data";
import { internalFault } from "@seqloom/diagnostic";
import { fold, type Rng, type Tensor } from "@seqloom/tensor";
import type { SeriesSpec } from "./experiment.ts";
import type { Ends } from "./model.ts";
import type { Batch } from "./task.ts";

export interface Series {
  readonly ends: Ends;
  /** Batches of the training part in an order of the epoch's own, all of one size; batch first. */
  batches(epoch: number): Iterable<Batch>;
  /** All of the test part. */
  readonly test: Batch;
  /** The error of predictions [count, 1] of the test part, in the units of the reported column. */
  rmse(prediction: Tensor): number;
  /** The same of baselines; `zero` always says 0. */
  readonly baselines: Readonly<Record<"naive" | "linear" | "zero", number>>;
}

/** @param files  text by the path that the spec names */
export function seriesOf(
  { data }: SeriesSpec,
  key: Rng,
  { batch, files }: { readonly batch: number; readonly files?: ReadonlyMap<string, string> },
): Series {
  const prepared = prepare(data, { files, rng: fold(key, 0) });
  const testPart = partOf(prepared, "test");
  const reported = report(prepared, testPart);
  const [test] = batches(prepared, "test", { size: testPart.count });
  if (test === undefined) throw internalFault("the test part has no batch");
  const first = batchOf(test.fields);
  const errorOf = (baseline: BaselineSpec) =>
    rmse(reported.actual, baselineForecast(prepared, reported, baseline));
  return {
    ends: { input: first.x.shape.at(-1) ?? 1, output: 1, answers: "last", batchFirst: true },
    *batches(epoch) {
      const order = fold(fold(key, 1), epoch);
      for (const { fields } of batches(prepared, "train", { size: batch, order, dropLast: true }))
        yield batchOf(fields);
    },
    test: first,
    rmse: (prediction) =>
      rmse(reported.actual, restore(prepared, reported, Float64Array.from(prediction.data))),
    baselines: {
      naive: errorOf({ kind: "naive" }),
      linear: errorOf({ kind: "linear" }),
      zero: rmse(reported.actual, new Float64Array(reported.actual.length)),
    },
  };
}

function batchOf({ x, y }: Readonly<Record<string, Tensor>>): Batch {
  if (x === undefined || y === undefined) throw internalFault("a batch without x or y");
  return { x, y };
}
