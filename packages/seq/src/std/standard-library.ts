/**
 * Cells and blocks in the language itself, to be read, copied and changed.
 *
 * They are not imported from anywhere: a spec holds the definitions it uses, or a file beside it does, so that it means
 * the same for as long as it exists.
 */
import { parse } from "../1-parse/parse.ts";
import type { Definition, SyntaxFile } from "../1-parse/syntax.ts";
import { refsIn } from "../2-check/syntax-walk.ts";
import { standardTexts } from "./texts.ts";

/** A cell or block of the standard library. */
export interface StandardDefinition {
  readonly name: string;
  readonly kind: "cell" | "block";
  /** The file it stands in: `cells.seq`. */
  readonly file: string;
  /** How it is called: `cell leaky(x: [in], hidden, rate = 0.3)`. */
  readonly head: string;
  /** What it is, and where it comes from. */
  readonly doc: string;
  /** A file of its own with it and what it uses. */
  readonly text: string;
}

/** A whole file of the library, by its name: `cells.seq`, `blocks.seq`. */
export const standardFiles: Readonly<Record<string, string>> = standardTexts;

/**
 * All definitions of the library, in the order of its files.
 *
 * @example standardDefinitions().find(({ name }) => name === "peephole")?.text; // "seq 1\n\n## Long short-term ..."
 */
export function standardDefinitions(): readonly StandardDefinition[] {
  return Object.entries(standardTexts).flatMap(([file, text]) => definitionsIn(file, text, parse(text).file));
}

function definitionsIn(file: string, text: string, { items }: SyntaxFile): StandardDefinition[] {
  const definitions = items.filter(
    (item): item is Definition => item.kind === "cell" || item.kind === "block",
  );
  return definitions.flatMap((definition) => {
    const { name, kind, head, doc } = definition;
    if (kind === "model") return [];
    const used = withUsed(definition, definitions);
    const parts = definitions.filter((one) => used.has(one)).map((one) => written(one, text));
    return [
      {
        name: name.text,
        kind,
        file,
        head: text.slice(head.start, head.end),
        doc: doc?.text ?? "",
        text: `seq 1\n\n${parts.join("\n\n")}\n`,
      },
    ];
  });
}

/** A definition with those it uses, and those that they use. */
function withUsed(definition: Definition, all: readonly Definition[]): ReadonlySet<Definition> {
  const found = new Set([definition]);
  for (const one of found)
    for (const { name } of refsIn(one)) {
      const used = all.find((other) => other.name.text === name);
      // A cell that is called like a built-in stands for it: blocks mean the built-in.
      if (used !== undefined && used.kind === "block") found.add(used);
    }
  return found;
}

function written({ doc, span }: Definition, text: string): string {
  return text.slice(doc?.span.start ?? span.start, span.end);
}
