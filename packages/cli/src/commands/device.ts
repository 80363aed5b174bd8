/** What runs a model, by the name that the command line has for it. */
import { type Compiler, plainCompiler } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";

export type Device = "wasm" | "plain";

export function compilerOf(device: Device): Compiler {
  return device === "plain" ? plainCompiler : wasmCompiler();
}
