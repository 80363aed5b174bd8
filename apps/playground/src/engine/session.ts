/** One run as messages: losses in batches, pictures a few times a second, held at the gate when asked. */
import { SeqError } from "@seqloom/diagnostic";
import type { Gate } from "./gate.ts";
import { lossHash } from "./loss-hash.ts";
import type { FromWorker } from "./protocol.ts";
import { type TrainingEvent, trainText } from "./training.ts";

export interface SessionOptions {
  readonly run: number;
  readonly text: string;
  readonly seed: number;
  readonly gate: Gate;
  readonly signal: AbortSignal;
  readonly post: (message: FromWorker) => void;
}

const lossEveryMs = 50;
const pictureEveryMs = 250;
/** A run that nobody asked to be longer ends here. */
const longestMs = 10 * 60_000;

type Step = Extract<TrainingEvent, { kind: "step" }>;

/** Runs until the end, a fault, or the signal. Watching changes no number. */
export async function runSession({ run, text, seed, gate, signal, post }: SessionOptions): Promise<void> {
  const all: number[] = [];
  let pending: number[] = [];
  let [lossAt, pictureAt, trainingMs] = [0, 0, 0];
  const flush = ({ model, step }: Step, now: number) => {
    if (pending.length === 0) return;
    post({ run, kind: "loss", model, from: step - pending.length, losses: Float32Array.from(pending) });
    pending = [];
    lossAt = now;
  };
  const show = (event: Step, now: number, picture = event.picture) => {
    flush(event, now);
    post({ run, kind: "picture", model: event.model, step: event.step, picture: picture() });
    pictureAt = performance.now();
  };
  try {
    let last: Step | undefined;
    let before = performance.now();
    for await (const event of trainText(text, seed, signal)) {
      if (signal.aborted) return;
      const now = performance.now();
      if (event.kind === "model") {
        post({ run, ...event });
      } else if (event.kind === "diverged") {
        if (last !== undefined) flush(last, now);
        post({ run, ...event });
      } else if (event.kind === "done") {
        if (last !== undefined) show(last, now, event.picture);
      } else {
        trainingMs += now - before;
        last = event;
        all.push(event.loss);
        pending.push(event.loss);
        if (now - lossAt > lossEveryMs) flush(event, now);
        const wait = gate.passage();
        if (wait !== undefined || now - pictureAt > pictureEveryMs) show(event, now);
        if (wait !== undefined) {
          post({ run, kind: "paused", model: event.model, step: event.step });
          await wait;
        }
        if (trainingMs > longestMs) gate.close();
      }
      before = performance.now();
    }
    if (signal.aborted) return;
    post({
      ...{ run, kind: "done", lossHash: await lossHash(all) },
      msPerStep: trainingMs / Math.max(1, all.length),
    });
  } catch (error) {
    post({ run, kind: "fault", ...faultOf(error) });
  }
}

function faultOf(error: unknown): { code: string; message: string; help: string } {
  if (error instanceof SeqError) return { code: error.code, message: error.message, help: error.help ?? "" };
  const message = error instanceof Error ? error.message : String(error);
  return { code: "internal", message: `internal: ${message}`, help: "please report it with the spec" };
}
