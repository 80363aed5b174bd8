/** The forms whose cases are run elsewhere: recurrent layers and elementary operations. */
import type { Compiler } from "@seqloom/graph";
import { fromData } from "@seqloom/tensor";
import type { Comparison } from "./compare.ts";
import { runWith } from "./execute.ts";
import { type Form, hasFields, type Results } from "./form.ts";
import { type GoldenTensor, type OpsCase, runOpsCase } from "./ops.ts";
import { type GoldenRnn, runRnnCase } from "./rnn.ts";

export const rnnForm: Form = (file) => {
  if (!hasFields(file, "kind", "config", "state_dict", "cotangents")) return undefined;
  const golden = file as GoldenRnn; // the fields say so
  return [{ name: "", run: (compiler) => runRnnCase(golden, compiler) }];
};

type OpsFile = OpsCase & {
  readonly outputs: readonly GoldenTensor[];
  readonly noise: Readonly<Record<string, number>>;
};

export const opsForm: Form = (file) => {
  if (!hasFields(file, "call", "inputs", "outputs", "cotangents", "grads")) return undefined;
  const golden = file as OpsFile; // the fields say so
  // How many entries a mask picks is not known while a function is recorded.
  const onlyAtOnce = golden.name === "boolean_mask";
  return [{ name: "", onlyAtOnce, run: (compiler) => opsResults(golden, compiler) }];
};

function opsResults(golden: OpsFile, compiler: Compiler | undefined): Results {
  const result = runOpsCase(golden, (f, inputs) => runWith(f, inputs, compiler));
  if (result === undefined) return undefined;
  const nothing = fromData(new Float64Array());
  const row = (what: string, want: GoldenTensor, got = nothing): Comparison => ({
    ...{ what, want, got },
    noise: golden.noise[what] ?? 0,
  });
  return [
    ...golden.outputs.map((want, i) => row(`out.${i}`, want, result.outputs[i])),
    ...Object.entries(golden.grads).map(([name, want]) => row(`grad.${name}`, want, result.gradients[name])),
  ];
}
