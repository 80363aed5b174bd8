/**
 * Binds every name of a file to what it means, by the rules of scope (language reference sections 2, 3, 4 and 5).
 *
 * It works on syntax alone, so that names can be followed in a file with errors; what does not parse binds nothing.
 */
import type { Definition, SyntaxFile } from "../../1-parse/syntax.ts";
import type { ImportedFile } from "../../2-check/imports.ts";
import { bindBody, declareInside } from "./bind-body.ts";
import { bindData, bindOtherSection } from "./bind-sections.ts";
import { Binder, markConstants } from "./binder.ts";
import { NameIndex, type NameSymbol } from "./name-index.ts";

/**
 * @param imports  imported files by the name they have here
 * @param columns  names of the source's columns, where they are known: they come before constants
 */
export function bindNames(
  file: SyntaxFile,
  imports: ReadonlyMap<string, ImportedFile>,
  columns: ReadonlySet<string> = new Set(),
): NameIndex {
  const binder = new Binder();
  const bodies: { readonly item: Definition; readonly own: NameSymbol }[] = [];
  for (const item of file.items) {
    if (item.kind === "import") {
      const symbol = binder.define("import", item.as, { doc: item.doc?.text ?? "", syntax: item });
      binder.imports.set(item.as.text, { symbol, file: imports.get(item.as.text) });
    }
    if (item.kind === "let") {
      for (const binding of item.bindings) {
        markConstants(binding.value, binder); // earlier ones only
        const more = { doc: item.doc?.text ?? "", syntax: binding };
        binder.constants.set(binding.name.text, binder.define("constant", binding.name, more));
      }
    }
    if (item.kind === "cell" || item.kind === "block" || item.kind === "model") {
      if (item.name.text === "") continue;
      const symbol = binder.define(item.kind, item.name, { doc: item.doc?.text ?? "", syntax: item });
      if (!binder.definitions.has(symbol.name)) binder.definitions.set(symbol.name, symbol);
      bodies.push({ item, own: symbol });
    }
  }
  for (const item of file.items)
    if (item.kind === "section" && item.word.text === "data") bindData(item, binder, columns);
  for (const { item, own } of bodies) declareInside(item, own, binder);
  for (const { item, own } of bodies) bindBody(item, own, binder);
  for (const item of file.items)
    if (item.kind === "section" && item.word.text !== "data") bindOtherSection(item, binder);
  return new NameIndex(binder.symbols, binder.occurrences);
}
