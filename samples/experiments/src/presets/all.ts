/** All experiments, in order. */
import type { Experiment } from "../experiment.ts";
import { firstSymbol } from "./01-first-symbol.ts";
import { whereIsTheMemory } from "./02-where-is-the-memory.ts";
import { addingForty } from "./03-adding-40.ts";
import { addingTwenty } from "./04-adding-20.ts";
import { forgetBias } from "./05-forget-bias.ts";
import { carefulRnn } from "./06-careful-rnn.ts";
import { explosion } from "./07-explosion.ts";
import { cutBackpropagation } from "./08-cut-backpropagation.ts";
import { echo } from "./09-echo.ts";
import { parity } from "./10-parity.ts";
import { counting } from "./11-counting.ts";
import { randomWalk } from "./12-random-walk.ts";
import { straightLine } from "./13-straight-line.ts";
import { henon } from "./14-henon.ts";
import { prices } from "./15-prices.ts";

export const experiments: readonly Experiment[] = [
  firstSymbol,
  whereIsTheMemory,
  addingForty,
  addingTwenty,
  forgetBias,
  carefulRnn,
  explosion,
  cutBackpropagation,
  echo,
  parity,
  counting,
  randomWalk,
  straightLine,
  henon,
  prices,
];
