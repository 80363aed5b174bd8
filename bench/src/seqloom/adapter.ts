/** Seqloom as a contestant, through its public doors only. */
import { type Executable, trace } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import { leaves, type Value, withLeaves } from "@seqloom/ops";
import { fromData, type Tensor, zeros } from "@seqloom/tensor";
import { adam, compileStep } from "@seqloom/train";
import type { Adapter, Material, Settings } from "../adapter.ts";
import { lossOf, modelOf, recurrentPart } from "./model.ts";

const rate = 1e-3;

export const adapter: Adapter = {
  versions: { seqloom: "this tree" },
  prepare(material, settings) {
    const { workload } = material;
    const model = modelOf(workload);
    const params = Object.fromEntries(
      Object.entries(material.params).map(([path, { shape, data }]) => [path, fromData(data, shape)]),
    );
    const { x, y, one } = tensorsOf(material);
    const compiler = wasmCompiler({ fused: settings.fused });
    const newStep = (frozen: (path: string) => boolean) =>
      compileStep({ loss: lossOf(model, workload), optimiser: adam({ rate }), params, compiler, frozen });
    const step = newStep(() => false);
    const forward = compiled(settings, { input: x, state: {} }, (input) => ({
      y: model.apply(params, input).y,
      state: {},
    }));
    const state = Object.fromEntries(
      Object.entries(recurrentPart(workload).zeroState(1)).map(([name, { shape }]) => [
        `rnn.${name}`,
        zeros(shape),
      ]),
    );
    const stream = compiled(settings, { input: one, state }, (input, before) =>
      model.step(params, input, before),
    );
    return {
      // The gradient of a bias that is normalised away is rounding noise, which Adam scales up to full steps.
      biases: workload.cell === "custom" ? 0 : 2,
      losses(count, biases) {
        const fresh = newStep((path) => biases === 1 && path.includes("bias_hh"));
        return Array.from({ length: count }, () => fresh.run({ x, y }, { rate }).loss);
      },
      jobs: {
        train: () => step.run({ x, y }, { rate }).loss,
        forward: () => forward().call([x])[0]?.data[0],
        stream: () => stream().call([one])[0]?.data[0],
      },
    };
  },
};

/** The batch, and the first step of its first sequence. */
function tensorsOf({ workload, x, y }: Material): Readonly<Record<"x" | "y" | "one", Tensor>> {
  const { task, batch: B, time: T, input: I } = workload;
  if (task === "regression") {
    return { x: fromData(x, [T, B, I]), y: fromData(y, [B, 1]), one: fromData(x.slice(0, I), [1, I]) };
  }
  const symbols = Int32Array.from(x);
  return {
    x: fromData(symbols, [T, B]),
    y: fromData(Int32Array.from(y), task === "next" ? [T, B] : [B]),
    one: fromData(symbols.slice(0, 1), [1]),
  };
}

type StateValues = Readonly<Record<string, Value>>;

/** A function from input and state to y and state, compiled when it is first used; weights are constants. */
function compiled(
  { fused }: Settings,
  first: { readonly input: Tensor; readonly state: Readonly<Record<string, Tensor>> },
  run: (input: Value, state: StateValues) => { readonly y: Value; readonly state: StateValues },
): () => Executable {
  let executable: Executable | undefined;
  return () => {
    if (executable !== undefined) return executable;
    const carried = leaves(first.state);
    const graph = trace(
      (...values) => {
        const state = withLeaves(first.state, values.slice(0, carried.length));
        const [input = first.input] = values.slice(carried.length);
        const after = run(input, state);
        return [...Object.keys(first.state).map((name) => after.state[name] ?? first.input), after.y];
      },
      [...carried, first.input],
    );
    executable = wasmCompiler({ fused }).compile({ graph, carried: carried.length });
    executable.write(Object.values(first.state));
    return executable;
  };
}
