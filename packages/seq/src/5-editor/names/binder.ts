/**
 * What the passes over sections and bodies have in common while names are bound.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Expression, Name, Option, Ref } from "../../1-parse/syntax.ts";
import type { ImportedFile } from "../../2-check/imports.ts";
import { expressionsIn } from "../../2-check/syntax-walk.ts";
import type { NameKind, NameSymbol, Occurrence } from "./name-index.ts";

/** The part of a symbol that is not always there. */
type More = Partial<Pick<NameSymbol, "doc" | "visible" | "field" | "syntax" | "path" | "isNamedHere">>;

/** Names at the outermost level, and the list of what was found. */
export class Binder {
  readonly symbols: NameSymbol[] = [];
  readonly occurrences: Occurrence[] = [];
  readonly constants = new Map<string, NameSymbol>();
  /** Cells, blocks and models. */
  readonly definitions = new Map<string, NameSymbol>();
  readonly imports = new Map<
    string,
    { readonly symbol: NameSymbol; readonly file: ImportedFile | undefined }
  >();
  /** Columns of the data by name: those of the source as soon as they are used. */
  readonly columns = new Map<string, NameSymbol>();
  readonly fields = new Map<string, NameSymbol>();
  /** Columns whose classes are a vocabulary: sizes that a model sees. */
  readonly vocabularies = new Map<string, NameSymbol>();
  /** What is inside a definition and can be named from outside: parameters and states, by definition. */
  readonly inside = new Map<NameSymbol, Map<string, NameSymbol>>();
  private readonly foreign = new Map<string, NameSymbol>();

  symbol(kind: NameKind, name: string, definition: Span | undefined, more: More = {}): NameSymbol {
    const symbol: NameSymbol = {
      kind,
      name,
      definition,
      path: undefined,
      doc: "",
      visible: undefined,
      field: undefined,
      isNamedHere: true,
      syntax: undefined,
      ...more,
    };
    this.symbols.push(symbol);
    return symbol;
  }

  /** A symbol that begins at a name in the text. */
  define(kind: NameKind, name: Name, more: More = {}): NameSymbol {
    const symbol = this.symbol(kind, name.text, name.span, more);
    this.mark(name.span, symbol, "definition");
    return symbol;
  }

  mark(span: Span, symbol: NameSymbol, role: Occurrence["role"] = "read"): void {
    if (span.end > span.start) this.occurrences.push({ span, symbol, role });
  }

  /** A cell or block of this file or, with a prefix, of an imported one. Marks all parts of the name that it knows. */
  callee({ parts }: Ref): NameSymbol | undefined {
    const [head, member] = parts;
    if (head === undefined) return undefined;
    if (member === undefined) {
      const found = this.definitions.get(head.text);
      if (found !== undefined) this.mark(head.span, found);
      return found;
    }
    const imported = this.imports.get(head.text);
    if (imported === undefined) return undefined;
    this.mark(head.span, imported.symbol);
    const symbol = this.member(head.text, member.text);
    if (symbol !== undefined) this.mark(member.span, symbol);
    return symbol;
  }

  /** What an imported file defines; one symbol however often it is asked for. */
  member(prefix: string, name: string): NameSymbol | undefined {
    const file = this.imports.get(prefix)?.file;
    const definition = file?.parsed.file.items.find(
      (item) => (item.kind === "cell" || item.kind === "block") && item.name.text === name,
    );
    if (file === undefined || (definition?.kind !== "cell" && definition?.kind !== "block")) return undefined;
    const key = `${file.path} ${name}`;
    const before = this.foreign.get(key);
    if (before !== undefined) return before;
    const symbol = this.symbol(definition.kind, name, definition.name.span, {
      path: file.path,
      doc: definition.doc?.text ?? "",
      syntax: definition,
    });
    this.foreign.set(key, symbol);
    return symbol;
  }
}

/** Constants in an expression of constants. */
export function markConstants(value: Expression | Option, binder: Binder): void {
  for (const part of expressionsIn(value)) {
    const constant = part.kind === "ref" ? binder.constants.get(part.name) : undefined;
    if (constant !== undefined) binder.mark(part.span, constant);
  }
}
