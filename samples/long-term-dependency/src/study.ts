/** What the lab runs: tasks, cells, settings. */
import type { CellName, TaskSpec } from "@seqloom/experiments";

export interface LabTask {
  readonly name: string;
  readonly title: string;
  readonly spec: TaskSpec;
  /** What the score of `taskOf(spec)` must reach. */
  readonly solved: { readonly below: number } | { readonly above: number };
}

export const tasks: readonly LabTask[] = [
  {
    name: "adding-50",
    title: "Adding problem, 50 steps",
    spec: { kind: "adding", length: 50 },
    solved: { below: 0.01 },
  },
  {
    name: "adding-100",
    title: "Adding problem, 100 steps",
    spec: { kind: "adding", length: 100 },
    solved: { below: 0.01 },
  },
  {
    name: "copy",
    title: "Copy task: 5 of 8 symbols over 20 blanks",
    spec: { kind: "copy", length: 5, delay: 20, symbols: 8 },
    solved: { above: 0.99 },
  },
];

export const cells: readonly CellName[] = ["rnn", "lstm", "gru"];

/** As issue 5 has them; weights start as PyTorch's do. */
export const settings = {
  hidden: 64,
  batch: 64,
  optimiser: { kind: "adam", rate: 5e-3 },
  clip: 1,
  steps: 2000,
  seeds: [1, 2, 3],
  /** Steps between two looks at the test sequences. */
  every: 50,
  testCount: 1024,
  probeCount: 32,
} as const;

/** Whether a score is good enough. */
export function isSolved({ solved }: LabTask, score: number): boolean {
  return "below" in solved ? score < solved.below : score > solved.above;
}
