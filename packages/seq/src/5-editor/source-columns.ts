/**
 * Columns that a file's sources have, where that is known without reading data.
 */
import type { Expression, SyntaxFile } from "../1-parse/syntax.ts";
import type { FactsOf } from "../2-check/data/source.ts";
import { entryOf } from "../tables/kind.ts";
import { sources } from "../tables/sources.ts";

/** Those of `source` by name, those of `join` as `name.column`; empty where nobody has looked. */
export function columnNames(file: SyntaxFile, facts: FactsOf): ReadonlySet<string> {
  const names = new Set<string>();
  for (const section of file.items) {
    if (section.kind !== "section" || section.word.text !== "data") continue;
    for (const setting of section.settings) {
      if (setting.kind !== "setting") continue;
      const [first] = setting.items;
      if (first === undefined) continue;
      if (setting.key.text === "source" && first.kind !== "option")
        for (const name of columnsOf(first, facts)) names.add(name);
      if (setting.key.text === "join" && first.kind === "option")
        for (const name of columnsOf(first.value, facts)) names.add(`${first.name.text}.${name}`);
    }
  }
  return names;
}

function columnsOf(source: Expression, facts: FactsOf): readonly string[] {
  const name = source.kind === "call" ? source.callee.name : source.kind === "ref" ? source.name : "";
  const fixed = entryOf(sources, name)?.columns;
  if (fixed !== undefined) return fixed.map((column) => column.name);
  const file = source.kind === "call" ? source.args[0] : undefined;
  const found = file?.kind === "text" ? facts(file.value) : undefined;
  return found === undefined || found === "missing" ? [] : found.columns;
}
