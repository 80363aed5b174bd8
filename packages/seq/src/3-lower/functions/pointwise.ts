/** Functions entry by entry, and random ones. */

import { dropout } from "@seqloom/nn";
import {
  abs,
  add,
  cos,
  elu,
  exp,
  gelu,
  leakyRelu,
  log,
  maximum,
  minimum,
  mul,
  relu,
  sigmoid,
  sign,
  silu,
  sin,
  softplus,
  sqrt,
  stopGradient,
  tanh,
  type Value,
  where,
} from "@seqloom/ops";
import { scalar } from "@seqloom/tensor";
import type { Typed } from "../../2-check/types.ts";
import { type Aligned, align } from "../align.ts";
import {
  axesOf,
  type CallSite,
  type Carrier,
  item,
  keeping,
  lengthsAt,
  notInCells,
  number,
  valueAt,
} from "../call-site.ts";
import { modeHere } from "../frame.ts";
import { type Item, type Lengths, valueItem } from "../item.ts";
import { normalNoise } from "../noise.ts";

/** Functions of one number; a cell's option may name one. */
export const elementWiseFunctions: Readonly<Record<string, (x: Value) => Value>> = {
  tanh,
  sigmoid,
  relu,
  leakyRelu: (x) => leakyRelu(x, 0.01),
  elu,
  gelu,
  silu,
  softplus,
  exp,
  log,
  sqrt,
  abs,
  sign,
  sin,
  cos,
};

/** All operands of a call in forms that broadcast: its inputs, then numbers and values among its settings. */
function operands(
  site: CallSite,
  names: readonly string[],
): { readonly values: Value[]; readonly lengths: Lengths } {
  const inputs = site.inputs.map((_, i): Aligned => ({ value: valueAt(site, i), axes: axesOf(site, i) }));
  const others = names.flatMap((name): Aligned[] => {
    const [setting] = site.call.settings.get(name) ?? [];
    if (setting?.kind === "scalar" && setting.value?.kind === "number")
      return [{ value: scalar(setting.value.value), axes: [] }];
    const found = item(site, name);
    return setting?.kind === "typed" && found !== undefined ? [aligned(found, setting.typed)] : [];
  });
  return {
    values: align([...inputs, ...others]),
    lengths: new Map(site.inputs.flatMap((_, i) => [...lengthsAt(site, i)])),
  };
}

export function aligned(found: Item, typed: Typed): Aligned {
  if (found.kind === "number") return { value: scalar(found.value), axes: [] };
  return {
    value: found.kind === "value" ? found.value : scalar(Number.NaN),
    axes: typed.type.kind === "value" ? typed.type.axes : [],
  };
}

function binary(f: (a: Value, b: Value) => Value, name: string): Carrier {
  return (site) => {
    const { values, lengths } = operands(site, [name]);
    const [a, b] = values;
    return a === undefined || b === undefined ? [] : [valueItem(f(a, b), lengths)];
  };
}

const clamp: Carrier = (site) => {
  const { values, lengths } = operands(site, ["low", "high"]);
  const [x, low, high] = values;
  return x === undefined || low === undefined || high === undefined
    ? []
    : [valueItem(minimum(maximum(x, low), high), lengths)];
};

const choose: Carrier = (site) => {
  const { values, lengths } = operands(site, ["p", "q"]);
  const [condition, p, q] = values;
  return condition === undefined || p === undefined || q === undefined
    ? []
    : [valueItem(where(condition, p, q), lengths)];
};

const drop: Carrier = (site) => {
  const x = valueAt(site, 0);
  const share = number(site, "share", 0);
  if (site.frame.cell !== undefined) return [valueItem(site.frame.cell.q.dropout(x, share))];
  return [valueItem(dropout({ share }).apply({}, x, modeHere(site.frame.run)), lengthsAt(site))];
};

const noise: Carrier = (site) => {
  if (site.frame.cell !== undefined) throw notInCells(site);
  const x = valueAt(site, 0);
  const { training = false, key } = modeHere(site.frame.run);
  const drawn =
    training && key !== undefined ? add(x, mul(number(site, "sd", 0), normalNoise(key, x.shape))) : x;
  return [valueItem(drawn, lengthsAt(site))];
};

const zoneout: Carrier = (site) => {
  const [next, before] = [valueAt(site, 0), valueAt(site, 1)];
  const { cell } = site.frame;
  return [valueItem(cell === undefined ? next : cell.q.zoneout(next, before, number(site, "share", 0)))];
};

export const pointwiseFunctions: Readonly<Record<string, Carrier>> = {
  ...Object.fromEntries(Object.entries(elementWiseFunctions).map(([name, f]) => [name, keeping(f)])),
  clamp,
  where: choose,
  smaller: binary(minimum, "q"),
  larger: binary(maximum, "q"),
  stopGradient: keeping(stopGradient),
  dropout: drop,
  noise,
  zoneout,
};
