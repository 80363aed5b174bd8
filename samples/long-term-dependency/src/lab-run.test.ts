import { wasmCompiler } from "@seqloom/kernels";
import { describe, expect, it } from "vitest";
import { type LabResult, type LabRun, labRun } from "./lab-run.ts";
import type { LabTask } from "./study.ts";
import { resultsTable } from "./table.ts";

const compiler = wasmCompiler();
const short: LabTask = {
  name: "adding-10",
  title: "Adding problem, 10 steps",
  spec: { kind: "adding", length: 10 },
  solved: { below: 0.01 },
};

async function resultOf(run: Omit<LabRun, "task">, steps: number): Promise<LabResult> {
  const events = labRun({ task: short, ...run }, { steps, hidden: 16, compiler });
  let next = await events.next();
  while (next.done !== true) next = await events.next();
  return next.value;
}

describe("labRun", () => {
  it("solves a short adding problem with an LSTM, stops there, and its signal has risen", async () => {
    const result = await resultOf({ cell: "lstm", seed: 1 }, 1500);
    expect(result.score).toBeLessThan(0.01);
    expect(result.trained.end).toBe("solved");
    expect(result.trained.losses.length).toBeLessThan(1500);
    // New batches all the time: the last losses are those of a test, too.
    const last = result.trained.losses.slice(-20).reduce((sum, loss) => sum + loss / 20, 0);
    expect(last).toBeLessThan(0.03);
    expect(result.after?.best[0]).toBeGreaterThan(10 * (result.before.best[0] ?? 0));
    expect(result.after?.reach).toBe(9);
    expect(resultsTable([result])).toContain("| adding-10 | lstm | 1 |");
  });

  it("says that it is not solved after too few steps", async () => {
    const result = await resultOf({ cell: "lstm", seed: 1 }, 50);
    expect(result).toMatchObject({ isSolved: false, trained: { end: "steps" } });
    expect(result.score).toBeGreaterThan(0.1); // 1/6 is what always answering 1 has
    expect(resultsTable([result])).toContain("| not in 50 |");
  });
});
