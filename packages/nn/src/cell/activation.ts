/** Activations of a cell by name or as functions. */
import { SeqError } from "@seqloom/diagnostic";
import {
  elu,
  gelu,
  hardsigmoid,
  leakyRelu,
  relu,
  sigmoid,
  silu,
  softplus,
  softsign,
  tanh,
  type Value,
} from "@seqloom/ops";

const named = {
  tanh: (x: Value) => tanh(x),
  sigmoid: (x: Value) => sigmoid(x),
  relu: (x: Value) => relu(x),
  leakyRelu: (x: Value) => leakyRelu(x),
  elu: (x: Value) => elu(x),
  gelu: (x: Value) => gelu(x),
  silu: (x: Value) => silu(x),
  softplus: (x: Value) => softplus(x),
  softsign: (x: Value) => softsign(x),
  hardsigmoid: (x: Value) => hardsigmoid(x),
  identity: (x: Value) => x,
} as const;

/** An entry-by-entry function, by name where it is to be written to a file, or any function of a value. */
export type Activation = keyof typeof named | ((x: Value) => Value);

/** @throws SeqError "activation-unknown" listing the names there are */
export function activationOf(activation: Activation): (x: Value) => Value {
  if (typeof activation === "function") return activation;
  const found: ((x: Value) => Value) | undefined = named[activation];
  if (found !== undefined) return found;
  throw new SeqError("activation-unknown", `there is no activation called ${String(activation)}`, {
    help: `use one of ${Object.keys(named).join(", ")}, or a function of a value`,
    details: { activation },
  });
}
