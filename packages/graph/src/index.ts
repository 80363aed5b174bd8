/** Dataflow graphs: scan, trace, verify, print, passes, interpret. */

export { GraphBuilder } from "./builder.ts";
export { type Compiler, type Coverage, type Executable, type Program, plainCompiler } from "./compiler.ts";
export { countPrimitives, type Equation, type Graph, isGraph, typeOf, type ValueId } from "./graph.ts";
export { evaluate, interpret } from "./interpret.ts";
export { shareCommon } from "./passes/cse.ts";
export { hoistInputs } from "./passes/hoist-inputs.ts";
export { joinPads } from "./passes/join-pads.ts";
export { optimise, type Pass, passes } from "./passes/optimise.ts";
export { prune } from "./passes/prune.ts";
export { pushSlices } from "./passes/push-slices.ts";
export { simplify } from "./passes/simplify.ts";
export { sinkOutputs } from "./passes/sink-outputs.ts";
export { print } from "./print.ts";
export { type Rewriter, rewrite } from "./rewrite.ts";
export { type ScanAttributes, type ScanOptions, scan, scanPrimitive } from "./scan.ts";
export { type Closure, trace, traceClosure } from "./trace.ts";
export { verify } from "./verify.ts";
