/** Functions with weights that run along no axis: linear, embedding, norms, attention. */
import { SeqError } from "@seqloom/diagnostic";
import { conv1d, embedding, layerNorm, linear, rmsNorm } from "@seqloom/nn";
import { attention as attend, permute, reshape, type Value } from "@seqloom/ops";
import { sizeOf } from "@seqloom/tensor";
import { nameOf } from "../../2-check/axes/axis.ts";
import {
  axesOf,
  type CallSite,
  type Carrier,
  item,
  lengthsAt,
  number,
  size,
  sizes,
  truth,
  valueAt,
} from "../call-site.ts";
import { moduleAt } from "../frame.ts";
import { valueItem } from "../item.ts";
import { maskOf, withoutPadding } from "../lengths.ts";

const lastOf = (x: Value): number => x.shape.at(-1) ?? 1;

const linearFunction: Carrier = (site) => {
  const x = valueAt(site, 0);
  const made = sizes(site, "a");
  const output = sizeOf(made);
  const { module, params } = moduleAt(site.frame, site.call.stage, () =>
    linear({ input: lastOf(x), output, bias: truth(site, "bias", true) }),
  );
  const y = module.apply(params, x);
  return [valueItem(made.length === 1 ? y : reshape(y, [...x.shape.slice(0, -1), ...made]), lengthsAt(site))];
};

const embeddingFunction: Carrier = (site) => {
  const indices = valueAt(site, 0);
  const type = site.call.inputs[0]?.type;
  if (type?.kind !== "value" || type.of === undefined)
    throw new SeqError("internal", "internal: embedding of no vocabulary");
  const count = site.frame.run.sizeOf(type.of);
  const { module, params } = moduleAt(site.frame, site.call.stage, () =>
    embedding({ count, size: size(site, "n") }),
  );
  return [valueItem(module.apply(params, indices), lengthsAt(site))];
};

const layerNormFunction: Carrier = (site) => {
  const x = valueAt(site, 0);
  // In a statement of the cell itself the norm is the cell's own, under its path.
  if (site.frame.cell !== undefined && site.frame.path === "")
    return [valueItem(site.frame.cell.q.layerNorm(x))];
  const { module, params } = moduleAt(site.frame, site.call.stage, () => layerNorm({ size: lastOf(x) }));
  return [valueItem(module.apply(params, x), lengthsAt(site))];
};

const rmsNormFunction: Carrier = (site) => {
  const x = valueAt(site, 0);
  const { module, params } = moduleAt(site.frame, site.call.stage, () => rmsNorm({ size: lastOf(x) }));
  return [valueItem(module.apply(params, x), lengthsAt(site))];
};

/** [batch, t, i] to [batch, t, n]; as many steps as before, zeros around them. */
const convFunction: Carrier = (site) => {
  const x = valueAt(site, 0);
  const make = () =>
    conv1d({
      input: lastOf(x),
      output: size(site, "n"),
      width: number(site, "width", 3),
      padding: truth(site, "causal", true) ? "causal" : "same",
      batchFirst: true,
    });
  const { module, params } = moduleAt(site.frame, site.call.stage, make);
  return [valueItem(module.apply(params, withoutPadding(site, x)), lengthsAt(site))];
};

/** The keys that count: what lies past the end of a sequence is not looked at. */
function keyMask(site: CallSite, i: number): Value | undefined {
  const keys = valueAt(site, i);
  for (const [axis, lengths] of lengthsAt(site, i)) {
    const at = axesOf(site, i).findIndex((own) => nameOf(own) === axis);
    if (at >= 0) return maskOf(lengths, keys.shape[1] ?? 0);
  }
  return undefined;
}

/** Scaled dot products; a query without an axis of steps counts as one step. */
function attended(query: Value, keys: Value, values: Value, mask: Value | undefined): Value {
  const isSingle = query.shape.length === 2;
  const [batch = 1, width = 1] = [query.shape[0], lastOf(query)];
  const steps = isSingle ? reshape(query, [batch, 1, width]) : query;
  const allowed = mask === undefined ? undefined : reshape(mask, [batch, 1, keys.shape.at(-2) ?? 1]);
  const y = attend(steps, keys, values, allowed === undefined ? {} : { mask: allowed });
  return isSingle ? reshape(y, [batch, lastOf(values)]) : y;
}

const attendFunction: Carrier = (site) => {
  const keys = valueAt(site, 1);
  const given = item(site, "values");
  const values = given?.kind === "value" ? given.value : keys;
  return [valueItem(attended(valueAt(site, 0), keys, values, keyMask(site, 1)), lengthsAt(site))];
};

/** Learned attention with heads: query, key, value and out are linear layers of width n. */
const attentionFunction: Carrier = (site) => {
  const [x, keys] = [valueAt(site, 0), valueAt(site, 1)];
  const n = size(site, "n");
  const heads = number(site, "heads", 1);
  const project = (name: string, from: Value): Value => {
    const { module, params } = moduleAt(site.frame, `${site.call.stage}.${name}`, () =>
      linear({ input: lastOf(from), output: n }),
    );
    return module.apply(params, from);
  };
  const split = (v: Value): Value => {
    const [batch = 1, steps = 1] = v.shape;
    return permute(reshape(v, [batch, steps, heads, n / heads]), [0, 2, 1, 3]);
  };
  const mask = keyMask(site, 1);
  const [batch = 1, steps = 1] = x.shape;
  const allowed = mask === undefined ? {} : { mask: reshape(mask, [batch, 1, 1, keys.shape[1] ?? 1]) };
  const found = attend(
    split(project("query", x)),
    split(project("key", keys)),
    split(project("value", keys)),
    allowed,
  );
  const joined = reshape(permute(found, [0, 2, 1, 3]), [batch, steps, n]);
  return [valueItem(project("out", joined), lengthsAt(site))];
};

export const weightFunctions: Readonly<Record<string, Carrier>> = {
  linear: linearFunction,
  embedding: embeddingFunction,
  layerNorm: layerNormFunction,
  rmsNorm: rmsNormFunction,
  conv: convFunction,
  attend: attendFunction,
  attention: attentionFunction,
};
