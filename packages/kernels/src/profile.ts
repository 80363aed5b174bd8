/**
 * Where the time of a step goes, kernel by kernel.
 *
 * Each instruction of a plan is compiled and run alone, over the whole scan it stands in. Its buffers hold the values
 * that were written and zeros, whatever the step would have computed there: kernels take equally long for all numbers
 * but denormal ones. Alone, a kernel finds its data in the cache more often than within the step, so the parts add up
 * to less than the whole.
 */
import type { Program } from "@seqloom/graph";
import type { Tensor } from "@seqloom/tensor";
import { executable } from "./emit/executable.ts";
import { emitProgram } from "./emit/program.ts";
import { features } from "./features.ts";
import { makePlan } from "./plan/make-plan.ts";
import type { Instruction, Plan } from "./plan/plan.ts";
import { printPlan } from "./plan/print-plan.ts";

export interface KernelTime {
  /** What it does: `gemm`, `loop`, `reduce`, ... */
  readonly kind: Instruction["kind"];
  /** Its first line as `printPlan` shows it. */
  readonly text: string;
  /** How often it runs in a step: the length of the scan around it, 1 outside. */
  readonly times: number;
  /** All its runs in a step together; the fastest of several steps. */
  readonly ms: number;
  /** Multiplications and additions of products in a step; 0 for other kernels. */
  readonly flops: number;
}

export interface ProfileOptions {
  /** As in `wasmCompiler`. */
  readonly fused?: boolean;
  /** Reads a clock, in milliseconds: `() => performance.now()`. */
  readonly now: () => number;
  /** How long each kernel is run; 50 if left out. */
  readonly ms?: number;
}

/**
 * Times every kernel of a program by itself.
 *
 * @param carried  values of the carried inputs
 * @param inputs   values of the others
 * @returns        in the order of the step; a text that says why, for programs that are not compiled
 */
export function profileProgram(
  program: Program,
  carried: readonly Tensor[],
  inputs: readonly Tensor[],
  options: ProfileOptions,
): readonly KernelTime[] | string {
  const able = features();
  if (!able.simd) return "this engine has no WebAssembly SIMD";
  const plan = makePlan(program);
  if (typeof plan === "string") return plan;
  const fused = able.relaxedMadd && options.fused !== false;
  const time = (instructions: readonly Instruction[]): number => {
    const part: Plan = { ...plan, instructions };
    const run = executable(part, emitProgram(part, fused), []);
    run.write(carried);
    return fastest(() => run.call(inputs), options);
  };
  const nothing = time([]); // every call writes the inputs, which is no kernel's time
  return plan.instructions.flatMap(alone).map(
    ({ kernel, instruction, times }): KernelTime => ({
      kind: kernel.kind,
      text: textOf(kernel),
      times,
      ms: Math.max(0, time([instruction]) - nothing),
      flops: flopsOf(kernel) * times,
    }),
  );
}

interface Alone {
  readonly kernel: Instruction;
  /** The kernel, within the scan it stands in. */
  readonly instruction: Instruction;
  readonly times: number;
}

function alone(instruction: Instruction): readonly Alone[] {
  if (instruction.kind !== "scan") return [{ kernel: instruction, instruction, times: 1 }];
  return instruction.body.flatMap(alone).map(({ kernel, instruction: inner, times }) => ({
    kernel,
    instruction: { ...instruction, body: [inner] },
    times: times * instruction.length,
  }));
}

/** Runs five times at least, so that the code has been replaced by better code. */
function fastest(run: () => unknown, { now, ms = 50 }: ProfileOptions): number {
  let best = Number.POSITIVE_INFINITY;
  const end = now() + ms;
  for (let runs = 0; runs < 5 || now() < end; runs++) {
    const start = now();
    run();
    best = Math.min(best, now() - start);
  }
  return best;
}

function flopsOf(kernel: Instruction): number {
  if (kernel.kind !== "gemm") return 0;
  const size = kernel.c.shape.reduce((product, n) => product * n, 1);
  return kernel.terms.reduce((sum, { a }) => sum + 2 * size * (a.shape.at(-1) ?? 1), 0);
}

function textOf(kernel: Instruction): string {
  const nothing: Plan = {
    buffers: [],
    instructions: [kernel],
    carried: [],
    inputs: [],
    outputs: [],
    size: 0,
  };
  return printPlan(nothing).split("\n")[1] ?? kernel.kind;
}
