import { describe, expect, it } from "vitest";
import { agree, axis, emptySolution, endOf, openAxis, showAxis, sizeOf, unknownAxis } from "./axis.ts";
import { add, constant, multiply, numberOf, symbol } from "./polynomial.ts";

const solution = emptySolution();
const hidden = axis("hidden", constant(32));

describe("axes agree", () => {
  it("when one of them has no name and the sizes are equal", () => {
    expect(agree(hidden, axis(undefined, constant(32)), solution)).toBe(hidden);
    expect(agree(axis(undefined, constant(32)), hidden, solution)).toBe(hidden);
  });

  it("not when names differ, even if sizes are equal", () => {
    expect(agree(hidden, axis("feature", constant(32)), solution)).toBe("axis-name");
  });

  it("not when sizes differ", () => {
    expect(agree(hidden, axis(undefined, constant(33)), solution)).toBe("axis-size");
    expect(agree(axis("n", symbol("n")), axis(undefined, constant(3)), solution)).toBe("axis-size");
  });

  it("for now, when the difference hangs on the data", () => {
    expect(agree(axis("word", symbol("~word")), axis(undefined, constant(65)), solution)).not.toBe(
      "axis-size",
    );
  });

  it("by solving for an unknown, which must come out whole", () => {
    const unknown = unknownAxis(solution);
    const doubled = axis(undefined, add(multiply(constant(2), unknown.size), constant(1)));
    expect(agree(doubled, axis(undefined, constant(8)), emptySolution())).toBe("axis-size");
    const fresh = emptySolution();
    agree(doubled, axis(undefined, constant(9)), fresh);
    expect(numberOf(sizeOf(unknown, fresh))).toBe(4);
  });

  it("by an open one becoming the other", () => {
    const open = openAxis(solution);
    expect(agree(open, hidden, solution)).toBe(hidden);
    expect(endOf(open)).toBe(hidden);
    expect(showAxis(open, solution)).toBe("hidden");
  });
});
