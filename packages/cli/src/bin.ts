#!/usr/bin/env node
/** The command `seqloom`. */
import { main } from "./program.ts";

const controller = new AbortController();
process.on("SIGINT", () => {
  // A second Ctrl-C does not wait for the step at work.
  if (controller.signal.aborted) process.exit(130);
  process.stderr.write("\nstopping after this step; press Ctrl-C again to leave at once\n");
  controller.abort();
});
// A reader of a pipe that closes it early, as `head` does, is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
});

process.exitCode = await main(process.argv.slice(2), {
  out: process.stdout,
  input: process.stdin,
  err: process.stderr,
  color: process.stderr.isTTY === true && process.env.NO_COLOR === undefined,
  cwd: process.cwd(),
  now: () => performance.now(),
  signal: controller.signal,
});
