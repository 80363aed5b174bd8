/**
 * The text of a piece as the matcher gets it: every gap between tokens, with its comments, is one blank or one line
 * end. Layout then costs nothing, and a line that was only moved or aligned does not have to be matched again.
 */
import type { Token } from "./scan.ts";

export interface Compact {
  readonly text: string;
  /** For each character of `text`, its place in the whole text; for a gap, the end of the token in front of it. */
  readonly origins: readonly number[];
}

/** The compact text of the tokens of a piece. */
export function compact(tokens: readonly Token[]): Compact {
  const parts: string[] = [];
  const origins: number[] = [];
  let end: number | undefined;
  let isNewLine = false;
  for (const { kind, text, start, end: tokenEnd } of tokens) {
    if (kind === "newline") isNewLine = true;
    if (kind === "newline" || kind === "comment") continue;
    if (end !== undefined && start > end) {
      parts.push(isNewLine ? "\n" : " ");
      origins.push(end);
    }
    parts.push(text);
    for (let at = start; at < tokenEnd; at++) origins.push(at);
    end = tokenEnd;
    isNewLine = false;
  }
  return { text: parts.join(""), origins };
}

/** A copy of plain data in which every `{ start, end }` counts from the start of the whole text. */
export function placed<T>(data: T, { origins }: Compact): T {
  // The copy has the same shape, which the compiler cannot see through Object.entries.
  return copy(data, origins) as T;
}

function copy(data: unknown, origins: readonly number[]): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (Array.isArray(data)) return data.map((item) => copy(item, origins));
  const moved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    if (key === "start" && typeof value === "number") moved[key] = origins[value] ?? 0;
    else if (key === "end" && typeof value === "number") moved[key] = (origins[value - 1] ?? -1) + 1;
    else moved[key] = copy(value, origins);
  }
  return moved;
}
