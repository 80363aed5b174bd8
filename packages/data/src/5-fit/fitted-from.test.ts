import { SeqError } from "@seqloom/diagnostic";
import { describe, expect, it } from "vitest";
import type { Fitted } from "./fit.ts";
import { fittedFrom } from "./fitted-from.ts";

const scaler = { method: "standard", shift: 2, factor: 3 } as const;
const fitted: Fitted = {
  scalers: {
    close: { by: "all", scaler },
    sales: { by: "series", scalers: { '["a"]': scaler } },
    load: { by: "window", method: "mean" },
  },
  vocabularies: { kind: { name: "kind", symbols: ["a", "b"], hasUnknown: true, hasMarks: false } },
};

function refusalOf(value: unknown): SeqError {
  try {
    fittedFrom(value);
  } catch (error) {
    if (error instanceof SeqError) return error;
  }
  throw new Error("nothing was refused");
}

describe("what was fitted, read back", () => {
  it("is what was written", () => {
    expect(fittedFrom(JSON.parse(JSON.stringify(fitted)))).toEqual(fitted);
  });

  it.each([null, 7, "text", [], {}, { scalers: {} }, { scalers: [], vocabularies: {} }])(
    "is refused where it is no such thing at all: %j",
    (value) => {
      expect(refusalOf(value).code).toBe("fitted-unreadable");
    },
  );

  it.each([
    ["a scaler without numbers", { close: { by: "all" } }],
    ["a scaler for nothing known", { close: { by: "month", scaler } }],
    ["a method nobody knows", { close: { by: "all", scaler: { ...scaler, method: "magic" } } }],
    ["a number that JSON could not hold", { close: { by: "all", scaler: { ...scaler, shift: null } } }],
    ["a series without its scaler", { close: { by: "series", scalers: { '["a"]': null } } }],
    ["a window without a method", { close: { by: "window" } }],
  ])("names the column of %s", (_, scalers) => {
    expect(refusalOf({ scalers, vocabularies: {} }).details).toEqual({ column: "close" });
  });

  it.each([
    ["symbols", ["a", 1]],
    ["symbols", "ab"],
    ["name", undefined],
    ["hasUnknown", "yes"],
    ["hasMarks", undefined],
  ])("names the vocabulary whose %s are %j", (key, value) => {
    const kind = { ...fitted.vocabularies.kind, [key]: value };
    expect(refusalOf({ scalers: {}, vocabularies: { kind } }).details).toEqual({ column: "kind" });
  });
});
