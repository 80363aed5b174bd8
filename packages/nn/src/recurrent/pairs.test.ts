/** Options in every pair: each combination runs, and its gradients agree with central differences. */
import { keyTensor } from "@seqloom/ops";
import { fromData, rng } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { clockwork } from "../cells/clockwork.ts";
import { gru } from "../cells/gru.ts";
import { jordan } from "../cells/jordan.ts";
import { lstm } from "../cells/lstm.ts";
import { rnn } from "../cells/rnn.ts";
import { sru } from "../cells/sru.ts";
import { gradientError } from "../testing/gradient-error.ts";
import { pairwise, type Row } from "../testing/pairs.ts";
import type { RecurrentOptions } from "./options.ts";
import type { RecurrentLayer } from "./recurrent.ts";

const factors = {
  cell: ["rnn", "lstm", "gru", "sru", "clockwork", "jordan"],
  layers: [1, 2],
  direction: ["forward", "reverse", "both"],
  batchFirst: [false, true],
  dropout: [0, 0.4],
  recurrentDropout: [0, 0.3],
  zoneout: [0, 0.2],
  skip: ["none", "residual", "dense"],
  output: ["sequence", "last"],
  recurrent: ["uniform", "orthogonal", "identity"],
  gaps: ["none", "lengths", "mask"],
  training: [false, true],
  bias: [false, true],
  layerNorm: [false, true],
  clip: [undefined, 1.1],
  projection: [undefined, 1],
  peephole: [false, true],
  coupled: [false, true],
  forgetBias: [0, 1],
  reset: ["after", "before"],
  activation: ["tanh", "softsign"],
} as const;

type Settings = Row<typeof factors>;

function layerOf(row: Settings): RecurrentLayer {
  const { direction, activation, cell } = row;
  const options: RecurrentOptions = {
    input: 2,
    hidden: cell === "clockwork" ? 2 : 3, // three, since two normalised units are always 1 and -1
    layers: row.layers,
    batchFirst: row.batchFirst,
    dropout: row.dropout,
    recurrentDropout: row.recurrentDropout,
    zoneout: row.zoneout,
    skip: row.skip,
    output: row.output,
    recurrent: row.recurrent,
    bidirectional: direction === "both",
    reverse: direction === "reverse",
  };
  const { bias, layerNorm, clip, projection, peephole, coupled, forgetBias, reset } = row;
  switch (cell) {
    case "rnn":
      return rnn({ ...options, activation, bias, layerNorm, clip });
    case "lstm": {
      const activations = { candidate: activation };
      return lstm({
        ...options,
        bias,
        forgetBias,
        projection,
        peephole,
        coupled,
        layerNorm,
        clip,
        activations,
      });
    }
    case "gru":
      return gru({ ...options, bias, reset, layerNorm, clip, activations: { candidate: activation } });
    case "sru":
      return sru(options);
    case "clockwork":
      return clockwork({ ...options, periods: [1, 2] });
    case "jordan":
      return jordan({ ...options, outputActivation: activation });
    default:
      return cell satisfies never;
  }
}

/** The options of each cell; others stay at their first value, so that each pair is tried where it means something. */
const own: Readonly<Record<Settings["cell"], readonly (keyof Settings)[]>> = {
  rnn: ["bias", "layerNorm", "clip", "activation"],
  lstm: ["bias", "layerNorm", "clip", "projection", "peephole", "coupled", "forgetBias", "activation"],
  gru: ["bias", "layerNorm", "clip", "reset", "activation"],
  sru: [],
  clockwork: [],
  jordan: ["activation"],
};

function settle(row: Settings): Settings | undefined {
  if (row.cell === "sru" && row.recurrentDropout > 0) return undefined;
  const has = (name: keyof Settings) => own[row.cell].includes(name);
  return {
    ...row,
    bias: has("bias") && row.bias,
    layerNorm: has("layerNorm") && row.layerNorm,
    clip: has("clip") ? row.clip : undefined,
    projection: has("projection") ? row.projection : undefined,
    peephole: has("peephole") && row.peephole,
    coupled: has("coupled") && row.coupled,
    forgetBias: has("forgetBias") ? row.forgetBias : 0,
    reset: has("reset") ? row.reset : "after",
    activation: has("activation") ? row.activation : "tanh",
  };
}

const rows = pairwise(factors, settle);

describe("every pair of options", () => {
  it.each(rows.map((row) => [JSON.stringify(row), row] as const))("%s", (_, row) => {
    const holes = fromData(Uint8Array.of(1, 1, 0, 1, 1, 0), row.batchFirst ? [2, 3] : [3, 2]);
    const { worst, at } = gradientError(layerOf(row), 3, {
      ...(row.gaps === "lengths" && { lengths: [2, 3] }),
      ...(row.gaps === "mask" && { mask: holes }),
      ...(row.training && { training: true, key: keyTensor(rng(9)) }),
    });
    expect(worst, at).toBeLessThan(1e-6);
  });
});
