/** Dates written as text, in several precisions, to milliseconds since 1970 (UTC). */
import { SeqError } from "@seqloom/diagnostic";

const form =
  /^(\d{4})(?:([-/])(\d{1,2})(?:\2(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

const compact = /^(\d{4})(\d{2})(\d{2})$/;

/**
 * The moment a text names: `2015`, `2015-01`, `2015-01-31`, `2015-01-31 18:00`, with seconds, a fraction, `T`, `Z` or
 * `+09:00`, slashes for dashes, or `20150131`. What is left out is the beginning: January, the first, midnight.
 * Without an offset it is UTC.
 *
 * @returns milliseconds since 1970, or why it is not a date
 */
export function readDate(text: string): number | string {
  const trimmed = text.trim();
  const short = compact.exec(trimmed);
  if (short !== null) return moment(short[1], short[2], short[3]);
  const found = form.exec(trimmed);
  if (found === null) return "is not a date";
  const [, year, , month, day, hour, minute, second, fraction, offset] = found;
  return moment(year, month, day, hour, minute, second, fraction, offset);
}

function moment(
  year = "1970",
  month = "1",
  day = "1",
  hour = "0",
  minute = "0",
  second = "0",
  fraction = "0",
  offset = "Z",
): number | string {
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(midnight);
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!exists || date.getUTCFullYear() !== Number(year)) return "does not exist";
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return "is not a time of day";
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return midnight + seconds * 1000 + Math.floor(Number(`0.${fraction}`) * 1000) - offsetMs(offset);
}

function offsetMs(offset: string): number {
  if (offset === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith("-") ? -1 : 1) * minutes * 60_000;
}

/**
 * The moment a text of a spec names.
 *
 * @throws SeqError "date-unreadable"
 */
export function dateOf(text: string): number {
  const found = readDate(text);
  if (typeof found === "number") return found;
  throw new SeqError("date-unreadable", `\`${text}\` ${found}`, {
    help: dateHelp,
    details: { text, reason: found },
  });
}

export const dateHelp = "write dates as 2015-01-31, 2015-01 or 2015-01-31 18:00";

/** `2015-01-31`, and the time of day where there is one. */
export function formatDate(ms: number): string {
  if (!Number.isFinite(ms)) return "no date";
  const iso = new Date(ms).toISOString();
  if (iso.endsWith("T00:00:00.000Z")) return iso.slice(0, 10);
  return iso.slice(0, iso.endsWith(":00.000Z") ? 16 : 19).replace("T", " ");
}
