/**
 * A named text and the way from offsets to lines and columns.
 *
 * Offsets are UTF-16, as JavaScript strings count. Lines end with LF or CRLF. Columns count code points, so that
 * an astral character is one column and not two; this is what SARIF calls `unicodeCodePoints`.
 */
import type { Span } from "./span.ts";

/** A text with its name; make it with `createSource`. */
export interface Source {
  /** Shown in front of line and column: a path, or `<input>`. */
  readonly name: string;
  readonly text: string;
  /** The offset at which each line begins; the first is 0. */
  readonly lineStarts: readonly number[];
}

/** A place for people: both count from 1, columns in code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Names a text so that places in it can be told.
 *
 * @example positionAt(createSource("a.seq", "seq 1\nlet a = 1\n"), 10); // { line: 2, column: 5 }
 */
export function createSource(name: string, text: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return { name, text, lineStarts };
}

/** The line, from 1, in which an offset lies. An offset past either end counts as that end. */
export function lineAt(source: Source, offset: number): number {
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** The span of a line, from 1, without its line end (and without a byte-order mark). */
export function lineSpan(source: Source, line: number): Span {
  const { text, lineStarts } = source;
  let start = lineStarts[line - 1] ?? text.length;
  let end = (lineStarts[line] ?? text.length + 1) - 1;
  if (text[end - 1] === "\r" && text[end] === "\n") end--;
  if (start === 0 && text[0] === "\uFEFF") start = 1;
  return { start, end: Math.max(start, end) };
}

/** Line and column of an offset. A byte-order mark takes no column. */
export function positionAt(source: Source, offset: number): Position {
  const line = lineAt(source, offset);
  const { start } = lineSpan(source, line);
  const before = source.text.slice(start, Math.max(start, Math.min(offset, source.text.length)));
  return { line, column: Array.from(before).length + 1 };
}

/** The offset of a line (from 1) and a UTF-16 character (from 0), as editors name places; kept inside the line. */
export function offsetAt(source: Source, line: number, character: number): number {
  if (line < 1) return 0;
  if (line > source.lineStarts.length) return source.text.length;
  const start = source.lineStarts[line - 1] ?? 0;
  return Math.min(start + Math.max(0, character), Math.max(start, lineSpan(source, line).end));
}
