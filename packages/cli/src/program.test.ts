import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, runCommand } from "./testing/run-command.ts";
import { stockPrices, stockSpec } from "./testing/stock.ts";

const folder = folderOf({ "prices.csv": stockPrices(), "stock.seq": stockSpec });
const run = (args: string) => runCommand(folder, args);

/** The spec with one mistake in it. */
async function runBroken(from: string, to: string, command = "train") {
  expect(stockSpec).toContain(from);
  writeFileSync(join(folder, "bad.seq"), stockSpec.replace(from, to));
  const result = await run(`${command} bad.seq`);
  return { ...result, text: result.out + result.err };
}

describe("mistakes", () => {
  it.each([
    [
      "a misspelt layer",
      "lstm(hidden)",
      "lsmt(hidden)",
      "error[name-unknown]: there is no layer `lsmt`; did you mean `lstm`?",
      "bad.seq:19:8",
    ],
    ["a wrong axis", "-> [batch, horizon]", "-> [batch, time]", "error[axis-name]", "bad.seq:19:32"],
    [
      "a missing column",
      "return, range\n  target",
      "return, opne\n  target",
      "error[column-unknown]: prices.csv has no column `opne`; did you mean `open`?",
      "bad.seq:9:20",
    ],
    [
      "a window longer than the training part",
      "window   10",
      "window   1000",
      "error[window-long]",
      "bad.seq:12:3",
    ],
    ["a missing file", "prices.csv", "price.csv", "error[data-missing]", "bad.seq:5:"],
  ])("%s is one message with file, line, caret, reason and fix", async (_, from, to, message, place) => {
    const { code, text, out } = await runBroken(from, to);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(text).toContain(message);
    expect(text).toContain(place);
    expect(text).toMatch(/\^/);
    expect(text).toContain("help:");
    expect(text.match(/error\[/g)).toHaveLength(1);
    expect(text).not.toMatch(/\n\s+at .*\.(js|ts):\d/);
  });

  it("an unknown command or option is a wrong call, with what was probably meant", async () => {
    expect(await run("trian stock.seq")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean train?"),
    });
    expect(await run("train stock.seq --sed 3")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--seed"),
    });
    expect((await run("train stock.seq --set hidden")).err).toContain("name=value");
    for (const seeds of ["x", "", "-1", "1,,2", "1.5", "4294967296"])
      expect(await run(`train stock.seq --seed ${seeds}`)).toMatchObject({
        code: 2,
        err: expect.stringContaining("a whole number from 0 to 4294967295"),
      });
  });

  it("a spec that is not there is named as it was written", async () => {
    expect(await run("train none.seq")).toMatchObject({
      code: 1,
      err: expect.stringContaining("there is no file none.seq"),
    });
  });
});

describe("help", () => {
  it("shows commands, options and examples", async () => {
    for (const args of [
      "--help",
      "train --help",
      "check --help",
      "explain --help",
      "predict --help",
      "detect --help",
      "sample --help",
      "fmt --help",
      "lsp --help",
      "std --help",
    ]) {
      const { code, out } = await run(args);
      expect([args, code]).toEqual([args, 0]);
      expect(out).toContain("Examples:");
    }
  });
});
