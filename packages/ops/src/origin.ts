/** Which stretch of a text asks for the operations at work: what a fault can be traced back to. */
import type { Span } from "@seqloom/diagnostic";

let current: Span | undefined;

/**
 * Runs `body`, whose operations are asked for by this stretch of a text; the innermost counts, undefined changes nothing.
 * Who carries out a text says so with this, and who records operations keeps it with them. The origin is a property of
 * the call stack: it is restored whatever happens, and does not outlive an `await`.
 *
 * @example withOrigin(statement.span, () => carryOut(statement));
 */
export function withOrigin<R>(origin: Span | undefined, body: () => R): R {
  if (origin === undefined) return body();
  const before = current;
  current = origin;
  try {
    return body();
  } finally {
    current = before;
  }
}

/** The origin of what is asked for now; undefined where nobody said. */
export function originNow(): Span | undefined {
  return current;
}
