import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOf, formatDate } from "../1-read/date.ts";
import { refusal } from "../refusal.test-tool.ts";
import { parseStep, stepNumber, stepTime } from "./step.ts";

const after = (every: string, origin: string, count: number) =>
  formatDate(stepTime(parseStep(every), count, dateOf(origin)));

describe("steps of a time axis", () => {
  it("counts months by the calendar and keeps to the end of the month", () => {
    expect(after("month", "2021-01-31", 1)).toBe("2021-02-28");
    expect(after("month", "2021-01-31", 2)).toBe("2021-03-31");
    expect(after("month", "2020-02-29", 12)).toBe("2021-02-28");
    expect(after("month", "2021-01-30", 1)).toBe("2021-02-28");
    expect(after("quarter", "1999-11-15", 1)).toBe("2000-02-15");
    expect(after("year", "2020-06-01", -3)).toBe("2017-06-01");
    expect(stepNumber(parseStep("month"), dateOf("2021-03-02"), dateOf("2021-01-30"))).toBe(2);
  });

  it("goes from Friday to Monday in business days, also before 1970", () => {
    expect(after("businessDay", "2015-01-02", 1)).toBe("2015-01-05");
    expect(after("businessDay", "1965-04-09 16:00", 1)).toBe("1965-04-12 16:00");
    expect(after("businessDay", "2015-01-05", -1)).toBe("2015-01-02");
    expect(Number.isInteger(stepNumber(parseStep("businessDay"), dateOf("2015-01-03"), 0))).toBe(false);
  });

  it("takes spans of time", () => {
    expect(after("15min", "2015-01-01", 5)).toBe("2015-01-01 01:15");
    expect(after("week", "2015-01-01", 1)).toBe("2015-01-08");
    for (const every of ["fortnight", "0min", "5 parsecs", ""]) {
      expect(refusal(() => parseStep(every))).toMatchObject({ code: "every-unknown", details: { every } });
    }
  });

  it("counts back what it counted forth, for every kind of step", () => {
    const kinds = fc.constantFrom(
      "minute",
      "hour",
      "day",
      "businessDay",
      "week",
      "month",
      "quarter",
      "year",
      "90min",
    );
    const weekday = dateOf("1987-06-10"); // a Wednesday
    fc.assert(
      fc.property(kinds, fc.integer({ min: -500, max: 500 }), (every, n) => {
        const step = parseStep(every);
        expect(stepNumber(step, stepTime(step, n, weekday), weekday)).toBe(n);
      }),
    );
  });
});
