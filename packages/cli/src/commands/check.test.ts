import { describe, expect, it } from "vitest";
import { folderOf, runCommand } from "../testing/run-command.ts";
import { stockPrices, stockSpec } from "../testing/stock.ts";

const folder = folderOf({
  "prices.csv": stockPrices(),
  "good.seq": stockSpec,
  "bad.seq": stockSpec.replace("lstm(hidden)", "lsmt(hidden)"),
});
const run = (args: string) => runCommand(folder, args);

describe("seqloom check", () => {
  it("says that there is no error, and how many remarks", async () => {
    const { code, out, err } = await run("check good.seq");
    expect([code, out]).toEqual([0, "good.seq: no errors, 1 remark\n"]);
    expect(err).toContain("hint[clip-missing]");
  });

  it("prints a report that programs can read", async () => {
    const { code, out } = await run("check bad.seq --format json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ diagnostics: [{ code: "name-unknown" }] });
    expect((await run("check bad.seq --format github")).out).toMatch(/^::error file=bad\.seq,line=19,/);
    expect(JSON.parse((await run("check bad.seq --format sarif")).out)).toMatchObject({ version: "2.1.0" });
  });
});
