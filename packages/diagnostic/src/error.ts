/** The one error type of every Seqloom package. */

/** What an error says besides its code and message. */
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
 * A message says what is wrong with the reader's own names and numbers; `code` is permanent and
 * searchable; `details` holds the facts that the message is built from, so tests check these.
 *
 * @example throw new SeqError("shape-mismatch", "matmul: ...", { help: "...", details: { left, right } });
 */
export class SeqError extends Error {
  readonly code: string;
  /** The message without the help. */
  readonly summary: string;
  readonly help: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: SeqErrorOptions = {}) {
    super(options.help === undefined ? message : `${message}\n  help: ${options.help}`, {
      cause: options.cause,
    });
    this.name = "SeqError";
    this.code = code;
    this.summary = message;
    this.help = options.help;
    this.details = options.details ?? {};
  }
}

/**
 * A fault of Seqloom itself, code "internal": what cannot be, and the request to report it.
 *
 * @example throw internalFault("a scan lost an output");
 */
export function internalFault(what: string): SeqError {
  return new SeqError("internal", `internal: ${what}`, {
    help: "this is a fault of Seqloom, please report it with the smallest input that shows it",
  });
}
