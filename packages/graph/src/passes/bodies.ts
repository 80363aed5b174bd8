/** Applies a pass to the bodies of scans too. */
import type { Attributes } from "@seqloom/ops";
import type { Graph } from "../graph.ts";
import { isGraph } from "../print.ts";

/** The attributes with every graph in them replaced. */
export function mapBodies(attributes: Attributes, pass: (body: Graph) => Graph): Attributes {
  if (!Object.values(attributes).some(isGraph)) return attributes;
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, isGraph(value) ? pass(value) : value]),
  );
}
