/**
 * What may stand at a place, for a list to choose from.
 */
import { sectionWords } from "../../1-parse/cut.ts";
import { isSign, isWord } from "../../1-parse/scan.ts";
import { sections } from "../../tables/sections.ts";
import type { Analysis } from "../analysis.ts";
import { keywords } from "../describe.ts";
import { completeBody } from "./complete-body.ts";
import { completeSection } from "./complete-section.ts";
import { type Completion, type Draft, fromSymbol, fromWord } from "./completion.ts";
import { type Cursor, cursorAt } from "./cursor.ts";
import { axisNames, statesOf, unique } from "./visible.ts";

/**
 * Keys, layers, options, columns, axes and names that may stand at an offset, whatever has been written of them: it is
 * the editor that filters.
 *
 * @returns the most fitting kind first; nothing inside of comments, texts and numbers
 * @example completionsAt(analyse(text), text.length).map(({ label }) => label);
 */
export function completionsAt(analysis: Analysis, offset: number): readonly Completion[] {
  const cursor = cursorAt(analysis.source.text, offset);
  if (cursor === undefined) return [];
  return draftsAt(analysis, cursor).map((draft) => ({ ...draft, span: cursor.word }));
}

function draftsAt(analysis: Analysis, cursor: Cursor): readonly Draft[] {
  const [head] = cursor.heads;
  if (isSign(cursor.statement.at(-1), ".")) return members(analysis, cursor);
  if (head === undefined) return topLevel(analysis, cursor);
  return sectionWords.includes(head) ? completeSection(analysis, cursor) : completeBody(analysis, cursor);
}

/** Behind a dot: what an imported file defines, columns of a joined source, states. */
function members(analysis: Analysis, { statement, word }: Cursor): readonly Draft[] {
  const name = statement.at(-2)?.text ?? "";
  const imported = analysis.checked.imports.get(name)?.parsed.file.items ?? [];
  const definitions = imported.flatMap((item): Draft[] =>
    item.kind === "cell" || item.kind === "block"
      ? [{ ...fromWord(item.name.text, "definition", item.kind), documentation: item.doc?.text ?? "" }]
      : [],
  );
  const columns = [...analysis.columns].flatMap((column) =>
    column.startsWith(`${name}.`) ? [fromWord(column.slice(name.length + 1), "column", "of the source")] : [],
  );
  const states = statesOf(analysis, word.start, name).map((state) => fromWord(state, "value", "state"));
  return [...definitions, ...columns, ...states];
}

function topLevel(analysis: Analysis, cursor: Cursor): readonly Draft[] {
  const { statement, word, brackets } = cursor;
  const [first] = statement;
  if (first === undefined) return lineStarts(analysis);
  if (isWord(first, "train") && statement.length === 1)
    return analysis.names.symbols.flatMap((symbol) => (symbol.kind === "model" ? [fromSymbol(symbol)] : []));
  if (isWord(first, "let") && cursor.option !== undefined)
    return analysis.names.symbols.flatMap((symbol) =>
      symbol.kind === "constant" && (symbol.definition?.end ?? 0) < word.start ? [fromSymbol(symbol)] : [],
    );
  return brackets.at(-1)?.sign === "[" ? axisNames(analysis, word.start) : [];
}

/** Statements and sections; a section that is there is not offered again. */
function lineStarts({ parsed, source }: Analysis): readonly Draft[] {
  const given = new Set(
    parsed.file.items.flatMap((item) => (item.kind === "section" ? [item.word.text] : [])),
  );
  const version =
    parsed.file.version === undefined && source.text.trim().length < 4 ? [fromWord("seq 1", "keyword")] : [];
  return unique([
    ...version,
    ...sections
      .filter(({ name }) => name === "train" || !given.has(name))
      .map(
        ({ name, doc }): Draft => ({
          label: name,
          kind: "section",
          detail: "",
          documentation: doc,
          insert: `${name} {\n  \n}`,
        }),
      ),
    ...keywords
      .filter((word) => word.in === "file")
      .map(
        ({ name, form, doc }): Draft => ({
          label: name,
          kind: "keyword",
          detail: form,
          documentation: doc,
          insert: `${name} `,
        }),
      ),
  ]);
}
