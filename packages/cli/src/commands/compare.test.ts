import type { TrainedEvent } from "@seqloom/run";
import { describe, expect, it } from "vitest";
import { compareRuns } from "./compare.ts";

const run = (model: string, seed: number, accuracy: number) => {
  const record = { seed, epochs: 2, training: [1, seed], validation: [0.5] };
  const event: TrainedEvent = {
    ...{ kind: "trained", model, reason: "epochs", params: {}, record },
    scores: { accuracy },
  };
  return { event, seed };
};

describe("runs side by side", () => {
  it("have a line of mean and deviation for each model with several seeds", () => {
    const lines = compareRuns([run("A", 1, 0.5), run("A", 2, 0.7), run("A", 3, 0.9), run("B", 1, 1)]).split(
      "\n",
    );
    expect(lines[0]).toMatch(/training loss +best validation +test accuracy/);
    expect(lines.filter((line) => line.includes("mean"))).toEqual([
      expect.stringMatching(
        /^A, mean ± deviation of 3 seeds +2\.000 ± 1\.0 +0\.5000 ± 0\.0 +0\.7000 ± 0\.20$/,
      ),
    ]);
  });
});
