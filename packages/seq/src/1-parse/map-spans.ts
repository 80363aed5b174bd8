/**
 * Syntax that stands elsewhere.
 */
import type { Span } from "@seqloom/diagnostic";

/** A copy of plain data in which every `{ start, end }` is another. */
export function mapSpans<T>(data: T, change: (span: Span) => Span): T {
  // The copy has the same shape, which the compiler cannot see through Object.keys.
  return copy(data, change) as T;
}

function copy(data: unknown, change: (span: Span) => Span): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (Array.isArray(data)) return data.map((item) => copy(item, change));
  if (isSpan(data)) return change(data);
  const copied: Record<string, unknown> = { ...data };
  for (const key of Object.keys(copied)) {
    const value = copied[key];
    if (typeof value === "object" && value !== null) copied[key] = copy(value, change);
  }
  return copied;
}

function isSpan(data: object): data is Span {
  return "start" in data && "end" in data && typeof data.start === "number" && typeof data.end === "number";
}
