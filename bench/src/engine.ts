/** Which program runs a contestant, and with which settings. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Arguments } from "./arguments.ts";
import { type Contestant, childProgram } from "./contestants.ts";
import type { SessionOptions } from "./session.ts";

const installed = fileURLToPath(new URL("../node_modules/", import.meta.url));

export interface Engines {
  readonly node: string;
  readonly nodeVersion: string;
  /** Undefined where no Python has PyTorch. */
  readonly python: string | undefined;
}

/** Finds Node and Python. */
export function findEngines({ node }: Pick<Arguments, "node">): Engines {
  const other = `${installed}node-${process.platform}-${process.arch}/bin/node`;
  const program = node === "24" && existsSync(other) ? other : process.execPath;
  return {
    node: program,
    nodeVersion: execFileSync(program, ["-p", "process.version + ' (V8 ' + process.versions.v8 + ')'"], {
      encoding: "utf8",
    }).trim(),
    python: [process.env.PYTHON, "python3", "/usr/bin/python3"].find(
      (name) => name !== undefined && hasTorch(name),
    ),
  };
}

function hasTorch(python: string): boolean {
  try {
    execFileSync(python, ["-c", "import torch"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** How the process of a contestant is started; why not, if that cannot be. */
export function startOf(
  { language, adapter, env = {} }: Contestant,
  engines: Engines,
  { fma, threads }: Pick<Arguments, "fma" | "threads">,
): Omit<SessionOptions, "limitMs"> | string {
  if (language === "python") {
    const { python } = engines;
    if (python === undefined) return "no python3 with PyTorch (Debian: python3-torch)";
    const counts = { OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
    return { command: python, args: [adapter], env: { ...env, ...counts } };
  }
  return { command: engines.node, args: [...nodeFlags(engines, { fma }), childProgram, adapter], env };
}

/** Node 20 has relaxed SIMD behind a flag, which later versions no longer know. */
export function nodeFlags({ nodeVersion }: Engines, { fma }: Pick<Arguments, "fma">): readonly string[] {
  return fma && nodeVersion.startsWith("v20.") ? ["--experimental-wasm-relaxed-simd"] : [];
}
