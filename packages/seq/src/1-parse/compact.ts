/**
 * The text of a piece as the matcher gets it: every gap between tokens, with its comments, is one blank or one line
 * end. Layout then costs nothing, and a line that was only moved or aligned does not have to be matched again.
 */
import { mapSpans } from "./map-spans.ts";
import type { Token } from "./scan.ts";

/** The compact text of the tokens of a piece. */
export function compactText(tokens: readonly Token[]): string {
  let text = "";
  for (const { token, gap } of withGaps(tokens)) text += gap + token.text;
  return text;
}

/** For each character of the compact text its place in the whole text; for a gap, the end of the token in front. */
export function originsOf(tokens: readonly Token[]): number[] {
  const origins: number[] = [];
  for (const { token, gap } of withGaps(tokens)) {
    if (gap) origins.push((origins.at(-1) ?? -1) + 1);
    for (let at = token.start; at < token.end; at++) origins.push(at);
  }
  return origins;
}

/** The tokens that matter, each with what stands for the gap in front of it. */
function* withGaps(tokens: readonly Token[]): Generator<{ token: Token; gap: "" | " " | "\n" }> {
  let end: number | undefined;
  let isNewLine = false;
  for (const token of tokens) {
    if (token.kind === "newline") isNewLine = true;
    if (token.kind === "newline" || token.kind === "comment") continue;
    const isGap = end !== undefined && token.start > end;
    yield { token, gap: isGap ? (isNewLine ? "\n" : " ") : "" };
    end = token.end;
    isNewLine = false;
  }
}

/** What was matched in a compact text, at its place in the whole text. */
export function placed<T>(data: T, origins: readonly number[]): T {
  return mapSpans(data, ({ start, end }) => ({
    start: origins[start] ?? 0,
    end: (origins[end - 1] ?? -1) + 1,
  }));
}
