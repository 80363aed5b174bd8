/** The worker as the page uses it. It is fetched when the page has nothing better to do, or on the first run. */
import type { FromWorker, ToWorker } from "../engine/protocol.ts";

export interface Engine {
  send(message: ToWorker): void;
  /** Ends a worker that does not answer. The next message starts a new one. */
  restart(): void;
}

export function createEngine(onMessage: (message: FromWorker) => void, onDeath: () => void): Engine {
  let worker: Worker | undefined;
  const start = () => {
    const made = new Worker(new URL("../engine/worker.ts", import.meta.url), { type: "module" });
    made.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => onMessage(data));
    made.addEventListener("error", () => {
      made.terminate();
      worker = undefined;
      onDeath();
    });
    worker = made;
    return made;
  };
  // Safari has no requestIdleCallback.
  setTimeout(() => worker ?? start(), 1_000);
  return {
    send: (message) => (worker ?? start()).postMessage(message),
    restart() {
      worker?.terminate();
      worker = undefined;
    },
  };
}
