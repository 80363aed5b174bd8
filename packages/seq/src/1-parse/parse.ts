/**
 * From text to syntax: cut, parse the pieces, put them together.
 */
import { createSource, type Diagnostic, type Source, sortDiagnostics } from "@seqloom/diagnostic";
import { cut } from "./cut.ts";
import { CommentReader } from "./doc-comments.ts";
import { syntaxError } from "./explain/failure.ts";
import { explainFault } from "./explain/structure.ts";
import { noPieces, type PieceMemory, PieceParser } from "./parse-pieces.ts";
import type { SyntaxFile } from "./syntax.ts";
import { TreeBuilder } from "./tree-builder.ts";

/** What a text was read as. It is read to its end whatever is wrong with it. */
export interface ParseResult {
  readonly source: Source;
  readonly file: SyntaxFile;
  /** In order of place. Empty exactly if the text is of the grammar and within its limits. */
  readonly diagnostics: readonly Diagnostic[];
  /** For the next `parse` of a changed text; of no other use. */
  readonly memory: PieceMemory;
}

/** Characters (UTF-16 units) a text may have. */
export const textLengthAtMost = 1_000_000;
/** Diagnostics kept of one text; what exceeds them is counted in the last one. */
const diagnosticsAtMost = 1_000;

/**
 * Reads a `.seq` text.
 *
 * Takes time linear in the length of the text. With `previous`, the result for an earlier state of the text, only
 * the lines that changed are parsed.
 *
 * @param input     a text, or a `Source` where messages are to name a file
 * @returns         the syntax, with `Broken` where a line did not parse, and one diagnostic for each such line;
 *                  all have codes, and no text makes it throw
 * @example
 * const { file, diagnostics } = parse("seq 1\nlet hidden = 32\n");
 * file.items[0]?.kind; // "let"
 */
export function parse(input: Source | string, previous?: ParseResult): ParseResult {
  const source = typeof input === "string" ? createSource("input.seq", input) : input;
  if (source.text.length > textLengthAtMost) return tooLong(source);
  const { tokens, pieces, faults } = cut(source.text);
  const parser = new PieceParser(source, tokens, previous?.memory ?? noPieces);
  const comments = new CommentReader(tokens);
  const file = new TreeBuilder(source.text, tokens, parser, comments).file(pieces);
  const first = pieces[0];
  const diagnostics = [
    ...(first?.rule === "Version" ? [] : [versionMissing(source, first && tokens[first.firstToken])]),
    ...faults.slice(0, diagnosticsAtMost).map((fault) => explainFault(fault, source)),
    ...parser.diagnostics,
  ];
  const more = faults.length + parser.diagnostics.length - diagnosticsAtMost;
  return { source, file, diagnostics: limited(sortDiagnostics(diagnostics), more), memory: parser.memory };
}

function versionMissing(source: Source, first: { start: number; end: number } | undefined): Diagnostic {
  const at = first ?? { start: source.text.length, end: source.text.length };
  const message = "the first line of a .seq file is its version";
  const edits = [{ span: { start: 0, end: 0 }, newText: "seq 1\n\n" }];
  const span = { start: at.start, end: at.end };
  return syntaxError("version-missing", message, span, "add `seq 1` as line 1", {
    title: "add `seq 1`",
    edits,
  });
}

function tooLong(source: Source): ParseResult {
  const { length } = source.text;
  const message = `this text has ${length} characters; a .seq file has at most ${textLengthAtMost}`;
  const help = "data and weights do not belong in it; split definitions into files and import them";
  const span = { start: 0, end: 0 };
  const file: SyntaxFile = {
    kind: "file",
    version: undefined,
    items: [],
    comments: [],
    span: { start: 0, end: length },
  };
  return {
    source,
    file,
    diagnostics: [syntaxError("text-too-long", message, span, help)],
    memory: noPieces,
  };
}

function limited(diagnostics: readonly Diagnostic[], more: number): readonly Diagnostic[] {
  if (diagnostics.length <= diagnosticsAtMost) return diagnostics;
  const shown = diagnostics.slice(0, diagnosticsAtMost - 1);
  const last = diagnostics[diagnosticsAtMost - 1];
  if (last === undefined) return diagnostics;
  const message = `${more + 1} more errors from here on`;
  return [...shown, syntaxError("errors-more", message, last.span, "fix the first errors and check again")];
}
