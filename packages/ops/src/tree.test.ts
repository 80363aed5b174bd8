import { scalar, tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { leafPaths, leaves, mapLeaves, neg, type Tree, withLeaves } from "./index.ts";

describe("trees", () => {
  const [a, b, c] = [scalar(1), scalar(2), tensor([3])];
  const tree = { layers: [{ w: a }, { w: b }], bias: c };

  it("are read in the order in which their keys were made", () => {
    expect(leaves(tree)).toEqual([a, b, c]);
    expect(leafPaths(tree)).toEqual(["layers.0.w", "layers.1.w", "bias"]);
    expect(leafPaths(a)).toEqual([""]);
    expect([leaves({}), leaves([])]).toEqual([[], []]);
  });

  it("keep their form when values are replaced", () => {
    expect(withLeaves(tree, [c, b, a])).toEqual({ layers: [{ w: c }, { w: b }], bias: a });
    const paths: string[] = [];
    const negated = mapLeaves(tree, (value, path) => {
      paths.push(path);
      return neg(value);
    });
    expect(negated).toEqual({ layers: [{ w: scalar(-1) }, { w: scalar(-2) }], bias: tensor([-3]) });
    expect(paths).toEqual(leafPaths(tree));
  });

  it.each([
    [{ w: [a, 2] }, "w.1 is 2"],
    [{ w: null }, "w is null"],
    [{ w: undefined }, "w is undefined"],
    [{ w: new Float32Array(1) }, "w.0 is 0"],
    ["text", "the tree is text"],
  ])("hold nothing but values: %o", (odd, message) => {
    const given = odd as unknown as Tree; // what no type checker saw
    for (const f of [leaves, leafPaths]) {
      expect(() => f(given)).toThrow(
        expect.objectContaining({ code: "tree-value", message: expect.stringContaining(message) }),
      );
    }
  });
});
