/** From a recorded step to one WebAssembly module that runs it. */

export { kernelReport, type WasmOptions, wasmCompiler } from "./emit/compiler.ts";
export { type Features, features } from "./features.ts";
export { peakGflops } from "./peak.ts";
export { makePlan } from "./plan/make-plan.ts";
export type { Plan } from "./plan/plan.ts";
export { printPlan } from "./plan/print-plan.ts";
export { type KernelTime, type ProfileOptions, profileProgram } from "./profile.ts";
