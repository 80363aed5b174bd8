/** The clockwork network: groups of units that move at their own pace. Koutnik et al. 2014, https://arxiv.org/abs/1402.3511 */
import { SeqError } from "@seqloom/diagnostic";
import { add, equal, remainder, round, stopGradient, tanh, where } from "@seqloom/ops";
import { allocate, fromData, type Tensor, tensor } from "@seqloom/tensor";
import { type Cell, defineCell } from "../cell/cell.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";

export interface ClockworkCellOptions {
  /** Steps from one move of a group to its next, one per group; 1, 2, 4, 8 if left out. Groups are equally large. */
  readonly periods?: readonly number[];
}

/**
 *   h' = tanh(W x + W h + b)   for the groups whose turn it is at step t; the others stay
 *
 * A group sees groups that move as seldom as itself or more seldom. The second state, `t` [B, 1], counts steps.
 *
 * @throws SeqError "clockwork-groups" if the hidden size does not divide into the groups, or a period is not whole
 */
export function clockworkCell(options: ClockworkCellOptions = {}): Cell {
  const { periods = [1, 2, 4, 8] } = options;
  return defineCell({
    name: "clockwork",
    states: ["h", "t"],
    sizes: { t: 1 },
    counters: ["t"],
    families: { x: "ih", h: "hh" },
    options: { periods },
    step({ x, h, t }, q) {
      const period = periodOfUnits(periods, q.hidden);
      // Rounded, since a count stands for a whole number: no gradient can flow through whose turn it is.
      const isTurn = equal(remainder(round(stopGradient(t)), tensor(period, h.dtype)), 0);
      const hNext = q.next("h", (affine) =>
        where(isTurn, tanh(add(affine(x), affine(h, { mask: slowerOnly(period) }))), h),
      );
      return { h: hNext, t: add(t, 1) };
    },
  });
}

function periodOfUnits(periods: readonly number[], hidden: number): number[] {
  const size = hidden / periods.length;
  if (!Number.isInteger(size) || periods.some((n) => !Number.isInteger(n) || n < 1)) {
    throw new SeqError(
      "clockwork-groups",
      `clockwork: hidden = ${hidden} with periods ${periods.join(", ")}`,
      {
        help: "use whole periods from 1, and a hidden size that is a multiple of how many there are",
        details: { hidden, periods },
      },
    );
  }
  return Array.from({ length: hidden }, (_, unit) => periods[Math.floor(unit / size)] ?? 1);
}

/** [H, H]: 1 where the unit of the column moves as seldom as the unit of the row or more seldom. */
function slowerOnly(period: readonly number[]): Tensor {
  const H = period.length;
  const data = allocate("f32", H * H);
  for (let i = 0; i < H * H; i++) {
    data[i] = (period[i % H] ?? 1) >= (period[Math.floor(i / H)] ?? 1) ? 1 : 0;
  }
  return fromData(data, [H, H]);
}

/** A clockwork network over a sequence. Weights `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`. */
export function clockwork(options: ClockworkCellOptions & RecurrentOptions): RecurrentLayer {
  return recurrent(clockworkCell(options), options);
}
