/** The compiler: a recorded step becomes one WebAssembly module that runs it in one call. */
import type { Compiler, Coverage, Graph, Program } from "@seqloom/graph";
import { countPrimitives, plainCompiler } from "@seqloom/graph";
import { features } from "../features.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Instruction, Plan } from "../plan/plan.ts";
import { executable } from "./executable.ts";
import { type EmittedProgram, emitProgram } from "./program.ts";

export interface WasmOptions {
  /**
   * Whether multiply-adds may be fused (relaxed SIMD). Left out: where the engine can. Fused results differ from
   * unfused ones in their last bits, so set it to false for the same bits on every machine.
   */
  readonly fused?: boolean;
}

/**
 * A compiler to WebAssembly with SIMD.
 *
 * What it cannot translate runs on the plain device within the same step; `coverage` of the executable names it and
 * says why. Programs in f64, and all programs on engines without SIMD, run there as a whole.
 *
 * @throws SeqError "graph-input" from `call` for inputs of other types; "not-written" from `call` before `write`;
 *         "index-range" from `call` when a row is picked that does not exist; "memory-size" from `compile`
 * @example
 * const step = wasmCompiler().compile({ graph, carried: 0 });
 * const [loss] = step.call([x, y]);
 */
export function wasmCompiler(options: WasmOptions = {}): Compiler {
  return {
    name: "wasm",
    compile(program) {
      const { plan, emitted } = emit(program, options);
      if (typeof plan === "string" || emitted === undefined) {
        const whole = plainCompiler.compile(program);
        return { ...whole, coverage: whole.coverage.map((entry) => ({ ...entry, reason: String(plan) })) };
      }
      return executable(plan, emitted, coverageOf(program.graph, plan.instructions));
    },
  };
}

interface Emitted {
  /** The plan, or why there is none. */
  readonly plan: Plan | string;
  readonly emitted: EmittedProgram | undefined;
  readonly isFused: boolean;
}

function emit(program: Program, { fused = true }: WasmOptions): Emitted {
  const able = features();
  const isFused = able.relaxedMadd && fused;
  const plan = able.simd ? makePlan(program) : "this engine has no WebAssembly SIMD";
  return { plan, isFused, emitted: typeof plan === "string" ? undefined : emitProgram(plan, isFused) };
}

/**
 * What would be generated for a program, as text: which multiply-adds, how much memory, and every function with the
 * bytes of its code. For `explain`, and for finding the names that profilers show.
 */
export function kernelReport(program: Program, options: WasmOptions = {}): string {
  const { plan, emitted, isFused } = emit(program, options);
  if (typeof plan === "string" || emitted === undefined) return `plain device: ${String(plan)}`;
  const bytes = (n: number) => `${n.toLocaleString("en")} B`;
  return [
    `WebAssembly SIMD, ${isFused ? "fused multiply-add (relaxed SIMD)" : "separate multiply and add"}`,
    `module ${bytes(emitted.module.length)}, memory ${bytes(emitted.pages * 65536)}, of it arena ${bytes(4 * plan.size)}`,
    ...emitted.functions.map(({ name, bytes: size }) => `  ${name}  ${bytes(size)}`),
  ].join("\n");
}

/** How often each primitive occurs, and which of them run on the plain device. */
function coverageOf(graph: Graph, instructions: readonly Instruction[]): Coverage[] {
  const plain = new Map<string, Coverage>();
  for (const { name, reason } of plainOnes(instructions)) {
    const before = plain.get(name)?.count ?? 0;
    plain.set(name, { primitive: name, path: "plain", count: before + 1, reason });
  }
  const compiled = [...countPrimitives(graph)].flatMap(([primitive, count]): Coverage[] =>
    plain.has(primitive) ? [] : [{ primitive, path: "wasm", count }],
  );
  return [...compiled, ...plain.values()];
}

function plainOnes(instructions: readonly Instruction[]): { name: string; reason: string }[] {
  return instructions.flatMap((instruction) => {
    if (instruction.kind === "scan") return plainOnes(instruction.body);
    if (instruction.kind !== "plain") return [];
    return [{ name: instruction.equation.primitive.name, reason: instruction.reason }];
  });
}
