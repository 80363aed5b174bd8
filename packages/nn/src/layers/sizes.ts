/** Checks of sizes that all layers share. */
import { SeqError } from "@seqloom/diagnostic";
import type { Value } from "@seqloom/ops";
import { formatShape } from "@seqloom/tensor";

/** @throws SeqError "layer-size" unless every option is a whole number from 1 */
export function checkSizes(layer: string, sizes: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(sizes)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new SeqError("layer-size", `${layer}: ${option} is ${value}`, {
      help: "use a whole number from 1",
      details: { layer, option, value },
    });
  }
}

/** @throws SeqError "shape-mismatch" unless the last axis of x has the size the layer was made for */
export function checkWidth(layer: string, x: Value, size: number): void {
  if (x.shape.at(-1) === size) return;
  throw new SeqError(
    "shape-mismatch",
    `${layer}: the input is ${formatShape(x.shape)}, its last axis must be ${size}`,
    {
      help: `make the layer with ${x.shape.at(-1) ?? "an axis of"} inputs, or change what comes before it`,
      details: { layer, shape: x.shape, axis: -1, want: size },
    },
  );
}
