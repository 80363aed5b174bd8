/** Gradient descent, with momentum. */
import { SeqError } from "@seqloom/diagnostic";
import { add, equal, mul, type Operand, sub, type Value, where } from "@seqloom/ops";
import { type Optimiser, zerosLike } from "../optimiser.ts";
import { checkOptions } from "../options.ts";
import { inDtypeOf, parameterwise, type SlotState } from "../parameterwise.ts";

export interface SgdOptions {
  readonly rate: number;
  /** Share of the last step that goes on; 0 if left out. */
  readonly momentum?: number;
  /** Share of the gradient that momentum leaves out, from the second step on; 0 if left out. */
  readonly dampening?: number;
  /** Looks one step of momentum ahead, which must not be 0; false if left out. */
  readonly nesterov?: boolean;
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. */
  readonly decay?: number;
}

type SgdSlots = { readonly velocity?: Value } & Readonly<Record<string, Value>>;

/**
 * Stochastic gradient descent.
 *
 *   velocity = momentum velocity + (1 - dampening) g        (the first time: g)
 *   p = p - rate velocity                                   (Nesterov: g + momentum velocity)
 *
 * @throws SeqError "optimiser-option"
 * @see Robbins & Monro 1951; Polyak 1964; Nesterov's form as in Sutskever et al. 2013
 * @example sgd({ rate: 0.1, momentum: 0.9 })
 */
export function sgd(options: SgdOptions): Optimiser<SlotState<SgdSlots>> {
  const { rate, momentum = 0, dampening = 0, nesterov = false, decay = 0 } = options;
  checkOptions("optimiser", "sgd", {
    rate: [rate, "not negative"],
    momentum: [momentum, "share"],
    dampening: [dampening, "share"],
    decay: [decay, "not negative"],
  });
  if (nesterov && momentum === 0) {
    throw new SeqError("optimiser-option", "sgd: nesterov without momentum", {
      help: "give a momentum, for instance 0.9: Nesterov's step looks ahead by it",
      details: { optimiser: "sgd", option: "nesterov", value: nesterov },
    });
  }
  return parameterwise<SgdSlots>({
    kind: "sgd",
    rate,
    decay,
    slots: (p) => ({ ...(momentum !== 0 && { velocity: zerosLike(p) }) }),
    rule({ before, rate: rateNow, momentum: momentumNow = momentum }) {
      const share = dampening === 0 ? 1 : where(equal(before, 0), inDtypeOf(before, 1), 1 - dampening);
      return (p, g, { velocity }) => {
        if (velocity === undefined) return [sub(p, mul(rateNow, g)), {}];
        const next = add(mul(momentumNow, velocity), scaled(share, g));
        const direction = nesterov ? add(g, mul(momentumNow, next)) : next;
        return [sub(p, mul(rateNow, direction)), { velocity: next }];
      };
    },
  });
}

function scaled(factor: Operand, g: Value): Value {
  return factor === 1 ? g : mul(factor, g);
}
