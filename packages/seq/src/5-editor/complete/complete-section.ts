/**
 * What may come next in a section.
 */
import { entryOf, type Parameter } from "../../tables/kind.ts";
import { keySpellings, sections } from "../../tables/sections.ts";
import type { Analysis } from "../analysis.ts";
import { describeKey } from "../describe.ts";
import { settingWords } from "../setting-words.ts";
import { type Draft, fromEntry, fromOption, fromSymbol, fromWord, wordsOf } from "./completion.ts";
import type { Cursor } from "./cursor.ts";
import { unique } from "./visible.ts";

const roles = ["input", "known", "static", "target"];

export function completeSection(analysis: Analysis, cursor: Cursor): readonly Draft[] {
  const [section = ""] = cursor.heads;
  const [first] = cursor.statement;
  if (first === undefined) return keys(analysis, cursor, section);
  const key = keySpellings.get(first.text) ?? first.text;
  const words = settingWords(section, key);
  const bracket = cursor.brackets.at(-1);
  const values = [...(words.hasColumns || key === "scale" ? columns(analysis) : []), ...constants(analysis)];
  if (bracket !== undefined && bracket.callee !== "") {
    const entry = entryOf(words.entries, bracket.callee);
    const options = entry?.options.filter(({ name }) => !bracket.given.includes(name)) ?? [];
    if (cursor.option !== undefined) return optionValue(entry?.options, cursor.option, values);
    const fields = key === "loss" ? answers(analysis) : [];
    return [
      ...options.map(fromOption),
      ...fields,
      ...(words.hasColumns ? words.entries.map(fromEntry) : []),
      ...values,
    ];
  }
  const isLabel = roles.includes(key) || key === "let" || key === "join";
  if (cursor.option !== undefined && !isLabel) {
    if (key === "feedback") return answers(analysis);
    return optionValue(words.options, cursor.option, columns(analysis));
  }
  const options = words.options.filter(({ name }) => !cursor.statement.some(({ text }) => text === name));
  return [
    ...words.entries.map(fromEntry),
    ...words.words.map((word) => fromWord(word)),
    ...(cursor.statement.length > 1 || !words.hasColumns ? options.map(fromOption) : []),
    ...values,
  ];
}

/** Keys that are not there yet, and those that may repeat. */
function keys({ parsed }: Analysis, { word }: Cursor, section: string): readonly Draft[] {
  const own = parsed.file.items.find(
    (item) => item.kind === "section" && item.span.start <= word.start && word.start <= item.span.end,
  );
  const given = new Set(
    own?.kind === "section"
      ? own.settings.flatMap((one) =>
          one.kind === "setting" && one.key.span.start !== word.start ? [one.key.text] : [],
        )
      : [],
  );
  const all = sections.find(({ name }) => name === section)?.keys ?? [];
  return all
    .filter(({ name, repeats }) => repeats === true || !given.has(name))
    .map((key) => ({
      label: key.name,
      kind: "key",
      detail: key.form,
      documentation: describeKey(key),
      insert: `${key.name} `,
    }));
}

function optionValue(
  options: readonly Parameter[] | undefined,
  name: string,
  values: readonly Draft[],
): readonly Draft[] {
  const parameter = options?.find((one) => one.name === name);
  if (parameter === undefined) return values;
  if (parameter.kind.kind === "column") return values;
  return [...wordsOf(parameter), ...values.filter(({ kind }) => kind === "constant")];
}

/** Columns of the source, as far as they are known or used somewhere, and those that `let` makes. */
function columns({ names, columns: known }: Analysis): readonly Draft[] {
  const made = names.symbols.flatMap((symbol) =>
    symbol.kind === "column" && symbol.definition !== undefined ? [fromSymbol(symbol)] : [],
  );
  const used = names.symbols.flatMap(({ kind, name, definition }) =>
    kind === "column" && definition === undefined ? [name] : [],
  );
  const ofSource = (known.size > 0 ? [...known] : used).map((name) => ({
    ...fromWord(name, "column", "of the source"),
    insert: /^[A-Za-z][\w.]*$/.test(name) ? name : JSON.stringify(name),
  }));
  return unique([...made, ...ofSource]);
}

function constants({ names }: Analysis): readonly Draft[] {
  return names.symbols.flatMap((symbol) => (symbol.kind === "constant" ? [fromSymbol(symbol)] : []));
}

/** What a loss or `feedback` may name: targets and results. */
function answers({ names }: Analysis): readonly Draft[] {
  return unique(
    names.symbols.flatMap((symbol) => {
      const key = symbol.syntax?.kind === "setting" ? symbol.syntax.key.text : "";
      return symbol.kind === "result" || (symbol.kind === "field" && key === "target")
        ? [fromSymbol(symbol)]
        : [];
    }),
  );
}
