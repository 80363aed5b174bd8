/**
 * Diagnostics for people at a terminal.
 *
 *   error[axis-name]: `linear(horizon)` gives [batch, horizon], the result promises [batch, time]
 *     forecast.seq:7:32
 *     5 | model Next(x: [batch, time, feature]) -> [batch, time] {
 *       |                                          ------------- promised here
 *     7 |   x -> lstm(hidden) -> last -> linear(horizon)
 *       |                                ^^^^^^^^^^^^^^^ [batch, horizon]
 *     why:  `last` has left the time axis
 *     help: promise -> [batch, horizon] on line 5
 */
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { frameRows, type Mark } from "./frame.ts";
import { adviceOf } from "./plain-text.ts";
import { countOf, selectShown, shownAtMost } from "./select.ts";
import { positionAt, type Source } from "./source.ts";
import { printable, textWidth } from "./width.ts";

export interface RenderTextOptions {
  /** ANSI colours. Default false. */
  readonly color?: boolean;
  /** Columns of the terminal. Default 100. */
  readonly width?: number;
  /** How many are shown before the rest is counted. Default 20. */
  readonly limit?: number;
}

type Paint = (style: Style, text: string) => string;
type Style = Severity | "bold" | "dim" | "related";

const ansi: Readonly<Record<Style, string>> = {
  error: "\u001b[1;31m",
  warning: "\u001b[1;33m",
  hint: "\u001b[1;36m",
  bold: "\u001b[1m",
  dim: "\u001b[34m",
  related: "\u001b[36m",
};

/**
 * Diagnostics as text with code frames, sorted by position, at most 20 and the count of the rest.
 *
 * @returns lines that end with a line end; the empty string if there is nothing to say
 * @example console.log(renderText(diagnostics, source, { color: true, width: process.stdout.columns }));
 */
export function renderText(
  diagnostics: readonly Diagnostic[],
  source: Source,
  options: RenderTextOptions = {},
): string {
  const { color = false, width = 100, limit = shownAtMost } = options;
  const paint: Paint = color ? (style, text) => `${ansi[style]}${text}\u001b[0m` : (_, text) => text;
  const { shown, rest } = selectShown(diagnostics, limit);
  const reports = shown.map((diagnostic) => report(diagnostic, source, width, paint));
  if (rest.length > 0) reports.push(`and ${countOf(rest)} more\n`);
  return reports.join("\n");
}

function report(diagnostic: Diagnostic, source: Source, width: number, paint: Paint): string {
  const { severity, code, message, span, related, why } = diagnostic;
  const { line, column } = positionAt(source, span.start);
  const marks: Mark[] = [
    { span, sign: "^", label: diagnostic.label ?? "" },
    ...related.map((r): Mark => ({ span: r.span, sign: "-", label: r.message })),
  ];
  const rows = frameRows(source, marks, width).map(({ gutter, text, sign }) => {
    const painted = sign === undefined ? text : paint(sign === "^" ? severity : "related", text);
    return `  ${paint("dim", `${gutter} |`)}${text ? ` ${painted}` : ""}`;
  });
  const advice = adviceOf(diagnostic);
  return [
    `${paint(severity, `${severity}[${code}]`)}${paint("bold", `: ${oneLine(message)}`)}`,
    `  ${paint("dim", `${printable(source.name)}:${line}:${column}`)}`,
    ...rows,
    ...(why === undefined ? [] : wrap("why: ", why, width, paint)),
    ...(advice === undefined ? [] : wrap("help:", advice, width, paint)),
    "",
  ].join("\n");
}

/** `  why:  ...`, continued under its first word. */
function wrap(word: string, text: string, width: number, paint: Paint): string[] {
  const indent = "        ";
  const lines: string[] = [];
  for (const part of oneLine(text).split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || textWidth(`${indent}${last} ${part}`) > width) lines.push(part);
    else lines[lines.length - 1] = `${last} ${part}`;
  }
  return lines.map((line, i) => (i === 0 ? `  ${paint("bold", word)} ${line}` : `${indent}${line}`));
}

/** Messages quote the reader's text; what it holds must not reach the terminal as a command. */
function oneLine(text: string): string {
  return printable(text.replace(/\s*\n\s*/g, " "));
}
