/** Functions that reduce or squash along an axis; along an ordered one, without padding. */
import {
  add,
  amax,
  amin,
  argmax,
  cast,
  div,
  expandDims,
  logSoftmax,
  mul,
  reshape,
  softmax,
  sqrt,
  sub,
  sum,
  type Value,
  where,
} from "@seqloom/ops";
import { nameOf } from "../../2-check/axes/axis.ts";
import { axesOf, type CallSite, type Carrier, lengthsAt, place, valueAt, without } from "../call-site.ts";
import { valueItem } from "../item.ts";
import { maskOf } from "../lengths.ts";

interface Along {
  readonly x: Value;
  readonly axis: number;
  readonly name: string;
  /** True where there is an entry; undefined where all are there. Broadcasts to x. */
  readonly mask: Value | undefined;
  /** Entries along the axis: a number, or a value that broadcasts to the reduced result. */
  readonly count: number | Value;
}

function along(site: CallSite): Along {
  const x = valueAt(site, 0);
  const rank = x.shape.length;
  const axis = place(site, "a", rank - 1);
  const own = axesOf(site, 0)[axis - (rank - axesOf(site, 0).length)];
  const name = (own === undefined ? undefined : nameOf(own)) ?? "";
  const lengths = lengthsAt(site).get(name);
  const size = x.shape[axis] ?? 0;
  if (lengths === undefined) return { x, axis, name, mask: undefined, count: size };
  const mask = reshape(
    maskOf(lengths, size),
    x.shape.map((n, i) => (i === 0 ? n : i === axis ? size : 1)),
  );
  let count = cast(lengths, "f32");
  while (count.shape.length < rank - 1) count = expandDims(count, count.shape.length);
  return { x, axis, name, mask, count };
}

function reduction(f: (a: Along) => Value): Carrier {
  return (site) => {
    const a = along(site);
    return [valueItem(f(a), without(lengthsAt(site), a.name))];
  };
}

const filled = ({ x, mask }: Along, value: number): Value => (mask === undefined ? x : where(mask, x, value));
const total = (a: Along): Value => sum(filled(a, 0), a.axis);
const average = (a: Along): Value => div(total(a), a.count);

/** In two passes: differences from the mean first. */
function deviation(a: Along): Value {
  const centred = sub(a.x, expandDims(average(a), a.axis));
  return sqrt(average({ ...a, x: mul(centred, centred) }));
}

/** 1 at 0, so that the square root has a finite slope there; the length is 0 all the same. */
function length(a: Along): Value {
  const x = filled(a, 0);
  const squares = sum(mul(x, x), a.axis);
  const isZero = where(cast(squares, "bool"), 0, 1);
  return sub(sqrt(add(squares, isZero)), isZero);
}

const shares =
  (f: (x: Value, axis: number) => Value): Carrier =>
  (site) => {
    const a = along(site);
    return [valueItem(f(filled(a, Number.NEGATIVE_INFINITY), a.axis), lengthsAt(site))];
  };

export const reductionFunctions: Readonly<Record<string, Carrier>> = {
  sum: reduction(total),
  mean: reduction(average),
  max: reduction((a) => amax(filled(a, Number.NEGATIVE_INFINITY), a.axis)),
  min: reduction((a) => amin(filled(a, Number.POSITIVE_INFINITY), a.axis)),
  std: reduction(deviation),
  norm: reduction(length),
  argmax: reduction((a) => argmax(filled(a, Number.NEGATIVE_INFINITY), a.axis)),
  softmax: shares(softmax),
  logSoftmax: shares(logSoftmax),
};
