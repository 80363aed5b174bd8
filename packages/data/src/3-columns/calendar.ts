/** What the calendar says of a moment, in UTC. */

const dayMs = 86_400_000;

type CalendarFunction = (ms: number) => number;

/** Monday is 1, Sunday 7, as in ISO 8601. */
function dayOfWeek(ms: number): number {
  return new Date(ms).getUTCDay() || 7;
}

function dayOfYear(ms: number): number {
  const year = new Date(ms).getUTCFullYear();
  return Math.floor((ms - Date.UTC(year, 0, 1)) / dayMs) + 1;
}

/** ISO 8601: the first week is the one with the year's first Thursday. */
function weekOfYear(ms: number): number {
  const thursday = ms + (4 - dayOfWeek(ms)) * dayMs;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

/** The calendar function of each name; all count from 1 but `hour` and `minute`, which count from 0. */
export const calendarFunctions: ReadonlyMap<string, CalendarFunction> = new Map<string, CalendarFunction>([
  ["year", (ms) => new Date(ms).getUTCFullYear()],
  ["quarter", (ms) => Math.floor(new Date(ms).getUTCMonth() / 3) + 1],
  ["month", (ms) => new Date(ms).getUTCMonth() + 1],
  ["weekOfYear", weekOfYear],
  ["dayOfYear", dayOfYear],
  ["dayOfMonth", (ms) => new Date(ms).getUTCDate()],
  ["dayOfWeek", dayOfWeek],
  ["hour", (ms) => new Date(ms).getUTCHours()],
  ["minute", (ms) => new Date(ms).getUTCMinutes()],
]);

/** How many there are of each before it begins again; `year` does not come back. */
export const calendarPeriods: ReadonlyMap<string, number> = new Map([
  ["quarter", 4],
  ["month", 12],
  ["weekOfYear", 365.2425 / 7],
  ["dayOfYear", 365.2425],
  ["dayOfMonth", 31],
  ["dayOfWeek", 7],
  ["hour", 24],
  ["minute", 60],
]);
