/**
 * Who is called what in a file: every name with the place that defines it and all places that mean it.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Binding, Definition, Import, Param, Setting, Statement } from "../../1-parse/syntax.ts";

export type NameKind =
  | "constant"
  | "cell"
  | "block"
  | "model"
  | "import"
  /** A parameter with a type. */
  | "parameter"
  /** A parameter that is a size. */
  | "size"
  /** A parameter with a default. */
  | "option"
  | "value"
  | "state"
  | "weight"
  | "layer"
  | "result"
  /** The name of an axis that a parameter's type or a function makes. */
  | "axis"
  | "column"
  | "join"
  | "field";

/** One thing that has a name. Two symbols are the same only if they are one object. */
export interface NameSymbol {
  readonly kind: NameKind;
  readonly name: string;
  /** Where it is defined; missing for columns that the source has. */
  readonly definition: Span | undefined;
  /** The file it is defined in, by its path from the first file's folder; missing for the file at hand. */
  readonly path: string | undefined;
  readonly doc: string;
  /** The part of the text in which it can be used; missing for all of it. */
  readonly visible: Span | undefined;
  /** What a parameter or result of a model stands for: a field of the data. */
  readonly field: NameSymbol | undefined;
  /** The text gives the name, so it can be changed here. Not so for columns of the source and fields without a label. */
  readonly isNamedHere: boolean;
  /** What defines it. */
  readonly syntax: Binding | Definition | Import | Param | Setting | Statement | undefined;
}

export interface Occurrence {
  readonly span: Span;
  readonly symbol: NameSymbol;
  readonly role: "definition" | "write" | "read";
}

/** All names of a file. */
export class NameIndex {
  readonly symbols: readonly NameSymbol[];
  /** In order of place. */
  readonly occurrences: readonly Occurrence[];

  constructor(symbols: readonly NameSymbol[], occurrences: readonly Occurrence[]) {
    this.symbols = symbols;
    this.occurrences = [...occurrences].sort((a, b) => a.span.start - b.span.start);
  }

  /** The name at an offset, also directly behind its last letter. */
  at(offset: number): Occurrence | undefined {
    let low = 0;
    let high = this.occurrences.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.occurrences[middle]?.span.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const found = this.occurrences[low - 1];
    return found !== undefined && offset <= found.span.end ? found : undefined;
  }

  /** Every place that means the same: a parameter of a model and the field that it stands for are one. */
  of(symbol: NameSymbol): readonly Occurrence[] {
    const root = rootOf(symbol);
    return this.occurrences.filter((one) => rootOf(one.symbol) === root);
  }
}

/** The field that a parameter stands for; otherwise the symbol itself. */
export function rootOf(symbol: NameSymbol): NameSymbol {
  return symbol.field ?? symbol;
}
