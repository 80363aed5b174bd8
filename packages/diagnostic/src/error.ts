/**
 * The one error type of every Seqloom package.
 *
 * A message says what is wrong with the reader's own names and numbers; `code` is permanent and
 * searchable; `details` holds the facts that the message is built from, so tests check these.
 */
export interface SeqErrorOptions {
  /** One thing the reader can do to put it right. */
  readonly help?: string;
  /** The facts the message is made of: operation, shapes, axis, value, range. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * An error with a stable code, the facts behind it and a way out.
 *
 * @example throw new SeqError("shape-mismatch", "matmul: ...", { help: "...", details: { left, right } });
 */
export class SeqError extends Error {
  readonly code: string;
  readonly help: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: SeqErrorOptions = {}) {
    super(options.help === undefined ? message : `${message}\n  help: ${options.help}`, {
      cause: options.cause,
    });
    this.name = "SeqError";
    this.code = code;
    this.help = options.help;
    this.details = options.details ?? {};
  }
}
