/** What a command is given instead of reaching for the process: so that tests can hand in their own. */
export interface Context {
  readonly out: Output;
  /** Standard input, where there is one. */
  readonly input?: NodeJS.ReadableStream;
  /** Progress and notices; never results. */
  readonly err: Output;
  readonly color: boolean;
  readonly cwd: string;
  /** Milliseconds. */
  readonly now: () => number;
  /**
   * From now on the reader's Ctrl-C calls `stop`, so that the command can end in good order. Until a command asks for it,
   * Ctrl-C ends the process at once.
   */
  readonly onStop: (stop: () => void) => void;
}

export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How a command ended: 0 well, 1 a mistake in a spec or data, 2 a wrong call, 130 stopped by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 130;
