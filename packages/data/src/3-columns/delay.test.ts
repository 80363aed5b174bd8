import { describe, expect, it } from "vitest";
import { delayOf, latestSteps, leadOf } from "./delay.ts";
import { type ColumnExpr, call, column, text } from "./expression.ts";

const knowledge = {
  late: new Map([["report", 3]]),
  always: new Set(["price", "date"]),
  steady: new Set<string>(),
};

describe("when a value is known", () => {
  it.each<[string, ColumnExpr, number]>([
    ["a column of the source", column("close"), 0],
    ["a late column", column("report"), 3],
    ["a column known ahead", column("price"), Number.NEGATIVE_INFINITY],
    ["the calendar", call("dayOfWeek", "date"), Number.NEGATIVE_INFINITY],
    ["a constant", call("+", 1, 2), Number.NEGATIVE_INFINITY],
    ["a lag", call("lag", "close", 2), -2],
    ["a lag of a late column", call("lag", "report", 2), 1],
    ["the next value", call("next", "close"), 1],
    ["a lead of a lag", call("lead", call("lag", "close", 1), 4), 3],
    ["the largest of several", call("+", call("lag", "close", 5), call("lag", "report", 1)), 2],
    ["a trailing mean", call("mean", "close", 20), 0],
    ["a difference, which reads the present too", call("diff", "close", 12), 0],
    ["a mark for cutting text", call("before", "close", text("_")), 0],
    ["a plan far ahead", call("lead", "price", 100), Number.NEGATIVE_INFINITY],
  ])("%s", (_, expr, delay) => {
    expect(delayOf(expr, knowledge)).toBe(delay);
  });

  it("leaves lateness out of how far ahead a target lies", () => {
    expect(leadOf(call("next", "report"), knowledge)).toBe(1);
    expect(leadOf(column("report"), knowledge)).toBe(0);
    expect(leadOf(call("lead", "price", 9), knowledge)).toBe(0);
  });

  it("knows the latest step of each column", () => {
    const steps = latestSteps(
      call("-", call("next", "a"), call("+", call("lag", "a", 1), call("lag", "b", 2))),
    );
    expect([...steps]).toEqual([
      ["a", 1],
      ["b", -2],
    ]);
  });
});
