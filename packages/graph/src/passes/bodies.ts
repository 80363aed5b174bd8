/** Applies a pass to the bodies of scans too. */
import type { Attributes } from "@seqloom/ops";
import { type Equation, type Graph, isGraph, type ValueId } from "../graph.ts";
import type { Rewriter } from "../rewrite.ts";

/** The attributes with every graph in them replaced. */
export function mapBodies(attributes: Attributes, pass: (body: Graph) => Graph): Attributes {
  if (!Object.values(attributes).some(isGraph)) return attributes;
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, isGraph(value) ? pass(value) : value]),
  );
}

/** The equation with the pass applied to its bodies, for `rewrite`; undefined, which is a plain copy, if it has none. */
export function withBodies(
  { primitive, inputs, attributes }: Equation,
  to: Rewriter,
  pass: (body: Graph) => Graph,
): readonly ValueId[] | undefined {
  const changed = mapBodies(attributes, pass);
  return changed === attributes ? undefined : to.add(primitive, inputs.map(to.at), changed);
}
