import { expect, it } from "vitest";
import { replaceSection } from "./node/section.ts";
import { formatFigure } from "./report.ts";

it("writes three digits, whole numbers whole, and steps that never came as words", () => {
  const values = [0.12345, 1500, 2.77e19, 3.2e-7, 0, Number.POSITIVE_INFINITY, Number.NaN];
  expect(values.map(formatFigure)).toEqual(["0.123", "1,500", "2.8e+19", "3.2e-7", "0", "never", "none"]);
});

it("replaces a part of a page and nothing else, dollars included", () => {
  const page = "a\n<!-- x: made -->old<!-- x end -->\nb";
  expect(replaceSection(page, "x", "$1 new")).toBe("a\n<!-- x: made -->\n\n$1 new\n\n<!-- x end -->\nb");
  expect(() => replaceSection(page, "y", "")).toThrow("no part");
});
