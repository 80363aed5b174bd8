import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { wasmCompiler } from "@seqloom/kernels";
import { expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { type Outcome, runGolden } from "./run.ts";

const folder = fileURLToPath(new URL("../../../shared/golden", import.meta.url));

it.skipIf(!existsSync(folder))(
  "every golden case passes, at once and compiled (skipped where ../shared/golden is absent)",
  async () => {
    const outcomes: Outcome[] = [];
    for await (const outcome of runGolden(folder, { wasm: wasmCompiler() })) outcomes.push(outcome);
    const failed = outcomes.filter(({ status }) => status === "failed");
    expect(
      failed.map(({ name, device, details }) => `${name} (${device}): ${details[0]?.split("\n")[0]}`),
    ).toEqual([]);
    // What is absent is a decision; a new absence must be one too.
    const absent = outcomes.filter(({ status }) => status === "absent").map(({ name }) => name);
    expect(absent).toEqual(["torch/optim/nadam"]);
    expect(outcomes.filter(({ status }) => status === "passed").length).toBeGreaterThan(300);
  },
  180_000,
);

it("settings are read as the golden files write them", () => {
  expect(readConfig("Adam {'lr': 0.05, 'betas': (0.8, 0.95), 'amsgrad': True} (default eps 1e-8)")).toEqual({
    kind: "adam",
    numbers: { lr: 0.05, betas: 0.8, betas2: 0.95, amsgrad: 1 },
  });
  expect(readConfig("OneCycleLR(max_lr=.5,total_steps=20) div 25, final_div 1e4; momentum .85-.95")).toEqual({
    kind: "onecyclelr",
    numbers: { max_lr: 0.5, total_steps: 20, div: 25, final_div: 1e4, momentum: 0.85, momentum2: 0.95 },
  });
});
