/** Gates and states of the first recurrent layer over one example, as strips for a plot. */
import { inspect, type Params, traced } from "@seqloom/nn";
import { reshape, slice, type Value } from "@seqloom/ops";
import type { LoweredModel } from "@seqloom/seq";
import { fromData, Tensor } from "@seqloom/tensor";
import type { GateStrip } from "@seqloom/viz";
import type { FieldBatch } from "./model.ts";

/**
 * @param batch  its first example is shown
 * @returns      one strip a gate and state, [T, H]; none for a model without a recurrent layer
 */
export function gateStrips(
  model: LoweredModel,
  params: Params,
  { fields, lengths }: FieldBatch,
): GateStrip[] {
  const [first] = model.apply(params, fields, { lengths }).inputs.values();
  if (first === undefined) return [];
  const { layer, params: own, x, state, call } = first;
  const trace = inspect(layer, own, x, { call, ...(state !== undefined && { state }) });
  const values = trace.places[0]?.values ?? {};
  return Object.keys(values).flatMap((name): GateStrip[] => {
    const all = traced(trace, name); // [T, B, H]
    const one = asTensor(reshape(slice(all, 1, 0, 1), [all.shape[0] ?? 0, all.shape[2] ?? 0]));
    const label =
      layer.cell.labels[name] ?? (layer.cell.states.includes(name) ? "state, before each step" : undefined);
    return [
      { name, values: one, scale: isShare(one) ? "share" : "signed", ...(label !== undefined && { label }) },
    ];
  });
}

/** A gate that opens and closes lies between 0 and 1. */
function isShare({ data }: Tensor): boolean {
  return data.every((value) => value >= 0 && value <= 1);
}

function asTensor(value: Value): Tensor {
  return value instanceof Tensor ? value : fromData(new Float32Array(0), [0, 0]);
}
