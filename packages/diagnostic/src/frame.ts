/**
 * The code frame of a diagnostic: the lines it is about, each span underlined over its whole length.
 *
 *   5 | model Next(x: [batch, time, feature]) -> [batch, time] {
 *     |                                          ------------- promised here
 *   7 |   x -> lstm(hidden) -> last -> linear(horizon)
 *     |                                ^^^^^^^^^^^^^^^ [batch, horizon]
 */
import { lineAt, lineSpan, type Source } from "./source.ts";
import type { Span } from "./span.ts";
import { printable, showLine } from "./width.ts";

/** A span to underline. */
export interface Mark {
  readonly span: Span;
  /** The sign it is underlined with: `^` for the fault, `-` for what has to do with it. */
  readonly sign: "^" | "-";
  readonly label: string;
}

/** A row of a frame: the gutter (line number or blank), then source text or an underline. */
export interface FrameRow {
  readonly gutter: string;
  readonly text: string;
  readonly sign: Mark["sign"] | undefined;
}

/** Of a span over more lines than this, the lines in the middle are left out. */
const linesAtMost = 6;

interface Underline {
  readonly line: number;
  /** UTF-16 units from the start of the line. */
  readonly from: number;
  readonly to: number;
  readonly sign: Mark["sign"];
  readonly label: string;
}

/** The rows of a frame, none wider than `width` unless a label is. */
export function frameRows(source: Source, marks: readonly Mark[], width: number): FrameRow[] {
  const underlines = marks.flatMap((mark) => underlinesOf(source, mark));
  const lines = [...new Set(underlines.map((u) => u.line))].sort((a, b) => a - b);
  const gutterWidth = String(lines.at(-1) ?? 1).length;
  const room = Math.max(20, width - gutterWidth - 5);
  const rows: FrameRow[] = [];
  for (const line of lines) {
    const own = underlines.filter((u) => u.line === line).sort((a, b) => a.from - b.from || b.to - a.to);
    const { start, end } = lineSpan(source, line);
    const cutting = cut(source.text.slice(start, end), own, room);
    const shown = showLine(cutting.text);
    rows.push({ gutter: String(line).padStart(gutterWidth), text: shown.text.trimEnd(), sign: undefined });
    for (const { from, to, sign, label } of own) {
      const first = columnOf(shown.columns, from - cutting.dropped);
      const last = columnOf(shown.columns, to - cutting.dropped);
      const text = " ".repeat(first) + sign.repeat(Math.max(1, last - first));
      rows.push({ gutter: " ".repeat(gutterWidth), text: label ? `${text} ${label}` : text, sign });
    }
  }
  return rows;
}

function underlinesOf(source: Source, { span, sign, label }: Mark): Underline[] {
  const first = lineAt(source, span.start);
  // A span that ends with a line end does not reach into the next line.
  const last = lineAt(source, Math.max(span.start, span.end - 1));
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((line) => {
    const { start, end } = lineSpan(source, line);
    const indent = /^\s*/.exec(source.text.slice(start, end))?.[0].length ?? 0;
    if (line > first && start + indent === end) return []; // a blank line in the middle of a span
    const from = line === first ? span.start - start : indent;
    const to = Math.min(span.end, end) - start;
    return [{ line, from: Math.max(0, from), to, sign, label: "" }];
  });
  const kept = all.length <= linesAtMost ? all : [...all.slice(0, linesAtMost - 2), ...all.slice(-2)];
  return kept.map((u, i) => (i === kept.length - 1 ? { ...u, label: printable(label) } : u));
}

/** A line too long for the frame is cut around what is underlined; `dropped` units are gone at its start. */
function cut(
  line: string,
  underlines: readonly Underline[],
  room: number,
): { text: string; dropped: number } {
  const fault = underlines.find((u) => u.sign === "^") ?? underlines[0];
  if (fault === undefined) return { text: "", dropped: 0 };
  if (line.length <= room * 2 && (showLine(line).columns.at(-1) ?? 0) <= room)
    return { text: line, dropped: 0 };
  const start = wholeCharacter(
    line,
    fault.to <= room - 2 ? 0 : Math.max(0, fault.from - Math.floor(room / 4)),
  );
  const end = wholeCharacter(line, Math.min(line.length, start + room));
  const text = `${start > 0 ? "…" : ""}${line.slice(start, end)}`;
  const dropped = start > 0 ? start - 1 : 0;
  const { columns } = showLine(text);
  if (end === line.length && (columns.at(-1) ?? 0) <= room) return { text, dropped };
  let kept = text.length;
  while (kept > 1 && ((columns[kept] ?? 0) > room - 1 || columns[kept] === columns[kept - 1])) kept--;
  return { text: `${text.slice(0, kept)}…`, dropped };
}

/** The offset, or the one before it if it lies between the halves of an astral character. */
function wholeCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

function columnOf(columns: readonly number[], unit: number): number {
  return columns[Math.max(0, Math.min(unit, columns.length - 1))] ?? 0;
}
