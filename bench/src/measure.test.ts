import { expect, it } from "vitest";
import type { Job, PrepareReply } from "./adapter.ts";
import { contestants } from "./contestants.ts";
import { type Entrant, measure } from "./measure.ts";
import { regression } from "./workloads.ts";

const effort = { rounds: 3, turnMs: 10, jobMs: 1000, warmMs: 20, patienceMs: 1000 };
const workload = regression("lstm", 1, 2, 3, 4, 1);

interface Behaviour {
  readonly reply?: Partial<PrepareReply>;
  readonly losses?: readonly number[];
  run?(job: Job, ms: number): readonly number[];
}

/** An entrant whose session answers at once, and a list of who did what. */
function fake(
  name: string,
  log: string[],
  { reply, losses = [1, 0.9, 0.8, 0.7], run }: Behaviour = {},
): Entrant {
  const contestant = contestants.find((one) => one.name === name);
  if (contestant === undefined) throw new Error(`no contestant ${name}`);
  return {
    contestant,
    settings: { threads: 1, fused: true },
    open: () => ({
      prepare: async () => ({ versions: { [name]: "1" }, jobs: ["train"], biases: 2, ...reply }),
      losses: async () => losses,
      run: async (job, ms) => {
        log.push(`${name} ${ms}`);
        return run?.(job, ms) ?? [2];
      },
      end: () => log.push(`${name} ends`),
    }),
  };
}

const run = (entrants: readonly Entrant[]) => measure(workload, "", entrants, effort, () => {});

it("warms everyone up, then lets another one begin in each round", async () => {
  const log: string[] = [];
  const [ours, theirs] = await run([fake("seqloom", log), fake("torch", log)]);
  expect(log).toEqual([
    ...["seqloom 20", "torch 20"],
    ...["seqloom 10", "torch 10"],
    ...["torch 10", "seqloom 10"],
    ...["seqloom 10", "torch 10"],
    ...["seqloom ends", "torch ends"],
  ]);
  expect(ours?.times.train).toEqual([[2], [2], [2]]);
  expect(theirs?.agreement?.verdict).toBe("same");
});

it("goes on without one that fails, and says what it said", async () => {
  const failing = fake("torch", [], {
    run: () => {
      throw new Error("out of memory\nat somewhere");
    },
  });
  const [ours, theirs] = await run([fake("seqloom", []), failing]);
  expect(theirs?.remark).toBe("out of memory");
  expect(ours?.times.train?.flat()).toHaveLength(3);
});

it("keeps the reason of one that cannot do a workload", async () => {
  const [, theirs] = await run([
    fake("seqloom", []),
    fake("torch", [], { reply: { jobs: [], reason: "no such cell" } }),
  ]);
  expect(theirs).toMatchObject({ remark: "no such cell", times: {} });
});

it("finds one that computes something else", async () => {
  const [, theirs] = await run([fake("seqloom", []), fake("torch", [], { losses: [1, 0.95, 0.9, 0.85] })]);
  expect(theirs?.agreement?.verdict).toBe("different");
});

it("compares the first loss only where other biases are trained", async () => {
  const theirs = fake("jax-js", [], { losses: [1, 0.5, 0.4, 0.3], reply: { biases: 0 } });
  expect((await run([fake("seqloom", []), theirs]))[1]?.agreement?.verdict).toBe("first");
});
