/** A command in a process of its own: its streams, its signals, its exit code. */
import { constants } from "node:os";
import { main } from "./program.ts";

/**
 * Runs one command on the streams of this process; never throws.
 *
 * @returns the exit code of the process: that of the command, or 128 and the signal's number if one stopped it
 */
export async function runProcess(args: readonly string[]): Promise<number> {
  const { stdin, stdout, stderr } = process;
  // Whoever reads a pipe may close it early, as `head` does. That is no fault, and must not cost a trained model.
  let unwritten: NodeJS.ErrnoException | undefined;
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") unwritten = error;
  });
  stderr.on("error", () => {});
  const stopping = stopOnSignals();
  const code = await main(args, {
    out: stdout,
    input: stdin,
    err: stderr,
    color: stderr.isTTY === true && (process.env.NO_COLOR ?? "") === "",
    cwd: process.cwd(),
    now: () => performance.now(),
    onStop: stopping.onStop,
  });
  await new Promise((resolve) => stdout.write("", resolve)); // what was written before is out, or has failed
  if (unwritten !== undefined) {
    stderr.write(`error[output-unwritable]: the results could not be written: ${unwritten.code}\n`);
    return code === 0 ? 1 : code;
  }
  const signal = stopping.received();
  return code === 130 && signal !== undefined ? 128 + constants.signals[signal] : code;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Signal = (typeof signals)[number];

/** The first signal stops in good order, the second at once: files are written in one go, so none is left in half. */
function stopOnSignals() {
  let received: Signal | undefined;
  return {
    received: () => received,
    onStop(stop: () => void): void {
      for (const signal of signals) {
        process.on(signal, () => {
          if (received !== undefined) process.exit(128 + constants.signals[signal]);
          received = signal;
          process.stderr.write(
            "\nstopping: what is trained so far is kept; press Ctrl-C again to leave at once\n",
          );
          stop();
        });
      }
    },
  };
}
