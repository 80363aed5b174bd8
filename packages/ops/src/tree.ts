/** Values in records and arrays: parameters, carried states, batches. */
import { Tensor } from "@seqloom/tensor";
import { Traced, type Value } from "./value.ts";

/** A value, or records and arrays of trees. Records keep the order in which their keys were made. */
export type Tree = Value | readonly Tree[] | { readonly [key: string]: Tree };

/** Tells values from the records and arrays around them. */
export function isValue(tree: Tree): tree is Value {
  return tree instanceof Tensor || tree instanceof Traced;
}

/** The values of a tree in reading order. */
export function leaves(tree: Tree): Value[] {
  if (isValue(tree)) return [tree];
  return Object.values(tree).flatMap(leaves);
}

/** The paths of the values, dotted, in the order of `leaves`. */
export function leafPaths(tree: Tree, prefix = ""): string[] {
  if (isValue(tree)) return [prefix];
  return Object.entries(tree).flatMap(([key, branch]) =>
    leafPaths(branch, prefix === "" ? key : `${prefix}.${key}`),
  );
}

/** A tree of the same form with other values, taken in the order of `leaves`. */
export function withLeaves<T extends Tree>(tree: T, values: readonly Value[]): T {
  let next = 0;
  const build = (at: Tree): Tree => {
    if (isValue(at)) {
      const value = values[next++];
      return value ?? at;
    }
    if (Array.isArray(at)) return at.map(build);
    return Object.fromEntries(Object.entries(at).map(([key, branch]) => [key, build(branch)]));
  };
  return build(tree) as T; // the same form, values for values
}

/** Applies `f` to every value. */
export function mapLeaves<T extends Tree>(tree: T, f: (value: Value, path: string) => Value): T {
  const paths = leafPaths(tree);
  return withLeaves(
    tree,
    leaves(tree).map((value, i) => f(value, paths[i] ?? "")),
  );
}
