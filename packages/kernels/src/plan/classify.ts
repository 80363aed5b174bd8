/** How an equation becomes part of a plan. */
import type { Equation } from "@seqloom/graph";
import {
  broadcastPrimitive,
  castPrimitive,
  permutePrimitive,
  reshapePrimitive,
  slicePrimitive,
  stopGradientPrimitive,
} from "@seqloom/ops";
import { hasOperation } from "../emit/operations.ts";
import type { EquationClass } from "./levels.ts";

const views: ReadonlySet<unknown> = new Set([
  reshapePrimitive,
  permutePrimitive,
  slicePrimitive,
  broadcastPrimitive,
  stopGradientPrimitive,
]);

/** `view`: only shape and strides change; `pointwise`: part of a loop; `other`: instructions of its own. */
export function classOf({ primitive }: Equation): EquationClass {
  if (views.has(primitive)) return "view";
  const isPointwise = primitive.pointwise !== undefined || primitive === castPrimitive;
  return isPointwise && hasOperation(primitive.name) ? "pointwise" : "other";
}
