/** Dates as people write them, and as ISO 8601 does: a small translation task. */
import { internalFault } from "@seqloom/diagnostic";
import { type Rng, uniform } from "@seqloom/tensor";
import { type Column, makeTable, type Table } from "../1-read/table.ts";
import { count, readOptions } from "./options.ts";

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

type Form = (day: number, month: string, year: number, weekday: string) => string;

/** None of them can be read in two ways: a month in figures always has the day in a fixed place, marked by its sign. */
const forms: readonly Form[] = [
  (day, month, year) => `${day} ${month} ${year}`,
  (day, month, year) => `${month} ${day}, ${year}`,
  (day, month, year) => `${day} ${month.slice(0, 3)} ${year}`,
  (day, month, year) => `${month.slice(0, 3)} ${day} ${year}`,
  (day, month, year, weekday) => `${weekday}, ${month} ${day}, ${year}`,
  (day, month, year) => `${day}${ordinalEnding(day)} of ${month} ${year}`,
  (day, month, year) => `${day}.${months.indexOf(month) + 1}.${year}`,
  (day, month, year) => `${year}/${months.indexOf(month) + 1}/${day}`,
];

/** Columns `human` and `iso`: `count` dates from 1950 to 2049. */
export function dates(given: Readonly<Record<string, number>>, key: Rng): Table {
  const o = readOptions("dates", { count: count(1000) }, given);
  const draws = uniform(key, [2 * o.count], "f64").data;
  const first = Date.UTC(1950, 0, 1) / 86_400_000;
  const days = Date.UTC(2050, 0, 1) / 86_400_000 - first;
  const human: string[] = [];
  const iso: string[] = [];
  for (let row = 0; row < o.count; row++) {
    const date = new Date((first + Math.floor((draws[2 * row] ?? 0) * days)) * 86_400_000);
    const form = forms[Math.floor((draws[2 * row + 1] ?? 0) * forms.length)];
    if (form === undefined) throw internalFault("a draw outside [0, 1)");
    const month = months[date.getUTCMonth()] ?? "";
    human.push(form(date.getUTCDate(), month, date.getUTCFullYear(), weekdays[date.getUTCDay()] ?? ""));
    iso.push(date.toISOString().slice(0, 10));
  }
  const columns = new Map<string, Column>([
    ["human", { kind: "text", values: human }],
    ["iso", { kind: "text", values: iso }],
  ]);
  return makeTable("dates", o.count, columns);
}

function ordinalEnding(day: number): string {
  if (day > 10 && day < 20) return "th";
  return ["th", "st", "nd", "rd"][day % 10] ?? "th";
}
