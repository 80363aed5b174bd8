/** What the page knows of the run that it shows, as messages of the worker tell it. */
import type { Picture } from "../engine/picture.ts";
import type { FromWorker } from "../engine/protocol.ts";

export interface ModelRun {
  readonly name: string;
  readonly weights: number;
  readonly losses: number[];
  picture: Picture | undefined;
  /** The step that the picture shows. */
  pictureStep: number;
  divergedAt: number | undefined;
}

export interface RunState {
  /** Grows with each run, so that a late message never paints an old one. */
  readonly run: number;
  status: "idle" | "running" | "paused" | "done" | "fault";
  /** The text that runs. */
  readonly text: string;
  readonly seed: number;
  readonly models: Map<string, ModelRun>;
  /** The one that trains. */
  current: string;
  lossHash: string | undefined;
  msPerStep: number | undefined;
  fault: { readonly message: string; readonly help: string } | undefined;
}

export function newRun(run: number, text: string, seed: number, status: RunState["status"]): RunState {
  return {
    ...{ run, status, text, seed, models: new Map(), current: "" },
    ...{ lossHash: undefined, msPerStep: undefined, fault: undefined },
  };
}

/** @returns whether the message was of this run */
export function take(state: RunState, message: FromWorker): boolean {
  if (message.run !== state.run) return false;
  const model = "model" in message ? state.models.get(message.model) : undefined;
  switch (message.kind) {
    case "model":
      state.current = message.model;
      state.models.set(message.model, {
        ...{ name: message.model, weights: message.weights, losses: [] },
        ...{ picture: undefined, pictureStep: 0, divergedAt: undefined },
      });
      break;
    case "loss":
      message.losses.forEach((loss, i) => {
        if (model !== undefined) model.losses[message.from + i] = loss;
      });
      break;
    case "picture":
      if (model !== undefined) Object.assign(model, { picture: message.picture, pictureStep: message.step });
      break;
    case "diverged":
      if (model !== undefined) model.divergedAt = message.step;
      break;
    case "paused":
      state.status = "paused";
      break;
    case "done":
      Object.assign(state, { status: "done", lossHash: message.lossHash, msPerStep: message.msPerStep });
      break;
    case "fault":
      Object.assign(state, { status: "fault", fault: { message: message.message, help: message.help } });
      break;
    default:
      message satisfies never;
  }
  return true;
}
