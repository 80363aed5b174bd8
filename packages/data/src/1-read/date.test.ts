import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusal } from "../refusal.test-tool.ts";
import { dateOf, formatDate, readDate } from "./date.ts";

describe("readDate", () => {
  it.each([
    ["2015", "2015-01-01T00:00:00.000Z"],
    ["2015-03", "2015-03-01T00:00:00.000Z"],
    ["2015-3-7", "2015-03-07T00:00:00.000Z"],
    ["2015/03/07", "2015-03-07T00:00:00.000Z"],
    ["20150307", "2015-03-07T00:00:00.000Z"],
    ["2015-03-07 18:05", "2015-03-07T18:05:00.000Z"],
    ["2015-03-07T18:05:09.25", "2015-03-07T18:05:09.250Z"],
    ["2015-03-07T18:05:09Z", "2015-03-07T18:05:09.000Z"],
    ["2015-03-07T18:05+09:00", "2015-03-07T09:05:00.000Z"],
    ["2015-03-07 18:05:00-0330", "2015-03-07T21:35:00.000Z"],
    [" 2016-02-29 ", "2016-02-29T00:00:00.000Z"],
  ])("reads %s", (text, iso) => {
    expect(readDate(text)).toBe(Date.parse(iso));
  });

  it.each([
    ["2015-02-29", "does not exist"],
    ["2015-13", "does not exist"],
    ["2015-03-07 24:00", "is not a time of day"],
    ["03/07/2015", "is not a date"],
    ["2015-03/07", "is not a date"],
    ["Jan 1 2000", "is not a date"],
    ["", "is not a date"],
  ])("refuses %s: it %s", (text, reason) => {
    expect(readDate(text)).toBe(reason);
    expect(refusal(() => dateOf(text))).toMatchObject({ code: "date-unreadable", details: { text, reason } });
  });

  it("reads back what formatDate writes, to the second", () => {
    const seconds = fc.integer({ min: 0, max: 4e9 });
    fc.assert(fc.property(seconds, (s) => readDate(formatDate(s * 1000)) === s * 1000));
  });
});
