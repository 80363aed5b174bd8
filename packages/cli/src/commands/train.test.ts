import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, runCommand } from "../testing/run-command.ts";
import { stockPrices, stockSpec } from "../testing/stock.ts";

const folder = folderOf({ "prices.csv": stockPrices(), "stock.seq": stockSpec });
const run = (args: string) => runCommand(folder, args);

describe("seqloom train", () => {
  it("prints the table beside the baselines, says whether naive is beaten, writes model and report", async () => {
    const { code, out, err } = await run("train stock.seq --out made");
    expect(err).toContain("made/stock.html");
    expect(code).toBe(0);
    expect(out).toMatch(/^The model (beats|does not (clearly )?beat) naive on \d+ test forecasts of close/);
    for (const name of ["model", "naive", "drift", "seasonal(5)", "MASE", "95 % interval"])
      expect(out).toContain(name);
    const page = readFileSync(join(folder, "made", "stock.html"), "utf8");
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/); // nothing is loaded from elsewhere
    for (const text of ["test part begins", "forget gate", "kept: epoch", "seasonal(5)"])
      expect(page).toContain(text);
    expect(readdirSync(join(folder, "made")).sort()).toEqual(["stock.html", "stock.safetensors"]);
  });

  it("prints the same twice for the same seed, and something else for another", async () => {
    const [first, second, other] = [
      await run("train stock.seq --out a"),
      await run("train stock.seq --out b"),
      await run("train stock.seq --seed 8 --out c"),
    ];
    expect(second.out).toBe(first.out);
    expect(other.out).not.toBe(first.out);
  });

  it("takes constants and settings from outside", async () => {
    const { err } = await run("train stock.seq --set hidden=3 --set train.epochs=1 --out d");
    expect(err).toContain("trained 1 epoch");
    expect(err).toContain(`Next: ${4 * 3 * (2 + 3 + 2) + 4} weights`);
  });

  it("scores and saves what there is when it is stopped", async () => {
    const { code, out, err } = await runCommand(
      folder,
      "train stock.seq --set train.epochs=500 --out stopped",
      {
        isTTY: true,
        onErr: (text, stop) => text.includes("  loss ") && stop(),
      },
    );
    expect(code).toBe(130);
    expect(err).toMatch(/trained \d+ epochs?, stopped by you/);
    expect(out).toContain("MASE");
    expect(readdirSync(join(folder, "stopped")).sort()).toEqual(["stock.html", "stock.safetensors"]);
  });

  it("writes nothing over an earlier model when it is stopped before the first step", async () => {
    await run("train stock.seq --out kept");
    const path = join(folder, "kept", "stock.safetensors");
    const before = readFileSync(path);
    const { code, out, err } = await runCommand(folder, "train stock.seq --seed 8 --out kept", {
      onErr: (text, stop) => text.includes("weights; examples") && stop(),
    });
    expect([code, out]).toEqual([130, ""]);
    expect(err).toContain("stopped before the first step; nothing was written");
    expect(readFileSync(path)).toEqual(before);
  });

  it("keeps the model when it is stopped while it is scored", async () => {
    const { code, out, err } = await runCommand(folder, "train stock.seq --out scored", {
      onErr: (text, stop) => text.startsWith("model ") && stop(),
    });
    expect([code, out]).toEqual([130, ""]);
    expect(err).toContain("stopped before all scores were there; the model is kept");
    expect(readdirSync(join(folder, "scored"))).toEqual(["stock.safetensors"]);
    expect((await run("predict scored/stock.safetensors")).code).toBe(0);
  });

  it.each(["prices.csv", "prices.csv/deep"])("refuses before the training to write to %s", async (path) => {
    const { code, out, err } = await run(`train stock.seq --out ${path}`);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(`error[file-unwritable]: ${path} cannot be written: `);
    expect(err).not.toContain("weights; examples");
  });

  it("makes a remark once, though check and data both have it", async () => {
    const rows = Array.from(
      { length: 60 },
      (_, n) => `2020-01-${String(1 + (n % 28)).padStart(2, "0")},${n},${2 * n}`,
    );
    writeFileSync(join(folder, "houses.csv"), `sold,area,price\n${rows.join("\n")}\n`);
    const loose = stockSpec
      .replace(/data \{[^}]*\}/, 'data {\n  source csv("houses.csv")\n  input area\n  target price\n}')
      .replace(
        /model [^}]*\}/,
        "model Next(x: [batch, feature]) -> [batch, target] {\n  x -> linear(hidden) -> linear(target)\n}",
      )
      .replace(/forecast [^}]*\}/, "");
    writeFileSync(join(folder, "loose.seq"), loose);
    const { code, err } = await run("train loose.seq --out l");
    expect(code).toBe(0);
    expect(err.match(/has dates in sold/g)).toHaveLength(1);
  });

  it("runs on the plain device to nearly the same losses", async () => {
    const loss = (text: string) => Number(/last training loss ([\d.]+)/.exec(text)?.[1]);
    const [fast, plain] = [
      await run("train stock.seq --out e"),
      await run("train stock.seq --device plain --out f"),
    ];
    expect(Math.abs(loss(fast.err) - loss(plain.err))).toBeLessThan(1e-3);
  });

  it("keeps the files of every seed of a spec apart, and tells mean and deviation", async () => {
    writeFileSync(join(folder, "seeds.seq"), stockSpec.replace("seed       7", "seed       7, 8"));
    const { out } = await run("train seeds.seq --out j");
    expect(readdirSync(join(folder, "j")).filter((name) => name.endsWith(".safetensors"))).toHaveLength(2);
    expect(out).toMatch(/Next, mean ± deviation of 2 seeds/);
  });
});
