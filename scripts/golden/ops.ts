/** Golden cases of elementary operations: our values and gradients for the inputs that a case gives. */
import { vjp } from "@seqloom/autograd";
import type { Value } from "@seqloom/ops";
import { allocate, type DType, fromData, Tensor, zeros } from "@seqloom/tensor";
import { opsCalls } from "./ops-calls.ts";
import type { OpsInputs } from "./ops-inputs.ts";

/** A tensor as the golden files write it: row-major, with "NaN" and the infinities as strings. */
export interface GoldenTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean | string)[];
}

export interface OpsCase {
  readonly name: string;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  /** By the number of the output. */
  readonly cotangents: Readonly<Record<string, GoldenTensor>>;
  /** By the name of the input. */
  readonly grads: Readonly<Record<string, GoldenTensor>>;
}

export interface OpsResult {
  readonly outputs: readonly Tensor[];
  /** By the name of the input, for each that the case gives a gradient of. */
  readonly gradients: Readonly<Record<string, Tensor>>;
}

/** Runs a function on tensors: at once, or recorded, compiled and called. */
export type Execute = (
  f: (...inputs: Value[]) => readonly Value[],
  inputs: readonly Tensor[],
) => readonly Value[];

const atOnce: Execute = (f, inputs) => f(...inputs);

/** The outputs and gradients of a case; undefined where Seqloom has no such operation. */
export function runOpsCase(golden: OpsCase, execute: Execute = atOnce): OpsResult | undefined {
  const call = opsCalls[golden.name];
  if (call === undefined) return undefined;
  const names = Object.keys(golden.inputs);
  const active = names.filter((name) => golden.grads[name] !== undefined);
  const places = Object.keys(golden.cotangents).map(Number);
  const step = (...values: Value[]): readonly Value[] => {
    const given = Object.fromEntries(names.map((name, i) => [name, values[i]]));
    const { outputs, pullback } = vjp(
      (...variables) => {
        const own = Object.fromEntries(active.map((name, i) => [name, variables[i]]));
        return call({ ...given, ...own } as unknown as OpsInputs); // the file names the inputs that its call takes
      },
      active.flatMap((name) => given[name] ?? []),
    );
    const back = pullback(outputs.map((_, i) => values[names.length + places.indexOf(i)]));
    return [
      ...outputs,
      ...active.map((name, i) => back[i] ?? zeros(golden.inputs[name]?.shape ?? [], "f32")),
    ];
  };
  const inputs = [...Object.values(golden.inputs), ...Object.values(golden.cotangents)].map(fromGolden);
  const results = execute(step, inputs).filter((value) => value instanceof Tensor);
  const outputs = results.slice(0, results.length - active.length);
  const gradients = results.slice(outputs.length);
  return {
    outputs,
    gradients: Object.fromEntries(active.flatMap((name, i) => (gradients[i] ? [[name, gradients[i]]] : []))),
  };
}

const dtypes: Readonly<Record<string, DType>> = {
  float32: "f32",
  float64: "f64",
  int64: "i32",
  bool: "bool",
};

/** The tensor that a golden file writes. @throws SeqError "data-size" if the file contradicts itself */
export function fromGolden({ dtype, shape, data }: GoldenTensor): Tensor {
  const values = allocate(dtypes[dtype] ?? "f64", data.length);
  data.forEach((value, i) => {
    values[i] = Number(value); // also "NaN" and "-Infinity"
  });
  return fromData(values, shape);
}
