/** Who takes part, how each is started, and what each is known not to do. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { flopsOf, type Workload } from "./workloads.ts";

export interface Contestant {
  readonly name: string;
  readonly adapter: string;
  readonly language: "javascript" | "python";
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Largest number of threads it is given. */
  readonly threads: number;
  /**
   * Speed of a training step as a rule of thumb, GFLOP/s, and milliseconds to get ready beside it: what would take too
   * long is left out rather than waited for.
   */
  readonly pace: { readonly gflops: number; readonly compileMs?: (workload: Workload) => number };
  /** Relative difference of its losses from ours that is still the same computation. */
  readonly tolerance: number;
}

// This file is bundled into .cache/, so adapters are found from there.
const adapters = fileURLToPath(new URL("../adapters/", import.meta.url));
const prototypes = fileURLToPath(new URL("../../../shared/kernels/lstm.mjs", import.meta.url));
export const childProgram = fileURLToPath(new URL("child.mjs", import.meta.url));
const sameF32 = 2e-6;

export const contestants: readonly Contestant[] = [
  {
    name: "seqloom",
    adapter: fileURLToPath(new URL("seqloom.mjs", import.meta.url)),
    language: "javascript",
    threads: 1,
    pace: { gflops: 15 },
    tolerance: sameF32,
  },
  {
    name: "prototype",
    adapter: `${adapters}prototype.mjs`,
    language: "javascript",
    threads: 1,
    pace: { gflops: 15 },
    tolerance: sameF32,
  },
  {
    name: "torch",
    adapter: `${adapters}pytorch.py`,
    language: "python",
    // Debian's OpenBLAS has threads of its own, and settings of another program must not choose its kernels.
    env: { OPENBLAS_CORETYPE: undefined, OPENBLAS_L2_SIZE: undefined },
    threads: 2,
    pace: { gflops: 5 },
    tolerance: sameF32,
  },
  peer("onnxruntime-node", 2, { gflops: 20 }),
  peer("onnxruntime-web", 1, { gflops: 10 }),
  // Its time loop is unrolled before it is compiled: seconds for 50 steps, half a minute for the largest.
  peer("jax-js", 1, { gflops: 8, compileMs: ({ time, layers }) => 60 * time * layers }),
  peer("tfjs-wasm", 1, { gflops: 0.9 }),
  peer("tfjs-cpu", 1, { gflops: 0.3 }),
  peer("brain.js", 1, { gflops: 0.4 }),
];

function peer(name: string, threads: number, pace: Contestant["pace"]): Contestant {
  return { name, adapter: `${adapters}${name}.mjs`, language: "javascript", threads, pace, tolerance: 1e-5 };
}

/** Whether what it measures is there; else why not. */
export function absenceOf({ name }: Contestant): string | undefined {
  if (name === "prototype" && !existsSync(prototypes)) return "../shared/kernels is not here";
  return undefined;
}

/** How long getting ready and one training step take at least, by the rule of thumb. */
export function expectedMs({ pace }: Contestant, workload: Workload): number {
  return (pace.compileMs?.(workload) ?? 0) + flopsOf(workload) / pace.gflops / 1e6;
}
