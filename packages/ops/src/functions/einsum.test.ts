import { normal, rng, type Shape, type Tensor, tensor } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { einsum } from "../index.ts";
import { numbers } from "../testing/values.ts";

/** Nested loops over all letters: the definition. */
function loops(
  inputs: readonly string[],
  output: string,
  sizes: Readonly<Record<string, number>>,
  operands: readonly Tensor[],
): number[] {
  const inner = [...new Set(inputs.join(""))].filter((letter) => !output.includes(letter));
  const letters = [...output, ...inner];
  const at = (letters: string, place: Readonly<Record<string, number>>) =>
    [...letters].reduce((index, letter) => index * (sizes[letter] ?? 0) + (place[letter] ?? 0), 0);
  const out = new Array<number>([...output].reduce((n, letter) => n * (sizes[letter] ?? 0), 1)).fill(0);
  const visit = (depth: number, place: Record<string, number>): void => {
    const letter = letters[depth];
    if (letter === undefined) {
      const product = operands.reduce((p, x, i) => p * (x.data[at(inputs[i] ?? "", place)] ?? 0), 1);
      const index = at(output, place);
      out[index] = (out[index] ?? 0) + product;
      return;
    }
    for (let i = 0; i < (sizes[letter] ?? 0); i++) visit(depth + 1, { ...place, [letter]: i });
  };
  visit(0, {});
  return out;
}

describe("einsum", () => {
  it("agrees with nested loops for any letters, repeated, shared, summed or kept", () => {
    const letter = fc.constantFrom("a", "b", "c", "d");
    const term = fc.array(letter, { maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(term, { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }),
        fc.infiniteStream(fc.boolean()),
        (terms, [a = 0, b = 0, c = 0, d = 0], coins) => {
          const sizes = { a, b, c, d };
          const inputs = terms.map((letters) => letters.join(""));
          const output = [...new Set(terms.flat())].filter(() => coins.next().value).join("");
          const shapes: Shape[] = terms.map((letters) => letters.map((l) => sizes[l]));
          const operands = shapes.map((shape, i) => normal(rng(i), shape, "f64"));
          const [first = tensor(0), ...rest] = operands;
          const got = einsum(`${inputs.join(",")}->${output}`, first, ...rest);
          const want = loops(inputs, output, sizes, operands);
          expect(got.shape).toEqual(
            [...output].map((l) => (l === "a" ? a : l === "b" ? b : l === "c" ? c : d)),
          );
          numbers(got).forEach((value, i) => {
            expect(Math.abs(value - (want[i] ?? 0))).toBeLessThan(1e-11);
          });
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it("broadcasts what ... stands for, and sums it where the result leaves it out", () => {
    const a = normal(rng(1), [2, 1, 3], "f64");
    const b = normal(rng(2), [4, 3], "f64");
    const want = loops(["pi", "qi"], "pq", { p: 2, q: 4, i: 3 }, [a, b]);
    expect(einsum("...i,...i->...", a, b).shape).toEqual([2, 4]);
    numbers(einsum("...i,...i->...", a, b)).forEach((v, i) => {
      expect(v).toBeCloseTo(want[i] ?? 0, 12);
    });
    expect(numbers(einsum("...i,...i->", a, b))[0]).toBeCloseTo(
      want.reduce((x, y) => x + y, 0),
      12,
    );
  });

  it("without -> keeps the letters named once, in alphabetical order", () => {
    expect(einsum("ba", normal(rng(1), [2, 3])).shape).toEqual([3, 2]);
    expect(einsum("ij,jk", normal(rng(1), [2, 3]), normal(rng(1), [3, 4])).shape).toEqual([2, 4]);
    expect(einsum("...ii", normal(rng(1), [5, 3, 3])).shape).toEqual([5]);
  });

  it.each([
    ["i1,i", [[2], [2]], "is no list of axes"],
    ["i->j", [[2]], 'names "j"'],
    ["i->ii", [[2]], "twice"],
    ["i,i", [[2]], "2 operands are written, 1 given"],
    ["ij", [[2]], "names 2 axes"],
    ["i->i->i", [[2]], "more than one ->"],
  ] satisfies [string, Shape[], string][])("says what is wrong with %s", (equation, shapes, message) => {
    const [first = tensor(0), ...rest] = shapes.map((shape) => normal(rng(1), shape));
    expect(() => einsum(equation, first, ...rest)).toThrow(message);
  });

  it("names the letter that has two sizes", () => {
    expect(() =>
      einsum("ij,jk->ik", normal(rng(1), [2, 3]), normal(rng(1), [4, 2])),
    ).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: einsum("ij,jk->ik"): j is 3 and, in operand 1 [4, 2], 4
        help: the same letter stands for the same size]
    `);
  });
});
