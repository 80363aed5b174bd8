/** Functions along an ordered axis: last, first, ends, shift, reverse, cumsum, spread. */
import {
  add,
  broadcastTo,
  cast,
  concat,
  cumsum,
  equal,
  expandDims,
  flip,
  less,
  mul,
  pad,
  reshape,
  slice,
  squeeze,
  sub,
  sum,
  takeRows,
  type Value,
  where,
} from "@seqloom/ops";
import { arange } from "@seqloom/tensor";
import { nameOf } from "../../2-check/axes/axis.ts";
import {
  type CallSite,
  type Carrier,
  lengthsAt,
  loop,
  notInCells,
  number,
  resultType,
  valueAt,
  without,
} from "../call-site.ts";
import { type Item, valueItem } from "../item.ts";
import { withoutPadding } from "../lengths.ts";

/** One step of every sequence: the one at its own end, or a fixed one. */
function stepOf(site: CallSite, which: "first" | "last"): Value {
  const x = valueAt(site, 0);
  const { place, name } = loop(site);
  const T = x.shape[place] ?? 0;
  const lengths = lengthsAt(site).get(name);
  if (which === "first" || lengths === undefined) {
    const at = which === "first" ? 0 : T - 1;
    return squeeze(slice(x, place, at, at + 1), place);
  }
  // 1 at each sequence's last step: the sum over time picks it, whatever stands in the padding.
  const ends = equal(arange(0, T), expandDims(sub(lengths, 1), 1));
  const mask = reshape(
    ends,
    x.shape.map((n, axis) => (axis === 0 ? n : axis === place ? T : 1)),
  );
  if (x.dtype === "i32") return sum(mul(cast(mask, "i32"), x), place);
  return sum(where(mask, x, 0), place);
}

function one(site: CallSite, value: Value): readonly Item[] {
  return [valueItem(value, without(lengthsAt(site), loop(site).name))];
}

const ends: Carrier = (site) => {
  const half = (valueAt(site, 0).shape.at(-1) ?? 0) / 2;
  const [last, first] = [stepOf(site, "last"), stepOf(site, "first")];
  return one(site, concat([slice(last, -1, 0, half), slice(first, -1, half)], -1));
};

const shift: Carrier = (site) => {
  const x = valueAt(site, 0);
  const { place } = loop(site);
  const T = x.shape[place] ?? 0;
  const k = Math.min(T, number(site, "k", 1));
  const widths = x.shape.map((_, axis): [number, number] => [axis === place ? k : 0, 0]);
  return [valueItem(pad(slice(x, place, 0, T - k), widths), lengthsAt(site))];
};

/** Each sequence from its own end; what is padding stays behind. */
const reverse: Carrier = (site) => {
  const x = valueAt(site, 0);
  const { place, name } = loop(site);
  const lengths = lengthsAt(site).get(name);
  if (lengths === undefined) return [valueItem(flip(x, place), lengthsAt(site))];
  const [batch = 1, T = 0] = [x.shape[0], x.shape[place]];
  const steps = arange(0, T);
  const turned = sub(sub(expandDims(lengths, 1), 1), steps);
  const from = where(less(turned, 0), steps, turned); // [batch, T]
  const rows = add(mul(expandDims(arange(0, batch), 1), T), cast(from, "i32"));
  const flat = reshape(x, [batch * T, ...x.shape.slice(place + 1)]);
  return [
    valueItem(reshape(takeRows(flat, reshape(cast(rows, "i32"), [batch * T])), x.shape), lengthsAt(site)),
  ];
};

const running: Carrier = (site) => [
  valueItem(cumsum(withoutPadding(site, valueAt(site, 0)), loop(site).place), lengthsAt(site)),
];

/** [batch, *] to [batch, a, *], with the lengths of the values that run along the axis. */
const spread: Carrier = (site) => {
  if (site.frame.cell !== undefined) throw notInCells(site); // how many steps there are is not known in a step
  const x = valueAt(site, 0);
  const made = resultType(site)?.axes[1];
  const name = (made === undefined ? undefined : nameOf(made)) ?? "";
  const { run } = site.frame;
  const T = run.steps.get(name)?.count ?? (made === undefined ? 1 : run.sizeOf(made));
  const [batch = 1, ...rest] = x.shape;
  const own = run.steps.get(name)?.lengths;
  const lengths = own === undefined ? lengthsAt(site) : new Map([...lengthsAt(site), [name, own]]);
  return [valueItem(broadcastTo(expandDims(x, 1), [batch, T, ...rest]), lengths)];
};

export const timeFunctions: Readonly<Record<string, Carrier>> = {
  last: (site) => one(site, stepOf(site, "last")),
  first: (site) => one(site, stepOf(site, "first")),
  ends,
  shift,
  reverse,
  cumsum: running,
  spread,
};
