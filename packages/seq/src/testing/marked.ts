/**
 * Texts with marked places, for tests: `x -> ⟦lstm⟧(8)`.
 */
import type { Span } from "@seqloom/diagnostic";

/** The text without its marks, and the spans between them in order. */
export function marked(text: string): { readonly text: string; readonly spans: readonly Span[] } {
  const spans: Span[] = [];
  const starts: number[] = [];
  let plain = "";
  for (const character of text) {
    if (character === "⟦") starts.push(plain.length);
    else if (character === "⟧") spans.push({ start: starts.pop() ?? 0, end: plain.length });
    else plain += character;
  }
  return { text: plain, spans: spans.sort((a, b) => a.start - b.start) };
}

/** The only mark of a text. */
export function markedOnce(text: string): { readonly text: string; readonly span: Span } {
  const { text: plain, spans } = marked(text);
  const [span] = spans;
  if (span === undefined || spans.length !== 1)
    throw new Error(`a text with one mark is wanted, this has ${spans.length}`);
  return { text: plain, span };
}
