/** The command from its sources in a process of its own, for tests: `node scripts/from-source.mjs` starts it. */
import { main as run } from "../program.ts";

export function main(_root: string, args: readonly string[]): Promise<number> {
  return run(args, {
    out: process.stdout,
    input: process.stdin,
    err: process.stderr,
    color: false,
    cwd: process.cwd(),
    now: () => performance.now(),
    signal: new AbortController().signal,
  });
}
