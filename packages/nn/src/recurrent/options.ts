/** What a recurrent layer can be told, whatever its cell. */
import { SeqError } from "@seqloom/diagnostic";
import type { Cell } from "../cell/cell.ts";
import { checkShare } from "../noise.ts";

export interface RecurrentOptions {
  /** Size of x at one step. */
  readonly input: number;
  /** Size of the states. */
  readonly hidden: number;
  /** Cells one above another, each running over the outputs of the one below; 1 if left out. */
  readonly layers?: number;
  /** A second cell in each layer runs from the last step to the first; outputs lie side by side, forward first. */
  readonly bidirectional?: boolean;
  /** The layer runs from the last step to the first. */
  readonly reverse?: boolean;
  /** x and y are [B, T, ...] instead of [T, B, ...]; states stay [L, B, H], as in PyTorch. */
  readonly batchFirst?: boolean;
  /** Share of values dropped between layers while training. */
  readonly dropout?: number;
  /** Share of each state's units that its weights do not see while training, one choice a sequence. */
  readonly recurrentDropout?: number;
  /** Share of units that keep their value at a step, for all states or by state. */
  readonly zoneout?: number | Readonly<Record<string, number>>;
  /**
   * `residual`: from the second layer on, a layer's input is added to its output (its width must agree).
   * `dense`: a layer's input is the layer's below and its output side by side.
   */
  readonly skip?: "none" | "residual" | "dense";
  /** Gradients go back over at most this many steps; states go on. */
  readonly truncate?: number;
  /** `last`: y is what a sequence ends with, [B, H]; of a backward half, what it gives at the first step. */
  readonly output?: "sequence" | "last";
  /** First values of the weights on states: PyTorch's uniform ones, orthogonal blocks, or the identity; times `gain`. */
  readonly recurrent?: "uniform" | "orthogonal" | "identity";
  readonly gain?: number;
}

/** All options, with their defaults, checked. */
export interface CheckedOptions extends Required<Omit<RecurrentOptions, "truncate" | "zoneout">> {
  readonly truncate: number | undefined;
  readonly zoneout: Readonly<Record<string, number>>;
}

/**
 * @throws SeqError "option-range" for a size that is no whole number from 1, "share-range",
 *         "option-conflict" for options that contradict each other, "state-unknown" in zoneout
 */
export function checkOptions(cell: Cell, given: RecurrentOptions): CheckedOptions {
  const options: CheckedOptions = {
    input: given.input,
    hidden: given.hidden,
    layers: given.layers ?? 1,
    bidirectional: given.bidirectional ?? false,
    reverse: given.reverse ?? false,
    batchFirst: given.batchFirst ?? false,
    dropout: given.dropout ?? 0,
    recurrentDropout: given.recurrentDropout ?? 0,
    zoneout: zoneoutShares(cell, given.zoneout ?? 0),
    skip: given.skip ?? "none",
    truncate: given.truncate,
    output: given.output ?? "sequence",
    recurrent: given.recurrent ?? "uniform",
    gain: given.gain ?? 1,
  };
  for (const name of ["input", "hidden", "layers", "truncate"] as const) checkCount(name, options[name]);
  checkShare(options.dropout, "dropout");
  checkShare(options.recurrentDropout, "recurrentDropout");
  if (options.bidirectional && options.reverse) {
    throw conflict(
      "bidirectional",
      "reverse",
      "a bidirectional layer has a backward half already; leave out reverse",
    );
  }
  if (options.truncate !== undefined && (options.bidirectional || options.reverse)) {
    throw conflict(
      "truncate",
      options.reverse ? "reverse" : "bidirectional",
      "the state of a backward pass comes from later steps, so nothing can be carried from part to part",
    );
  }
  return options;
}

function checkCount(option: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return;
  throw new SeqError("option-range", `${option} is ${value}`, {
    help: "use a whole number from 1",
    details: { option, value },
  });
}

function conflict(a: string, b: string, help: string): SeqError {
  return new SeqError("option-conflict", `${a} and ${b} do not go together`, {
    help,
    details: { options: [a, b] },
  });
}

function zoneoutShares(
  cell: Cell,
  zoneout: number | Readonly<Record<string, number>>,
): Record<string, number> {
  const noisy = cell.states.filter((state) => !cell.counters.includes(state));
  const shares =
    typeof zoneout === "number" ? Object.fromEntries(noisy.map((state) => [state, zoneout])) : zoneout;
  for (const [state, share] of Object.entries(shares)) {
    checkShare(share, `zoneout of ${state}`);
    if (noisy.includes(state)) continue;
    throw new SeqError("state-unknown", `zoneout names ${state}; cell ${cell.name} has no such state`, {
      help: `its states are ${noisy.join(", ")}`,
      details: { state, states: noisy },
    });
  }
  return { ...shares };
}
