/** Functions that only move numbers: joining, cutting, renaming, ordering. */
import {
  cast,
  concat,
  equal,
  expandDims,
  matmul,
  permute,
  reshape,
  slice,
  split,
  stack,
  type Value,
} from "@seqloom/ops";
import { arange, sizeOf } from "@seqloom/tensor";
import { nameOf } from "../../2-check/axes/axis.ts";
import {
  axesOf,
  type CallSite,
  type Carrier,
  lengthsAt,
  number,
  place,
  places,
  size,
  valueAt,
} from "../call-site.ts";
import { type Item, type Lengths, valueItem } from "../item.ts";

/** The lengths of all inputs: those that run along the same axis have the same. */
function allLengths(site: CallSite): Lengths {
  return new Map(site.inputs.flatMap((_, i) => [...lengthsAt(site, i)]));
}

function all(site: CallSite): Value[] {
  return site.inputs.map((_, i) => valueAt(site, i));
}

const onehot: Carrier = (site) => {
  const x = valueAt(site, 0);
  const type = site.call.inputs[0]?.type;
  const count = type?.kind === "value" && type.of !== undefined ? site.frame.run.sizeOf(type.of) : 1;
  return [valueItem(cast(equal(expandDims(x, x.shape.length), arange(0, count)), "f32"), lengthsAt(site))];
};

const join: Carrier = (site) => [
  valueItem(concat(all(site), place(site, "axis", valueAt(site, 0).shape.length - 1)), allLengths(site)),
];

const pile: Carrier = (site) => [
  valueItem(stack(all(site), valueAt(site, 0).shape.length), allLengths(site)),
];

const cut: Carrier = (site) => {
  const x = valueAt(site, 0);
  const k = number(site, "k", 1);
  const part = (x.shape.at(-1) ?? 0) / k;
  return split(x, new Array<number>(k).fill(part), -1).map(
    (value): Item => valueItem(value, lengthsAt(site)),
  );
};

const take: Carrier = (site) => {
  const x = valueAt(site, 0);
  const from = number(site, "from", 0);
  return [valueItem(slice(x, place(site, "a", 0), from, from + number(site, "count", 1)), lengthsAt(site))];
};

const merge: Carrier = (site) => {
  const x = valueAt(site, 0);
  const at = place(site, "a", 0);
  const joined = (x.shape[at] ?? 1) * (x.shape[at + 1] ?? 1);
  return [
    valueItem(reshape(x, [...x.shape.slice(0, at), joined, ...x.shape.slice(at + 2)]), lengthsAt(site)),
  ];
};

const unmerge: Carrier = (site) => {
  const x = valueAt(site, 0);
  return [
    valueItem(reshape(x, [...x.shape.slice(0, -1), size(site, "a"), size(site, "b")]), lengthsAt(site)),
  ];
};

const order: Carrier = (site) => {
  const x = valueAt(site, 0);
  const axes = places(site, "a");
  const lead = x.shape.length - axes.length;
  return [valueItem(permute(x, [...Array.from({ length: lead }, (_, i) => i), ...axes]), lengthsAt(site))];
};

/** Shared axes once, then the rest of p, then of q: one batch of matrix products. */
const dot: Carrier = (site) => {
  const [p, q] = [valueAt(site, 0), valueAt(site, 1)];
  const [namesP, namesQ] = [0, 1].map((i) =>
    axesOf(site, i).map((axis, at) => nameOf(axis) ?? `axis ${i} ${at}`),
  );
  const over = namesP?.[place(site, "over", 0) - (p.shape.length - (namesP?.length ?? 0))] ?? "";
  const shared = (namesP ?? []).filter((name) => name !== over && (namesQ ?? []).includes(name));
  const sort = (value: Value, names: readonly string[]) => {
    const lead = value.shape.length - names.length;
    const own = names.filter((name) => name !== over && !shared.includes(name));
    const axes = [...shared, ...own, over].map((name) => names.indexOf(name) + lead);
    const turned = permute(value, [...Array.from({ length: lead }, (_, i) => i), ...axes]);
    const batch = turned.shape.slice(0, lead + shared.length);
    const rest = turned.shape.slice(lead + shared.length, -1);
    return { matrix: reshape(turned, [...batch, sizeOf(rest), turned.shape.at(-1) ?? 1]), batch, rest };
  };
  const [left, right] = [sort(p, namesP ?? []), sort(q, namesQ ?? [])];
  const product = matmul(left.matrix, right.matrix, { transposeB: true });
  return [valueItem(reshape(product, [...left.batch, ...left.rest, ...right.rest]), allLengths(site))];
};

/** Lengths go with an axis under its new name. */
const rename: Carrier = (site) => {
  const [names] = [...site.call.settings.values()].flat();
  const renamed = names?.kind === "names" ? names.names : new Map<number, string>();
  const axes = axesOf(site, 0).map(
    (axis, i) => [nameOf(axis) ?? "", renamed.get(i) ?? nameOf(axis) ?? ""] as const,
  );
  const lengths = new Map(
    [...lengthsAt(site)].map(([name, value]) => [axes.find(([old]) => old === name)?.[1] ?? name, value]),
  );
  return [valueItem(valueAt(site, 0), lengths)];
};

export const shapeFunctions: Readonly<Record<string, Carrier>> = {
  onehot,
  concat: join,
  stack: pile,
  split: cut,
  take,
  merge,
  unmerge,
  rename,
  order,
  dot,
};
