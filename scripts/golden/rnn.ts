/** Golden cases of recurrent layers: outputs, last states, loss and every gradient, for the weights of a case. */
import { vjp } from "@seqloom/autograd";
import type { Compiler } from "@seqloom/graph";
import { gru, lstm, type Params, type RecurrentLayer, type RecurrentResult, rnn } from "@seqloom/nn";
import { add, mul, sum, type Value } from "@seqloom/ops";
import { scalar, type Tensor, zeros } from "@seqloom/tensor";
import type { Comparison } from "./compare.ts";
import { runWith } from "./execute.ts";
import { fromGolden, type GoldenTensor } from "./ops.ts";

type Tensors = Readonly<Record<string, GoldenTensor>>;

interface Expected {
  readonly loss: number;
  readonly grads: Tensors;
  readonly noise: Readonly<Record<string, number>>;
}

export interface RnnCase {
  readonly name: string;
  readonly kind: "RNN" | "LSTM" | "GRU";
  readonly config: {
    readonly input_size: number;
    readonly hidden_size: number;
    readonly num_layers: number;
    readonly bias?: boolean;
    readonly batch_first?: boolean;
    readonly bidirectional?: boolean;
    readonly proj_size?: number;
    readonly nonlinearity?: "tanh" | "relu";
  };
  readonly lengths?: readonly number[] | null;
  readonly state_dict: Tensors;
  readonly inputs: Tensors;
  readonly cotangents: Tensors;
}

/** A case with one expectation, or the one of truncated back-propagation with two. */
export type GoldenRnn = RnnCase &
  (
    | (Expected & { readonly outputs: Tensors })
    | Readonly<Record<"full" | "truncated", Expected & { readonly output: GoldenTensor }>>
  );

/** Steps of a part in the case of truncated back-propagation; its file says so in words. */
const truncatedPart = 4;

/** Our results beside those of a case. @param compiler  runs it as one compiled graph; left out, at once */
export function runRnnCase(golden: GoldenRnn, compiler?: Compiler): readonly Comparison[] {
  if ("outputs" in golden) return compare(golden, golden.outputs, golden, layerOf(golden), compiler);
  return (["full", "truncated"] as const).flatMap((part) => {
    const layer = layerOf(golden, part === "truncated" ? truncatedPart : undefined);
    const expected = golden[part];
    const noise = { ...expected.noise, "out.output": expected.noise.output ?? 0 };
    const results = compare(golden, { output: expected.output }, { ...expected, noise }, layer, compiler);
    return results.map((result) => ({ ...result, what: `${part} ${result.what}` }));
  });
}

function layerOf({ kind, config }: RnnCase, truncate?: number): RecurrentLayer {
  const options = {
    input: config.input_size,
    hidden: config.hidden_size,
    layers: config.num_layers,
    bias: config.bias ?? true,
    batchFirst: config.batch_first ?? false,
    bidirectional: config.bidirectional ?? false,
    truncate,
  };
  switch (kind) {
    case "RNN":
      return rnn({ ...options, activation: config.nonlinearity ?? "tanh" });
    case "LSTM":
      return lstm({ ...options, projection: config.proj_size || undefined });
    case "GRU":
      return gru(options);
  }
}

function compare(
  golden: RnnCase,
  outputs: Tensors,
  { loss, grads, noise }: Expected,
  layer: RecurrentLayer,
  compiler: Compiler | undefined,
): readonly Comparison[] {
  const wanted = { ...golden.inputs, ...golden.state_dict };
  const names = Object.keys(wanted);
  const outputNames = Object.keys(outputs);
  const step = (...given: Value[]): readonly Value[] => {
    const { outputs: results, pullback } = vjp(
      (...values) => {
        const at = Object.fromEntries(names.flatMap((name, i) => (values[i] ? [[name, values[i]]] : [])));
        const result = layer.apply(at, at.x ?? scalar(0), stateOf(at), {
          lengths: golden.lengths ?? undefined,
        });
        const own = outputNames.map((name) => outputOf(result, name));
        const terms = own.map((y, i) => sum(mul(y, given[names.length + i] ?? y)));
        return [terms.reduce((total, term) => add(total, term)), ...own];
      },
      given.slice(0, names.length),
    );
    const back = pullback([scalar(1)]);
    return [...results, ...names.map((name, i) => back[i] ?? zeros(wanted[name]?.shape ?? []))];
  };
  const cotangents = outputNames.flatMap((name) => golden.cotangents[name] ?? []);
  const inputs = [...Object.values(wanted), ...cotangents].map(fromGolden);
  const [lossGot, ...rest] = runWith(step, inputs, compiler);
  const lossWant: GoldenTensor = { dtype: "float64", shape: [], data: [loss] };
  const row = (what: string, got: Tensor | undefined, want: GoldenTensor | undefined): Comparison[] =>
    got === undefined || want === undefined ? [] : [{ what, got, want, noise: noise[what] ?? 0 }];
  return [
    ...row("loss", lossGot, lossWant),
    ...outputNames.flatMap((name, i) => row(`out.${name}`, rest[i], outputs[name])),
    ...names.flatMap((name, i) => row(`grad.${name}`, rest[outputNames.length + i], grads[name])),
  ];
}

function stateOf(values: Params): Params | undefined {
  const state = { ...(values.h0 && { h: values.h0 }), ...(values.c0 && { c: values.c0 }) };
  return Object.keys(state).length === 0 ? undefined : state;
}

function outputOf({ y, state }: RecurrentResult, name: string): Value {
  const value = name === "output" ? y : state[name.charAt(0)]; // h_n, c_n
  if (value === undefined) throw new RangeError(`the case asks for ${name}`);
  return value;
}
