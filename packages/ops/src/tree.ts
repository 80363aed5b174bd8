/** Values in records and arrays: parameters, carried states, batches. */
import { SeqError } from "@seqloom/diagnostic";
import { isValue, type Value } from "./value.ts";

/** A value, or records and arrays of trees. Records keep the order in which their keys were made. */
export type Tree = Value | readonly Tree[] | { readonly [key: string]: Tree };

/** The values of a tree in reading order. @throws SeqError "tree-value" for anything else in it */
export function leaves(tree: Tree): Value[] {
  return entriesOf(tree).map(([, value]) => value);
}

/** The paths of the values, dotted, in the order of `leaves`. */
export function leafPaths(tree: Tree): string[] {
  return entriesOf(tree).map(([path]) => path);
}

function entriesOf(tree: Tree, path = ""): (readonly [path: string, value: Value])[] {
  if (isValue(tree)) return [[path, tree]];
  if (typeof tree !== "object" || tree === null) {
    throw new SeqError("tree-value", `${path || "the tree"} is ${String(tree)}, not a tensor`, {
      help: "make a tensor of it, for instance scalar(2); leave out what is not there",
      details: { path },
    });
  }
  return Object.entries(tree).flatMap(([key, branch]) =>
    entriesOf(branch, path === "" ? key : `${path}.${key}`),
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
