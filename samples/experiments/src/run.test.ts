import { wasmCompiler } from "@seqloom/kernels";
import { describe, expect, it } from "vitest";
import type { Run } from "./experiment.ts";
import { pricesFile } from "./presets/15-prices.ts";
import { experiments } from "./presets/all.ts";
import { firstMeanBelow, type RunResult, runOnce } from "./run.ts";
import { runExperiment } from "./run-experiment.ts";

/** A walk in place of the index, which is not in the repository. */
const days = Array.from({ length: 200 }, (_, n) => {
  const close = 100 + 3 * Math.sin(n) + n / 10;
  const day = new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);
  return [day, close, close + 1 + (n % 3), close - 1, close].join(",");
});
const files = new Map([[pricesFile, `date,open,high,low,close\n${days.join("\n")}\n`]]);
const compiler = wasmCompiler();

async function finished<T>(events: AsyncGenerator<unknown, T>): Promise<T> {
  let next = await events.next();
  while (next.done !== true) next = await events.next();
  return next.value;
}
const resultOf = (run: Run, seed = 1): Promise<RunResult> =>
  finished(runOnce(run, seed, { compiler, files }));

const easy: Run = {
  name: "easy",
  model: { cell: "rnn", hidden: 8 },
  task: { kind: "recall", length: 2 },
  training: { steps: 80 },
  measures: [{ kind: "solved", below: 0.1 }],
};

describe("runOnce", () => {
  it("learns what is easy, and says after how many steps", async () => {
    const { figures } = await resultOf(easy);
    expect(figures.score).toBe(1);
    expect(figures.solvedAt).toBeGreaterThan(10);
    expect(figures.solvedAt).toBeLessThan(81);
  });

  it("does not learn what is cut off", async () => {
    const { figures } = await resultOf({
      ...easy,
      training: { steps: 80, optimiser: { kind: "sgd", rate: 0 } },
    });
    expect(figures.score).toBeLessThan(0.5);
    expect(figures.solvedAt).toBe(Number.POSITIVE_INFINITY);
  });

  it("gives the same losses for the same seed, others for another", async () => {
    const short = { ...easy, training: { steps: 5 } };
    const [one, again, other] = await Promise.all([resultOf(short), resultOf(short), resultOf(short, 2)]);
    expect(again.trained.losses).toEqual(one.trained.losses);
    expect(other.trained.losses).not.toEqual(one.trained.losses);
  });

  it("takes a training that blows up as a result", async () => {
    const { trained, figures } = await resultOf({
      ...easy,
      task: { kind: "adding", length: 20 },
      training: { steps: 50, optimiser: { kind: "sgd", rate: 1e20 }, clip: "none" },
      measures: [{ kind: "exploded", above: 1e6 }],
    });
    expect(trained).toMatchObject({ end: "diverged", params: undefined });
    expect(figures.explodedAt).toBeLessThan(5);
    expect(figures.score).toBeNaN();
  });

  it("finds the step from the mean of ten losses", () => {
    expect(firstMeanBelow([...Array(5).fill(1), ...Array(10).fill(0)], 0.35)).toBe(12);
    expect(firstMeanBelow(Array(9).fill(0), 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("experiments", () => {
  it("are fifteen, numbered, with runs of different names", () => {
    expect(experiments.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    for (const { runs } of experiments) expect(new Set(runs.map(({ name }) => name)).size).toBe(runs.length);
    expect(JSON.parse(JSON.stringify(experiments))).toEqual(experiments); // plain data, as a page needs it
  });

  it.each(experiments)(
    "number $number: every claim can be judged, and two steps do not make all of them true",
    async (experiment) => {
      const short = {
        ...experiment,
        runs: experiment.runs.map((run) => ({ ...run, training: { ...run.training, steps: 2 } })),
      };
      const outcome = await finished(runExperiment(short, [1], { compiler, files }));
      expect(outcome.verdicts).toHaveLength(experiment.claims.length);
      expect(outcome.isAsStated).toBe(false);
    },
  );
});
