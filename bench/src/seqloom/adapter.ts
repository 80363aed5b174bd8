/** Seqloom as a contestant, through its public doors only. */
import { type Executable, trace } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import { leaves, type Value, withLeaves } from "@seqloom/ops";
import { type Tensor, zeros } from "@seqloom/tensor";
import { adam, compileStep } from "@seqloom/train";
import type { Adapter, Settings } from "../adapter.ts";
import { tensorsOf } from "./batch.ts";
import { lossOf, modelOf, recurrentPart } from "./model.ts";

const rate = 1e-3;

export const adapter: Adapter = {
  versions: { seqloom: "this tree" },
  prepare(material, settings) {
    const { workload } = material;
    const model = modelOf(workload);
    const { params, x, y, one } = tensorsOf(material);
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
