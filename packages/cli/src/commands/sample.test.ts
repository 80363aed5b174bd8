import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, runCommand } from "../testing/run-command.ts";
import { stockPrices, stockSpec } from "../testing/stock.ts";

const writer = `seq 1
data {
  source  text("loom.txt")
  input   character
  target  next(character)
  split   80% / 10% / 10%
}

model Writer(x: [batch, time] of character) -> [batch, time, character] {
  x -> embedding(8) -> gru(24) -> linear(character)
}

train {
  loss       crossEntropy
  optimiser  adam(rate = 1e-2)
  clip       norm = 1
  batch      8
  truncate   20
  epochs     20
}

sample {
  prompt       "the "
  length       12
  temperature  0
}
`;

const folder = folderOf({
  "writer.seq": writer,
  "loom.txt": "the loom weaves.\n".repeat(100),
  "prices.csv": stockPrices(),
  "stock.seq": stockSpec,
});
const run = (args: string) => runCommand(folder, args);

describe("seqloom sample", () => {
  it("writes after the training, and again from the file in a folder without the text", async () => {
    const trained = await run("train writer.seq --out w");
    expect(trained.out).toContain("the loom weaves.");
    rmSync(join(folder, "loom.txt"));
    const again = await run("sample w/writer.safetensors");
    expect(again).toEqual({ code: 0, out: "the loom weaves.\n", err: "" });
    const longer = await run("sample w/writer.safetensors --prompt weaves --length 9 --temperature 0");
    expect(longer.out).toBe("weaves.\nthe loo\n");
    expect((await run("sample w/writer.safetensors --prompt Q --length 1")).err).toContain(
      'never showed "Q"',
    );
    const json = await run("sample w/writer.safetensors --length 2 --format json");
    expect(JSON.parse(json.out)).toMatchObject({ kind: "text", text: "the lo" });
  });

  it("refuses numbers that are none, and models that do not write", async () => {
    expect(await run("sample w/writer.safetensors --length 0")).toMatchObject({
      code: 2,
      err: expect.stringContaining("a whole number from 1"),
    });
    await run("train stock.seq --out h");
    expect(await run("sample h/stock.safetensors")).toMatchObject({
      code: 1,
      err: expect.stringContaining("error[sample-needs]"),
    });
  });
});
