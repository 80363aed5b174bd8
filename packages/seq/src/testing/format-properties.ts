/**
 * What formatting promises, each as a function that throws where it does not hold.
 */
import { type ParseResult, parse, textLengthAtMost } from "../1-parse/parse.ts";
import type { SyntaxFile } from "../1-parse/syntax.ts";
import { printFile } from "../4-format/print-file.ts";
import { bareSyntax } from "./bare-syntax.ts";

/** Printing a tree and parsing the text gives the tree. */
export function treeSurvives(file: SyntaxFile): void {
  const text = printFile(file);
  const result = parse(text);
  if (result.diagnostics.length > 0)
    throw new Error(`printed text does not parse: ${result.diagnostics[0]?.message}\n${text}`);
  same("the tree", bareSyntax(result.file), bareSyntax(file), text);
}

/** Formatting keeps tree and comments, and formatting again changes nothing. False if the text did not parse. */
export function formattingSettles(before: ParseResult): boolean {
  const { text } = before.source;
  if (before.diagnostics.length > 0) return false;
  const once = printFile(before.file);
  if (once.length > textLengthAtMost) return false; // refused by `format`
  const after = parse(once, before);
  if (after.diagnostics.length > 0)
    throw new Error(`formatted text does not parse: ${after.diagnostics[0]?.message}\n${once}`);
  same("the tree", bareSyntax(after.file), bareSyntax(before.file), text);
  same("the comments", commentsOf(once), commentsOf(text), text);
  same("the second formatting", printFile(after.file), once, text);
  return true;
}

/** The texts of all comments, docs included, in any order. */
function commentsOf(text: string): string[] {
  return [...text.matchAll(/"(?:\\.|[^"\\\n])*"|#[^\n]*/g)]
    .map(([found]) => found.replace(/^##(?!#) ?/, "## ").trim())
    .filter((found) => found.startsWith("#"))
    .sort();
}

function same(what: string, found: unknown, wanted: unknown, text: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what} changed\nbefore: ${b}\nafter:  ${a}\nin:\n${text}`);
}
