/** Progress, interruption and the name of the machine. */
import { cpus } from "node:os";

/** Shows where a long command is, on stderr, so that stdout holds results only. */
export interface ProgressLine {
  show(text: () => string): void;
  clear(): void;
}

/** One line that is rewritten; where there is no terminal, a line every 15 s. */
export function progressLine(): ProgressLine {
  const { isTTY } = process.stderr;
  const everyMs = isTTY ? 100 : 15_000;
  let last = performance.now() - (isTTY ? everyMs : 0);
  return {
    show(text) {
      const now = performance.now();
      if (now - last < everyMs) return;
      last = now;
      process.stderr.write(isTTY ? `\r\x1b[2K${text()}` : `${text()}\n`);
    },
    clear() {
      if (isTTY) process.stderr.write("\r\x1b[2K");
    },
  };
}

/** "about 40 s left", from the share that is done. */
export function timeLeft(startMs: number, share: number): string {
  const seconds = ((performance.now() - startMs) / 1000) * (1 / share - 1);
  if (!Number.isFinite(seconds)) return "";
  return seconds < 90 ? `about ${Math.ceil(seconds)} s left` : `about ${Math.ceil(seconds / 60)} min left`;
}

/** Aborts at the first Ctrl-C, so that what is done can be shown; the second ends at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => {
    process.stderr.write("\nstopping after this step; Ctrl-C again to end at once\n");
    controller.abort();
  });
  return controller.signal;
}

/** Processor, cores and Node, for figures that depend on them. */
export function machine(): string {
  const all = cpus();
  return `${all[0]?.model.trim() ?? "unknown processor"}, ${all.length} logical cores, Node ${process.versions.node}`;
}
