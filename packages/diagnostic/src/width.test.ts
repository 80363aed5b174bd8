import { expect, it } from "vitest";
import { printable, showLine, textWidth } from "./width.ts";

it.each([
  ["abc", 3],
  ["世界", 4],
  ["😀", 2],
  ["👩‍👩‍👧", 2],
  ["e\u0301", 1],
  ["\u0301", 0],
  ["a\tb", 5],
  ["\t", 4],
  ["ｆ", 2],
  ["❤️", 2],
])("%j is %i columns wide", (text, width) => {
  expect(textWidth(text)).toBe(width);
});

it("each UTF-16 unit of a wide character has the column of the character", () => {
  expect(showLine("a😀b").columns).toEqual([0, 1, 1, 3, 4]);
});

it("nothing that would command a terminal or turn the line around gets through", () => {
  expect(printable("a\u001b[31mb\u202ec\ud800")).toBe("a\uFFFD[31mb\uFFFDc\uFFFD");
});
