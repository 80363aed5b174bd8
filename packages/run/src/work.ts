/** Work in pieces, so that whoever waits can show how far it is. */

/** Yields the share that is done, 0 to 1, and returns the result. */
export type Work<T> = Generator<number, T, undefined>;

/** Does all of it at once. */
export function finished<T>(work: Work<T>): T {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
  }
}

/** Part of a longer work: its shares from 0 to 1 become those from `from` to `to`. */
export function* within<T>(work: Work<T>, from: number, to: number): Work<T> {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
    yield from + (to - from) * piece.value;
  }
}
