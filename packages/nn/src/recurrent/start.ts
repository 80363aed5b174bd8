/** First values of the weights on states. */
import { identityStart, uniformStart } from "../init.ts";
import { orthogonalStart } from "../init-orthogonal.ts";
import type { Initialiser } from "../module.ts";
import type { CheckedOptions } from "./options.ts";

/** The start that the options `recurrent` and `gain` name, for the block of one gate, [H, H]. */
export function recurrentStart({ hidden, recurrent, gain }: CheckedOptions): Initialiser {
  switch (recurrent) {
    case "uniform":
      return uniformStart(gain / Math.sqrt(hidden));
    case "orthogonal":
      return orthogonalStart(gain);
    case "identity":
      return identityStart(gain);
    default:
      return recurrent satisfies never;
  }
}
