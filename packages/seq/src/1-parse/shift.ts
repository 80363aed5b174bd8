/**
 * Moves syntax along the text: pieces are parsed and kept with spans from their own start.
 */

/** A copy of plain data in which every `{ start, end }` has moved by `by`. */
export function shifted<T>(data: T, by: number): T {
  // The copy has the same shape, which the compiler cannot see through Object.entries.
  return by === 0 ? data : (copy(data, by) as T);
}

function copy(data: unknown, by: number): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (Array.isArray(data)) return data.map((item) => copy(item, by));
  const moved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    const isPlace = (key === "start" || key === "end") && typeof value === "number";
    moved[key] = isPlace ? value + by : copy(value, by);
  }
  return moved;
}
