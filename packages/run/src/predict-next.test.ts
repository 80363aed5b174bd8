import { wasmCompiler } from "@seqloom/kernels";
import { fromData } from "@seqloom/tensor";
import { beforeAll, describe, expect, it } from "vitest";
import { readModelFile, type SavedModel, writeModelFile } from "./model-file.ts";
import { predictNext } from "./predict-next.ts";
import { filesOf, type RanText, runText } from "./testing/run-text.ts";

const text = `seq 1
import "cells.seq" as own
data {
  source   csv("prices.csv")
  join     market = csv("market.csv")
  time     date, every = day
  input    close, market.level
  target   close
  window   6
  horizon  2
  scale    standard
}
model Next(x: [batch, time, feature]) -> [batch, horizon] {
  x -> own.keep(3) -> last -> linear(horizon)
}
train {
  loss       mse
  optimiser  adam(rate = 1e-2)
  clip       norm = 1
  epochs     1
}
forecast {
  baselines  naive
}
`;
const cells = `seq 1
## The past fades.
cell keep(x: [in], hidden) {
  state h: [hidden]
  h' = tanh(affine(x) + affine(h))
}
`;

function csv(name: string, from: number, to: number): string {
  const rows = Array.from({ length: to - from }, (_, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + from + i)).toISOString().slice(0, 10);
    return `${day},${100 + 10 * Math.sin((from + i) / 4)}`;
  });
  return `date,${name}\n${rows.join("\n")}\n`;
}
const market = csv("level", 0, 120);

let ran: RanText;
let saved: SavedModel;
beforeAll(async () => {
  const files = { "prices.csv": csv("close", 0, 120), "market.csv": market, "cells.seq": cells };
  ran = await runText(text, { files });
  saved = readModelFile(writeModelFile({ ...ran.saved, imports: { "cells.seq": cells } }));
});

describe("the next forecast of a saved model", () => {
  it("is that of the run from the same rows, though what the spec imports is no longer there", async () => {
    const files = filesOf({ "prices.csv": csv("close", 0, 120), "market.csv": market });
    const next = await predictNext({ saved, files, compiler: wasmCompiler() });
    expect(next).toEqual(ran.trained.next);
    expect(next.series[0]?.values).toEqual(saved.record.forecast?.values);
  });

  it("needs no more rows than a window, from a file that stands for the spec's source and for nothing else", async () => {
    const files = filesOf({ "new.csv": csv("close", 114, 120), "market.csv": market });
    const next = await predictNext({ saved, files, source: "new.csv", compiler: wasmCompiler() });
    expect(next).toEqual(ran.trained.next);
  });

  it("says how many rows it needs, and names the file that was given", async () => {
    const few = filesOf({ "new.csv": csv("close", 116, 120), "market.csv": market });
    await expect(predictNext({ saved, files: few, source: "new.csv" })).rejects.toMatchObject({
      code: "too-few-rows",
      details: { rows: 4, window: 6 },
    });
    const other = filesOf({ "new.csv": csv("Close", 100, 120), "market.csv": market });
    await expect(predictNext({ saved, files: other, source: "new.csv" })).rejects.toMatchObject({
      code: "column-unknown",
      details: { column: "close", meant: "Close", source: "new.csv" },
    });
  });

  it("is refused where the file holds another model, or weights that are not its own", async () => {
    const files = filesOf({ "prices.csv": csv("close", 0, 120), "market.csv": market });
    const refused = (change: Partial<SavedModel>) =>
      expect(predictNext({ saved: { ...saved, ...change }, files })).rejects;
    await refused({ model: "Other" }).toMatchObject({ code: "not-a-model", details: { names: ["Next"] } });
    const { "linear.bias": bias, ...rest } = saved.weights;
    if (bias === undefined) throw new Error("there is no bias");
    const faultsOf = (weights: SavedModel["weights"], faults: readonly string[]) =>
      refused({ weights }).toMatchObject({ code: "weights-mismatch", details: { faults } });
    await faultsOf(rest, ["linear.bias is missing"]);
    await faultsOf({ ...saved.weights, more: bias }, ["more is left over"]);
    await faultsOf({ ...rest, "linear.bias": fromData(new Float32Array(3), [3]) }, [
      "linear.bias is f32[3], the model needs f32[2]",
    ]);
    await faultsOf({ ...rest, "linear.bias": fromData(new Int32Array(2), [2]) }, [
      "linear.bias is i32[2], the model needs f32[2]",
    ]);
  });

  it("takes no file where the spec makes its rows itself", async () => {
    const spec = text.replace('csv("prices.csv")', "sine(length = 200)").replace(/ {2}(join|time) .*\n/g, "");
    const made = spec.replaceAll("close, market.level", "value").replaceAll("close", "value");
    await expect(
      predictNext({ saved: { ...saved, spec: made }, files: filesOf({}), source: "new.csv" }),
    ).rejects.toMatchObject({ code: "source-fixed", details: { source: "generator" } });
  });
});
