/** The compiler: a recorded step becomes one WebAssembly module that runs it in one call. */
import type { Compiler, Coverage, Graph } from "@seqloom/graph";
import { isGraph, plainCompiler } from "@seqloom/graph";
import { features } from "../features.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Instruction } from "../plan/plan.ts";
import { executable } from "./executable.ts";
import { emitProgram } from "./program.ts";

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
 *         "index-range" from `call` when a row is picked that does not exist
 * @example
 * const step = wasmCompiler().compile({ graph, carried: 0 });
 * const [loss] = step.call([x, y]);
 */
export function wasmCompiler(options: WasmOptions = {}): Compiler {
  return {
    name: "wasm",
    compile(program) {
      const able = features();
      const plan = able.simd ? makePlan(program) : "this engine has no WebAssembly SIMD";
      if (typeof plan === "string") {
        const whole = plainCompiler.compile(program);
        return { ...whole, coverage: whole.coverage.map((entry) => ({ ...entry, reason: plan })) };
      }
      const fused = able.relaxedMadd && options.fused !== false;
      const emitted = emitProgram(plan, fused);
      return executable(plan, emitted, coverageOf(program.graph, plan.instructions));
    },
  };
}

/** How often each primitive occurs, and which of them run on the plain device. */
function coverageOf(graph: Graph, instructions: readonly Instruction[]): Coverage[] {
  const plain = new Map<string, Coverage>();
  for (const { name, reason } of plainOnes(instructions)) {
    const before = plain.get(name)?.count ?? 0;
    plain.set(name, { primitive: name, path: "plain", count: before + 1, reason });
  }
  const counts = new Map<string, number>();
  countPrimitives(graph, counts);
  const compiled = [...counts].flatMap(([primitive, count]): Coverage[] =>
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

function countPrimitives(graph: Graph, counts: Map<string, number>): void {
  for (const { primitive, attributes } of graph.equations) {
    counts.set(primitive.name, (counts.get(primitive.name) ?? 0) + 1);
    for (const value of Object.values(attributes)) if (isGraph(value)) countPrimitives(value, counts);
  }
}
