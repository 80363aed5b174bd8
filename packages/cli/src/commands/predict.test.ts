import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, runCommand } from "../testing/run-command.ts";
import { stockPrices, stockSpec } from "../testing/stock.ts";

const folder = folderOf({ "prices.csv": stockPrices(), "stock.seq": stockSpec });
const run = (args: string) => runCommand(folder, args);

describe("seqloom predict", () => {
  it("gives the forecast of the run that made the model, to the last digit", async () => {
    const trained = await run("train stock.seq --out g");
    const predicted = await run("predict g/stock.safetensors --data prices.csv");
    expect(predicted.err).toBe("");
    expect(predicted.out.trim()).toBe(trained.out.slice(trained.out.indexOf("Next forecast")).trim());
  });

  it("takes a file of a window's rows only, and says where it looked if there is none", async () => {
    await run("train stock.seq --out k");
    const lines = stockPrices().trim().split("\n");
    writeFileSync(join(folder, "few.csv"), `${lines[0]}\n${lines.slice(-11).join("\n")}\n`);
    const [all, few] = [
      await run("predict k/stock.safetensors"),
      await run("predict k/stock.safetensors --data few.csv"),
    ];
    expect(few).toEqual(all);
    expect(await run("predict k/stock.safetensors --data none.csv")).toMatchObject({
      code: 1,
      err: expect.stringContaining("error[data-missing]: the rows are read from none.csv"),
    });
  });

  it.each([
    ["prices.csv", "error[safetensors]: prices.csv: "],
    ["none.safetensors", "error[file-missing]: there is no file none.safetensors"],
    [".", "error[file-unreadable]: . cannot be read: it is a folder"],
  ])("says what is wrong with %s, which is no model", async (path, message) => {
    const { code, err } = await run(`predict ${path}`);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  });
});
