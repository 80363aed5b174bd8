/** Gives control back to the event loop now and then. */

/** Short enough for a page to feel alive, long enough not to cost: a timer takes 1 to 4 ms. */
const burstMs = 50;

/** Resolves at once for 50 ms, then once by way of a timer, so that clicks, timers and signals get their turn. */
export function pauses(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < burstMs) return undefined;
    return new Promise((resolve) => {
      setTimeout(() => {
        last = performance.now();
        resolve();
      }, 0);
    });
  };
}
