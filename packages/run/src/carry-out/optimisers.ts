/** Optimisers by the names of the language. */
import { adagrad, adam, adamW, lion, nadam, type Optimiser, rmsprop, sgd } from "@seqloom/train";
import { type Named, numberOf, truthOf } from "./setting.ts";

const rate = (setting: Named) => numberOf(setting, "rate", 1e-3);
const moments = (setting: Named) => ({
  rate: rate(setting),
  beta1: numberOf(setting, "beta1", 0.9),
  beta2: numberOf(setting, "beta2", 0.999),
  epsilon: numberOf(setting, "epsilon", 1e-8),
});

export const optimisers: Readonly<Record<string, (setting: Named) => Optimiser>> = {
  sgd: (s) => sgd({ rate: rate(s), momentum: numberOf(s, "momentum", 0), nesterov: truthOf(s, "nesterov") }),
  rmsprop: (s) => rmsprop({ rate: rate(s) }),
  adagrad: (s) => adagrad({ rate: rate(s) }),
  adam: (s) => adam({ ...moments(s), decay: numberOf(s, "decay", 0) }),
  adamW: (s) => adamW({ ...moments(s), decay: numberOf(s, "decay", 0.01) }),
  nadam: (s) => nadam(moments(s)),
  lion: (s) =>
    lion({
      rate: rate(s),
      beta1: numberOf(s, "beta1", 0.9),
      beta2: numberOf(s, "beta2", 0.99),
      decay: numberOf(s, "decay", 0),
    }),
};
