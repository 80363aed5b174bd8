/** What the numbers were measured on. */
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";

export interface Machine {
  readonly cpu: string;
  /** The widest vectors that native code may use, where the system says so; WebAssembly has 128 bits anywhere. */
  readonly vectors: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** How many processes wanted to run, on average over the last minute; before and after. */
  readonly load: readonly [before: number, after: number];
}

export function machine(loadBefore: number): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? "unknown",
    vectors: widestVectors(),
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    load: [loadBefore, loadNow()],
  };
}

export function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

function widestVectors(): string {
  try {
    const flags = readFileSync("/proc/cpuinfo", "utf8");
    const known = { "AVX-512": /\bavx512f\b/, AVX2: /\bavx2\b/, SVE: /\bsve\b/, NEON: /\basimd\b/ };
    return Object.entries(known).find(([, flag]) => flag.test(flags))?.[0] ?? "unknown vectors";
  } catch {
    return "unknown vectors"; // not Linux
  }
}
