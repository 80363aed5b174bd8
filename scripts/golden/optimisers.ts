/** Optimisers by the names and settings of the golden files. */
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamW,
  byGroup,
  nadam,
  type Optimiser,
  radam,
  rmsprop,
  sgd,
} from "@seqloom/train";
import { type Config, readConfig } from "./config.ts";

/** The optimiser of a text like "Adam {'lr': 0.05}"; undefined for one that Seqloom lacks. */
export function optimiserOf(text: string): Optimiser | undefined {
  const groups = [...text.matchAll(/group \d+: (\w+) ([^;]*)/g)];
  if (groups.length === 0) return made(readConfig(text));
  const { kind } = readConfig(text);
  const parts = groups.flatMap(([, path, settings = ""]) => {
    const optimiser = made({ kind, numbers: readConfig(settings).numbers });
    return optimiser === undefined ? [] : [{ match: (name: string) => name === path, optimiser }];
  });
  return parts.length === groups.length ? byGroup(parts) : undefined;
}

function made({ kind, numbers }: Config): Optimiser | undefined {
  const { lr: rate = 1e-3, weight_decay: decay, eps: epsilon, momentum } = numbers;
  const common = { rate, decay, epsilon };
  const betas = { ...common, beta1: numbers.betas, beta2: numbers.betas2 };
  switch (kind) {
    case "sgd":
      return sgd({ ...common, momentum, dampening: numbers.dampening, nesterov: numbers.nesterov === 1 });
    case "adam":
      return adam({ ...betas, amsgrad: numbers.amsgrad === 1 });
    case "adamw":
      return adamW(betas);
    case "nadam":
      return nadam(betas);
    case "radam":
      return radam(betas);
    case "adamax":
      return adamax(betas);
    case "rmsprop":
      return rmsprop({ ...common, momentum, smoothing: numbers.alpha, centered: numbers.centered === 1 });
    case "adagrad":
      return adagrad({
        ...common,
        rateDecay: numbers.lr_decay,
        initial: numbers.initial_accumulator_value,
      });
    case "adadelta":
      return adadelta({ ...common, rho: numbers.rho });
    default:
      return undefined;
  }
}
