/** Steps of a time axis: how far apart two rows are, and when the next one comes. */
import { SeqError } from "@seqloom/diagnostic";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The size of a step: so many milliseconds, so many months, or one day from Monday to Friday. */
export type Step =
  | { readonly kind: "span"; readonly ms: number }
  | { readonly kind: "months"; readonly count: number }
  | { readonly kind: "businessDay" };

const named: ReadonlyMap<string, Step> = new Map<string, Step>([
  ["minute", { kind: "span", ms: minuteMs }],
  ["hour", { kind: "span", ms: 60 * minuteMs }],
  ["day", { kind: "span", ms: dayMs }],
  ["businessDay", { kind: "businessDay" }],
  ["week", { kind: "span", ms: 7 * dayMs }],
  ["month", { kind: "months", count: 1 }],
  ["quarter", { kind: "months", count: 3 }],
  ["year", { kind: "months", count: 12 }],
]);

const spanUnits: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["min", minuteMs],
  ["h", 60 * minuteMs],
  ["d", dayMs],
  ["w", 7 * dayMs],
]);

/**
 * The step that `every` names: `minute hour day businessDay week month quarter year`, or a span such as `15min`
 * (units `ms s min h d w`).
 *
 * @throws SeqError "every-unknown"
 */
export function parseStep(every: string): Step {
  const word = named.get(every);
  if (word !== undefined) return word;
  const [, count, unit] = /^(\d+)\s*([a-z]+)$/.exec(every) ?? [];
  const ms = spanUnits.get(unit ?? "");
  if (ms !== undefined && Number(count) >= 1) return { kind: "span", ms: Number(count) * ms };
  throw new SeqError("every-unknown", `\`${every}\` is not the size of a step`, {
    help: `write one of ${[...named.keys()].join(" ")}, or a span such as "15min"`,
    details: { every },
  });
}

/**
 * The number of a moment on the axis of a step that begins at `origin`; a fraction where the moment lies between two
 * steps. Months count by the calendar: which day of the month a row bears does not matter.
 */
export function stepNumber(step: Step, ms: number, origin: number): number {
  switch (step.kind) {
    case "span":
      return (ms - origin) / step.ms;
    case "months":
      return (monthNumber(ms) - monthNumber(origin)) / step.count;
    case "businessDay":
      return businessDay(ms) - businessDay(origin);
  }
}

/** The moment of a number of that axis. A day that its month does not have becomes the month's last. */
export function stepTime(step: Step, number: number, origin: number): number {
  switch (step.kind) {
    case "span":
      return origin + number * step.ms;
    case "months": {
      const month = monthNumber(origin) + number * step.count;
      const lastDay = monthDate(month + 1, 0).getUTCDate();
      const day = new Date(origin).getUTCDate();
      const newDay = isMonthEnd(origin) ? lastDay : Math.min(day, lastDay);
      return monthDate(month, newDay).getTime() + timeOfDay(origin);
    }
    case "businessDay": {
      const day = businessDay(origin) + number;
      const week = Math.floor(day / 5);
      return (week * 7 + (day - week * 5) - 3) * dayMs + timeOfDay(origin);
    }
  }
}

function timeOfDay(ms: number): number {
  return ms - Math.floor(ms / dayMs) * dayMs;
}

/** A day of the month with this number; day 0 is the last of the month before. `Date.UTC` would misread the years before 100. */
function monthDate(month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month - Math.floor(month / 12) * 12, day);
  return date;
}

function monthNumber(ms: number): number {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** A series that begins at a month end goes on with month ends: 2021-02-28 is followed by 2021-03-31. */
function isMonthEnd(ms: number): boolean {
  return new Date(ms + dayMs).getUTCDate() === 1;
}

/** Business days since Monday, 1969-12-29; a fraction from Saturday to Sunday, which are none. */
function businessDay(ms: number): number {
  const day = Math.floor(ms / dayMs) + 3;
  const week = Math.floor(day / 7);
  const weekday = day - week * 7;
  return week * 5 + (weekday < 5 ? weekday : 4 + (weekday - 4) / 3);
}
