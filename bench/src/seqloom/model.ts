/** The network of a workload in Seqloom. */
import {
  crossEntropy,
  embedding,
  gru,
  linear,
  lstm,
  mse,
  type Params,
  type Part,
  type RecurrentLayer,
  recurrent,
  rnn,
  type Sequential,
  sequential,
} from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import type { Workload } from "../workloads.ts";
import { customCell } from "./custom-cell.ts";

/** Parts `letters` (of symbols only), `rnn` and `head`. */
export function modelOf(workload: Workload): Sequential {
  const { symbols, input, hidden, outputs } = workload;
  const parts: Record<string, Part> = {};
  if (symbols > 0) parts.letters = embedding({ count: symbols, size: input });
  parts.rnn = recurrentPart(workload);
  parts.head = linear({ input: hidden, output: outputs });
  return sequential(parts);
}

export function recurrentPart({ cell, task, input, hidden, layers }: Workload): RecurrentLayer {
  const options = { input, hidden, layers, output: task === "next" ? "sequence" : "last" } as const;
  switch (cell) {
    case "lstm":
      return lstm(options);
    case "gru":
      return gru(options);
    case "gru-before":
      return gru({ ...options, reset: "before" });
    case "rnn":
      return rnn(options);
    case "custom":
      return recurrent(customCell, options);
    default:
      return cell satisfies never;
  }
}

export function lossOf(
  model: Sequential,
  { task }: Workload,
): (params: Params, batch: { readonly x: Value; readonly y: Value }) => Value {
  return (params, { x, y }) => {
    const { y: predicted } = model.apply(params, x);
    return task === "regression" ? mse(predicted, y) : crossEntropy(predicted, y);
  };
}
