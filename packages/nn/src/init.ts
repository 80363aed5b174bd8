/** First values of parameters: functions (rng, shape, dtype) => tensor. */
import { full, uniform } from "@seqloom/tensor";
import type { Initialiser } from "./module.ts";

/** Every entry the same. */
export function constantStart(value: number): Initialiser {
  return (_, shape, dtype) => full(shape, value, dtype);
}

/** Uniform in [-limit, limit). PyTorch starts recurrent layers so, with limit 1 / sqrt(hidden). */
export function uniformStart(limit: number): Initialiser {
  return (rng, shape, dtype) => uniform(rng, shape, dtype, -limit, limit);
}
