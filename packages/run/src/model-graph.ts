/** The graph of a model in use, for one example: what `explain --graph` draws. */
import { gather, type Prepared, partOf } from "@seqloom/data";
import { type Graph, print, prune, shareCommon, simplify, trace } from "@seqloom/graph";
import type { Params } from "@seqloom/nn";
import { leaves, withLeaves } from "@seqloom/ops";
import type { LoweredModel } from "@seqloom/seq";
import { rng } from "@seqloom/tensor";
import { diagramOf, diagramPicture, toDot, toMermaid } from "@seqloom/viz";
import type { FieldBatch } from "./model.ts";

/** `text`: one equation a line. `dot`: for Graphviz. `mermaid`: for Mermaid. `svg`: a picture. */
export type GraphForm = "text" | "dot" | "mermaid" | "svg";

/** Weights and fields in, results out; equations as the model has them, without what is not needed. */
export function modelGraph(prepared: Prepared, model: LoweredModel): Graph {
  const params = model.init(rng(1));
  const batch = gather(prepared, partOf(prepared, "train"), Int32Array.of(0));
  const { fields, lengths } = batch;
  const given = { fields, lengths };
  const weights = Object.values(params);
  const graph = trace(
    (...all) => {
      const own = withLeaves<Params>(params, all.slice(0, weights.length));
      const { fields: values, lengths: steps } = withLeaves<FieldBatch>(given, all.slice(weights.length));
      return Object.values(model.apply(own, values, { lengths: steps }).outputs);
    },
    [...weights, ...leaves(given)],
    [
      ...Object.keys(params),
      ...Object.keys(fields),
      ...Object.keys(lengths).map((name) => `steps of ${name}`),
    ],
  );
  return prune(shareCommon(simplify(graph)));
}

export function showGraph(graph: Graph, title: string, form: GraphForm): string {
  switch (form) {
    case "text":
      return print(graph);
    case "dot":
      return toDot(diagramOf(graph));
    case "mermaid":
      return toMermaid(diagramOf(graph));
    case "svg":
      return diagramPicture({ title, diagram: diagramOf(graph) });
    default:
      return form satisfies never;
  }
}
