import { analyse } from "@seqloom/seq";
import { expect, it } from "vitest";
import { coloursOf } from "./colours.ts";

it("colours keywords, keys, calls, numbers, signs and docs", () => {
  const text = "seq 1\ndata {\n  source  sine(length = 9)\n}\n";
  const parts = coloursOf(analyse(text)).map(
    ({ start, end, className }) => `${className}:${text.slice(start, end)}`,
  );
  expect(parts).toEqual([
    "seq-keyword:seq",
    "seq-number:1",
    "seq-keyword:data",
    "seq-key:source",
    "seq-call:sine",
    "seq-key:length",
    "seq-sign:=",
    "seq-number:9",
  ]);
});

it("gives every text colours that do not overlap", () => {
  const text = "\"open\n((([ ü # x\r\n\u0000 -> '' 1.2.3";
  let at = 0;
  for (const { start, end } of coloursOf(analyse(text))) {
    expect(start).toBeGreaterThanOrEqual(at);
    at = end;
  }
});
