/** Files with weights and a batch, from which every contestant starts: a JSON header beside raw 32-bit floats. */
import { readFileSync, writeFileSync } from "node:fs";
import { fromData, normal, rng, type Shape, type Tensor, uniform } from "@seqloom/tensor";
import type { Material } from "./adapter.ts";
import { modelOf } from "./seqloom/model.ts";
import type { Workload } from "./workloads.ts";

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  /** In floats. */
  readonly start: number;
}

interface Header {
  readonly workload: Workload;
  readonly params: readonly Entry[];
  readonly batch: readonly Entry[];
}

/** Draws weights and a batch, always the same, and writes `path`.json and `path`.bin. */
export function writeMaterial(path: string, workload: Workload): void {
  const { x, y } = drawBatch(workload);
  const params = Object.entries(modelOf(workload).init(rng(1)));
  const all: readonly (readonly [string, Tensor])[] = [...params, ["x", x], ["y", y]];
  let start = 0;
  const entries = all.map(([name, { shape, size }]): Entry => {
    const entry = { name, shape, start };
    start += size;
    return entry;
  });
  const floats = new Float32Array(start);
  all.forEach(([, value], i) => floats.set(value.data, entries[i]?.start));
  const header: Header = { workload, params: entries.slice(0, -2), batch: entries.slice(-2) };
  writeFileSync(`${path}.json`, JSON.stringify(header));
  writeFileSync(`${path}.bin`, floats);
}

export function readMaterial(path: string): Material {
  const header: Header = JSON.parse(readFileSync(`${path}.json`, "utf8"));
  const bytes = readFileSync(`${path}.bin`);
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const read = ({ shape, start }: Entry): Float32Array =>
    floats.slice(start, start + shape.reduce((size, n) => size * n, 1));
  const [x, y] = header.batch.map(read);
  return {
    workload: header.workload,
    params: Object.fromEntries(header.params.map((e) => [e.name, { shape: e.shape, data: read(e) }])),
    x: x ?? new Float32Array(),
    y: y ?? new Float32Array(),
  };
}

function drawBatch(workload: Workload): { readonly x: Tensor; readonly y: Tensor } {
  const { task, batch, time, input, symbols, outputs } = workload;
  if (task === "regression")
    return { x: normal(rng(2), [time, batch, input]), y: normal(rng(3), [batch, 1]) };
  const whole = (seed: number, shape: Shape, end: number): Tensor =>
    fromData(Float32Array.from(uniform(rng(seed), shape, "f32", 0, end).data, Math.floor), shape);
  return {
    x: whole(2, [time, batch], symbols),
    y: whole(3, task === "next" ? [time, batch] : [batch], outputs),
  };
}
