/** Recurrent layers: the built-in cells and cells of one's own. */
import { SeqError } from "@seqloom/diagnostic";
import {
  type Activation,
  type Cell,
  gruCell,
  lstmCell,
  type RecurrentLayer,
  type RecurrentOptions,
  type RecurrentState,
  recurrent,
  rnnCell,
  type SequenceCall,
} from "@seqloom/nn";
import { concat, expandDims, slice, squeeze, type Value } from "@seqloom/ops";
import {
  type CallSite,
  type Carrier,
  items,
  lengthsAt,
  loop,
  number,
  size,
  stateItem,
  truth,
  valueAt,
  word,
} from "../call-site.ts";
import { modeHere, moduleAt } from "../frame.ts";
import { type Item, valueItem } from "../item.ts";
import { elementWiseFunctions } from "./pointwise.ts";

const builtIn: Readonly<Record<string, (site: CallSite) => Cell>> = {
  rnn: (site) => rnnCell({ activation: activationOf(word(site, "activation") ?? "tanh") }),
  lstm: (site) => lstmCell({ forgetBias: number(site, "forgetBias", 0) }),
  gru: () => gruCell(),
};

/** By name where @seqloom/nn has the name, so that other libraries can be told it. */
function activationOf(name: string): Activation {
  return activations.find((known) => known === name) ?? elementWiseFunctions[name] ?? "tanh";
}

const activations = ["tanh", "relu", "sigmoid", "leakyRelu", "elu", "gelu", "silu", "softplus"] as const;

export const recurrentFunctions: Readonly<Record<string, Carrier>> = Object.fromEntries(
  Object.entries(builtIn).map(([name, cellOf]) => [
    name,
    (site: CallSite) => runRecurrent(site, cellOf(site), size(site, "n"), {}),
  ]),
);

/**
 * A cell over the axis it runs along. Values are batch first; axes beside batch, time and the last are refused by
 * the checker.
 *
 * @param extra  further inputs of a cell of one's own, by name
 */
export function runRecurrent(
  site: CallSite,
  cell: Cell,
  hidden: number,
  extra: Readonly<Record<string, Value>>,
): readonly Item[] {
  const x = valueAt(site, 0);
  const { place, name } = loop(site);
  if (place !== 1 || x.shape.length !== 3)
    throw new SeqError(
      "not-built",
      `${site.call.callee} over a value with axes beside batch and ${name} is not built yet`,
      { help: "merge the other axes into batch or into the last one" },
    );
  const options: RecurrentOptions = {
    input: x.shape[2] ?? 1,
    hidden,
    layers: number(site, "layers", 1),
    bidirectional: truth(site, "bidirectional", false),
    reverse: truth(site, "reverse", false),
    dropout: number(site, "dropout", 0),
    recurrentDropout: number(site, "recurrentDropout", 0),
    recurrent: startWord(word(site, "recurrent")),
    gain: number(site, "gain", 1),
    batchFirst: true,
  };
  const { module, params } = moduleAt<RecurrentLayer>(site.frame, site.call.stage, () =>
    recurrent(cell, options),
  );
  const lengths = lengthsAt(site).get(name);
  const given = items(site, "start");
  const state =
    given.length === 0
      ? site.frame.run.carried?.get(`${site.frame.path}${site.call.stage}`)
      : startOf(given, module);
  const call: SequenceCall = {
    ...modeHere(site.frame.run),
    ...(lengths !== undefined && { lengths }),
    ...(Object.keys(extra).length > 0 && { extra }),
  };
  const path = `${site.frame.path}${site.call.stage}`;
  const input = { layer: module, params, x, state, call };
  site.frame.run.inputs.set(path, input);
  const result = site.frame.run.through?.(path, input) ?? module.apply(params, x, state, call);
  site.frame.run.states.set(path, result.state);
  const outputs = cell.outputs.map((output) =>
    valueItem(result.outputs[output] ?? result.y, lengthsAt(site)),
  );
  return [...outputs, stateItem(result.state)];
}

function startWord(found: string | undefined): "uniform" | "orthogonal" | "identity" {
  return found === "orthogonal" || found === "identity" ? found : "uniform";
}

/** `start = state`, or first values [batch, n] of one layer: `start = h`, `start = (h, c)`. */
function startOf(items: readonly Item[], layer: RecurrentLayer): RecurrentState | undefined {
  const [first] = items;
  if (first?.kind === "state") return first.state;
  const values = layer.cell.states.map((state, i) => {
    const found = items[i];
    return [state, found?.kind === "value" ? expandDims(found.value, 0) : undefined] as const;
  });
  return Object.fromEntries(
    values.flatMap(([state, value]) => (value === undefined ? [] : [[state, value]])),
  );
}

/** `state.h`: the top layer's h, [batch, n], both directions side by side. */
export function partOfState(state: RecurrentState, name: string, isBoth: boolean): Value {
  const all = state[name];
  if (all === undefined) throw new SeqError("internal", `internal: there is no state ${name}`);
  const count = all.shape[0] ?? 1;
  const at = (i: number) => squeeze(slice(all, 0, i, i + 1), 0);
  return isBoth ? concat([at(count - 2), at(count - 1)], -1) : at(count - 1);
}
