/** The order of the passes. */
import type { Graph } from "../graph.ts";
import { verify } from "../verify.ts";
import { absorbPads } from "./absorb-pads.ts";
import { shareCommon } from "./cse.ts";
import { hoistInputs } from "./hoist-inputs.ts";
import { joinPads } from "./join-pads.ts";
import { joinSlices } from "./join-slices.ts";
import { orderSums } from "./order-sums.ts";
import { prune } from "./prune.ts";
import { pushSlices } from "./push-slices.ts";
import { simplify } from "./simplify.ts";
import { sinkOutputs } from "./sink-outputs.ts";
import { splitProducts } from "./split-products.ts";

export interface Pass {
  readonly name: string;
  readonly run: (graph: Graph) => Graph;
}

/** Every pass gives a graph that computes the same. */
export const passes: readonly Pass[] = [
  { name: "prune", run: prune },
  { name: "simplify", run: simplify },
  { name: "share common", run: shareCommon },
  { name: "join pads", run: joinPads },
  { name: "split products", run: splitProducts },
  { name: "join slices", run: joinSlices },
  { name: "order sums", run: orderSums },
  { name: "hoist inputs", run: hoistInputs },
  { name: "sink outputs", run: sinkOutputs },
  { name: "absorb pads", run: absorbPads },
  { name: "push slices", run: pushSlices },
  { name: "simplify", run: simplify },
  { name: "share common", run: shareCommon },
  { name: "prune", run: prune },
];

/**
 * The graph after all passes, verified after each.
 *
 * @param seen  is shown every stage, for `explain`
 */
export function optimise(graph: Graph, seen: (name: string, graph: Graph) => void = () => {}): Graph {
  return passes.reduce((at, pass) => {
    const next = verify(pass.run(at), pass.name);
    seen(pass.name, next);
    return next;
  }, verify(graph));
}
