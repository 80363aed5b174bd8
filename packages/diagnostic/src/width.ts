/**
 * How wide a text is on a terminal: what tabs, wide and combining characters do to an underline.
 *
 * Ranges of wide characters: East Asian Width W and F of Unicode Standard Annex #11,
 * https://www.unicode.org/reports/tr11/, in blocks; single exceptions inside a block are not kept apart.
 */

/** Tabs in a code frame go to the next multiple of this. */
const tabStop = 4;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** First and last code point of each wide block. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23f3],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26aa, 0x26ab],
  [0x26bd, 0x26be],
  [0x2705, 0x2705],
  [0x274c, 0x274c],
  [0x2753, 0x2757],
  [0x2795, 0x2797],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b50],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f19a],
  [0x1f1e6, 0x1f265],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

/** What a line looks like on a terminal: printable text, and the column at which each UTF-16 unit begins. */
export interface Shown {
  readonly text: string;
  /** One more entry than the line has units; the last is the width. */
  readonly columns: readonly number[];
}

/** Tabs become spaces; control and direction characters, which would move or hide text, become U+FFFD. */
export function showLine(line: string): Shown {
  let text = "";
  let column = 0;
  const columns: number[] = [];
  for (const { segment } of segmenter.segment(line)) {
    const shown = segment === "\t" ? " ".repeat(tabStop - (column % tabStop)) : printable(segment);
    for (let unit = 0; unit < segment.length; unit++) columns.push(column);
    column += segment === "\t" ? shown.length : graphemeWidth(shown);
    text += shown;
  }
  columns.push(column);
  return { text, columns };
}

/** Columns that a text takes on a terminal. */
export function textWidth(text: string): number {
  return showLine(text).columns.at(-1) ?? 0;
}

/** A text of one line without characters that would move, hide or colour what stands around it. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\p{Cs}]/gu, "\uFFFD");
}

function graphemeWidth(grapheme: string): number {
  if (/^\p{M}+$|^[\u200b-\u200d\ufeff]$/u.test(grapheme)) return 0;
  if (grapheme.includes("\uFE0F") && grapheme.length > 1) return 2;
  return isWide(grapheme.codePointAt(0) ?? 0) ? 2 : 1;
}

function isWide(code: number): boolean {
  if (code < 0x1100) return false;
  return wide.some(([first, last]) => code >= first && code <= last);
}
