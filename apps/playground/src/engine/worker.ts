/** The training worker: one run at a time. */
import { createGate, type Gate } from "./gate.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";
import { runSession } from "./session.ts";

let gate: Gate = createGate(false);
let running: AbortController | undefined;

const post = (message: FromWorker) => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case "train": {
      stop();
      running = new AbortController();
      gate = createGate(data.isPaused);
      const { run, text, seed } = data;
      void runSession({ run, text, seed, gate, post, signal: running.signal });
      return;
    }
    case "pause":
      return gate.close();
    case "resume":
      return gate.open();
    case "step":
      return gate.once();
    case "stop":
      return stop();
    default:
      data satisfies never;
  }
});

/** A run that is held at its gate must pass it to see that it is over. */
function stop(): void {
  running?.abort();
  gate.open();
}
