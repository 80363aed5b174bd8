/** One line that is written over again: a bar, how far, how good, how long still. */

export interface ProgressState {
  /** 0 to 1. */
  readonly share: number;
  /** What to say beside the bar, for instance `epoch 3/20  loss 0.412  rate 1e-3`. */
  readonly text: string;
}

export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  update(state: ProgressState): void;
  /** Takes the bar away (terminal) or writes nothing more (file). */
  finish(): void;
}

const frameMs = 80;
/** Where there is no terminal, a line now and then is enough to see that it lives. */
const lineMs = 5000;
const barWidth = 24;

/**
 * A progress bar for a terminal; for a file or a pipe a plain line every five seconds.
 *
 * @param now  milliseconds; handed in, so that tests need not wait
 */
export function createProgress(output: ProgressOutput, now: () => number): Progress {
  const start = now();
  let last = output.isTTY ? Number.NEGATIVE_INFINITY : start;
  let isDrawn = false;
  return {
    update({ share, text }) {
      const at = now();
      if (at - last < (output.isTTY ? frameMs : lineMs)) return;
      last = at;
      const left = share > 0.01 ? `  ${formatSeconds(((at - start) * (1 - share)) / share / 1000)} left` : "";
      if (output.isTTY) {
        const filled = Math.round(share * barWidth);
        const line = `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${String(Math.floor(share * 100)).padStart(3)}%  ${text}${left}`;
        output.write(`\r\u001b[2K${line.slice(0, (output.columns ?? 100) - 1)}`);
        isDrawn = true;
      } else {
        output.write(`${String(Math.floor(share * 100)).padStart(3)}%  ${text}${left}\n`);
      }
    },
    finish() {
      if (isDrawn) output.write("\r\u001b[2K");
      isDrawn = false;
    },
  };
}

/** `8 s`, `3 min 20 s`, `1 h 05 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}
