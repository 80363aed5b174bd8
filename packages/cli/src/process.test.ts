import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folderOf } from "./testing/run-command.ts";
import { stockPrices, stockSpec } from "./testing/stock.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = folderOf({ "prices.csv": stockPrices(), "stock.seq": stockSpec });

/** Starts the command in a process of its own; `ended` gives its exit code and what it wrote to standard error. */
function start(args: string, out: "pipe" | number = "pipe") {
  const main = [join(root, "scripts/from-source.mjs"), "packages/cli/src/testing/process-main.ts"];
  const child = spawn(process.execPath, [...main, ...args.split(" ")], {
    cwd: folder,
    stdio: ["pipe", out, "pipe"],
  });
  let err = "";
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  const ended = new Promise<{ code: number | null; err: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, err }));
  });
  return { child, ended };
}

describe("a process of the command", () => {
  it("trains to the end though nobody reads its results and its progress", async () => {
    const { child, ended } = start("train stock.seq --out unread");
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended).code).toBe(0);
    expect(readdirSync(join(folder, "unread")).sort()).toEqual(["stock.html", "stock.safetensors"]);
  });

  it("keeps what it trained when it is asked to end", async () => {
    const { child, ended } = start("train stock.seq --set train.epochs=1000000 --out term");
    child.stderr?.on("data", (chunk) => {
      if (String(chunk).includes("  loss ")) child.kill("SIGTERM"); // a line of progress
    });
    const { code, err } = await ended;
    expect(err).toContain("stopping: what is trained so far is kept");
    expect(code).toBe(128 + 15);
    expect(readdirSync(join(folder, "term")).sort()).toEqual(["stock.html", "stock.safetensors"]);
  });

  it.skipIf(!existsSync("/dev/full"))(
    "says that its results could not be written (skipped where there is no /dev/full)",
    async () => {
      const full = openSync("/dev/full", "w");
      const { code, err } = await start("std", full).ended;
      closeSync(full);
      expect([code, err]).toEqual([
        1,
        "error[output-unwritable]: the results could not be written: ENOSPC\n",
      ]);
    },
  );
});
