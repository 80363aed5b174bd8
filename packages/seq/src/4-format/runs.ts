/**
 * What consecutive lines have to do with each other: `=` and comments stand one below the other.
 */
import type { Let, Section, Setting, Statement } from "../1-parse/syntax.ts";
import { lineWidth, longestOf } from "./align.ts";
import type { PlacedComments } from "./placed-comments.ts";
import { targetText } from "./print-statements.ts";

/** Keys whose settings begin with a name that they define. */
const definingKeys = ["join", "input", "known", "static", "target", "feedback"];
/** Names of one run that differ in length by more than this are not aligned: a prime is made room for, no more. */
const lengthsApart = 1;
/** Blanks between the longest line of a run and its comment. */
const commentGap = 4;

/** A finished line of text, without its line end. */
export interface OutLine {
  readonly text: string;
  /** The comment behind it. */
  readonly comment: string | undefined;
  /** Whether its comment goes with those of the lines around it: it is a whole statement. */
  readonly inRun: boolean;
}

/** The width to which the name in front of `=` is filled up, for each statement that has one. */
export function assignWidths(
  statements: readonly Statement[],
  comments: PlacedComments,
): Map<Statement, number> {
  const runs = runsOf(statements, comments, (statement) => {
    const [only, ...others] = statement.kind === "assign" ? statement.targets : [];
    return only && others.length === 0 ? targetText(only).length : undefined;
  });
  return widthsOf(runs, lengthsApart);
}

/** The same for the names that settings define. */
export function labelWidths(
  settings: Section["settings"],
  comments: PlacedComments,
): Map<Section["settings"][number], number> {
  const runs = runsOf(settings, comments, (setting) =>
    setting.kind === "broken" ? undefined : labelOf(setting)?.length,
  );
  return widthsOf(runs, Number.POSITIVE_INFINITY);
}

function labelOf(setting: Let | Setting): string | undefined {
  if (setting.kind === "let") return setting.bindings[0]?.name.text;
  const [first] = setting.items;
  return definingKeys.includes(setting.key.text) && first?.kind === "option" ? first.name.text : undefined;
}

interface Run<T> {
  readonly node: T;
  readonly length: number;
}

/** Neighbours that have a length, without a blank line or a comment between them. */
function runsOf<T extends Statement | Section["settings"][number]>(
  nodes: readonly T[],
  comments: PlacedComments,
  lengthOf: (node: T) => number | undefined,
): Run<T>[][] {
  const runs: Run<T>[][] = [];
  let run: Run<T>[] = [];
  for (const [i, node] of nodes.entries()) {
    const length = lengthOf(node);
    const above = nodes[i - 1];
    const isApart = node.blankBefore || (above && comments.hasOwnLine(above.span.end, node.span.start));
    if (length === undefined || isApart) run = [];
    if (length === undefined) continue;
    if (run.length === 0) runs.push(run);
    run.push({ node, length });
  }
  return runs;
}

function widthsOf<T>(runs: readonly (readonly Run<T>[])[], apart: number): Map<T, number> {
  const widths = new Map<T, number>();
  for (const run of runs) {
    const longest = longestOf(run.map(({ length }) => length));
    const isClose = run.every(({ length }) => longest - length <= apart && length <= longest);
    if (isClose || apart === Number.POSITIVE_INFINITY) for (const { node } of run) widths.set(node, longest);
  }
  return widths;
}

/** The lines as text; comments of neighbouring statements begin in one column. */
export function joinLines(lines: readonly OutLine[]): string {
  const text: string[] = [];
  for (let from = 0; from < lines.length; ) {
    let to = from + 1;
    if (lines[from]?.inRun) while (lines[to]?.inRun) to++;
    const run = lines.slice(from, to);
    const commented = run.filter(({ comment }) => comment).map((line) => line.text.length);
    const column = longestOf(commented, lineWidth) + commentGap;
    for (const { text: code, comment, inRun } of run) {
      const gap = inRun ? Math.max(commentGap, column - code.length) : 2;
      text.push(comment === undefined ? code : `${code}${" ".repeat(gap)}${comment}`);
    }
    from = to;
  }
  return text.map((line) => `${line}\n`).join("");
}
