/** The command from its sources in a process of its own, for tests: `node scripts/from-source.mjs` starts it. */
import { runProcess } from "../process.ts";

export function main(_root: string, args: readonly string[]): Promise<number> {
  return runProcess(args);
}
