import { describe, expect, it } from "vitest";
import { folderOf, runCommand } from "../testing/run-command.ts";
import { stockPrices, stockSpec } from "../testing/stock.ts";

/** The prices with one day on which they jump. */
const jump = stockPrices().replace(/(2021-03-01,)[^\n]*/, "$1300,301,299,300,1000");
const folder = folderOf({
  "prices.csv": stockPrices(),
  "jump.csv": jump,
  "stock.seq": stockSpec,
  "detect.seq": `${stockSpec}\ndetect {\n  threshold  quantile(99%)\n}\n`,
});
const run = (args: string) => runCommand(folder, args);

describe("seqloom detect", () => {
  it("finds in new rows what the model does not expect, and says when", async () => {
    const trained = await run("train detect.seq --out a");
    expect(trained.out).toMatch(
      /findings? in \d+ rows; threshold [\d.]+, the 99 % quantile of \d+ validation rows/,
    );
    const { code, out, err } = await run("detect a/detect.safetensors --data jump.csv");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^from +to +rows +highest score +at$/m);
    expect(out).toMatch(/ {2}2021-03-01$/m); // where the score of that finding is highest
    const json = JSON.parse((await run("detect a/detect.safetensors --data jump.csv --format json")).out);
    expect(json.findings.map(({ at }: { at: number }) => at)).toContain(Date.UTC(2021, 2, 1));
    expect(json).toMatchObject({ hasClock: true, quantile: 0.99, rows: 320 - 1 - 10 });
  });

  it("says what a model lacks that was trained without a section for it", async () => {
    await run("train stock.seq --out b");
    expect(await run("detect b/stock.safetensors")).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("error[detect-missing]: model Next was not taught which rows are unusual"),
    });
  });
});
