/**
 * The order of the lines and blocks of a file, which JSON's lists by kind do not keep.
 */
import type { TopItem } from "../../1-parse/syntax.ts";
import type { JsonFile } from "./json-form.ts";
import { plainSections } from "./json-form.ts";

/** Stands for a blank line between two imports or constants; around blocks there always is one. */
export const blankLine = "";

/** The order in which a file stands, an entry an item. */
export function orderOf(items: readonly TopItem[], blanks: ReadonlySet<TopItem>): string[] {
  return items.flatMap((item, i) => {
    const above = items[i - 1];
    const mayBeClose = above !== undefined && isLine(above) && isLine(item);
    return mayBeClose && blanks.has(item) ? [blankLine, entryOf(item)] : [entryOf(item)];
  });
}

/** What a file holds, by kind, each kind in its own order. */
export interface Contents {
  readonly imports: readonly string[];
  readonly constants: readonly { readonly name: string; readonly hasDoc: boolean }[];
  readonly cells: readonly string[];
  readonly blocks: readonly string[];
  readonly models: readonly string[];
  /** The words of the sections other than `train`. */
  readonly plain: readonly string[];
  /** The models that the `train` sections are for; "" is for all. */
  readonly train: readonly string[];
}

export function contentsOf(form: JsonFile): Contents {
  const names = (list: readonly { name: string }[] = []) => list.map(({ name }) => name);
  return {
    imports: (form.imports ?? []).map((line) => line.as),
    constants: (form.let ?? []).map(({ name, doc }) => ({ name, hasDoc: doc !== undefined })),
    cells: names(form.cells),
    blocks: names(form.blocks),
    models: names(form.models),
    plain: plainSections.filter((word) => form[word]),
    train: (form.train ?? []).map((train) => train.for),
  };
}

/** The order in which a file stands that says nothing of it. */
export function usualOrder({ imports, constants, cells, blocks, models, plain, train }: Contents): string[] {
  const between = imports.length > 0 && constants.length > 0 ? [blankLine] : [];
  return [
    ...imports.map((name) => `import ${name}`),
    ...between,
    ...usualLets(constants),
    ...cells.map((name) => `cell ${name}`),
    ...blocks.map((name) => `block ${name}`),
    ...plain.filter((word) => word === "data"),
    ...models.map((name) => `model ${name}`),
    ...train.map(trainEntry),
    ...plainSections.filter((word) => word !== "data" && plain.includes(word)),
  ];
}

/** Constants stand on one line up to one with a doc, which ends its line. */
function usualLets(constants: Contents["constants"]): string[] {
  const lines: string[][] = [[]];
  for (const { name, hasDoc } of constants) {
    lines.at(-1)?.push(name);
    if (hasDoc) lines.push([]);
  }
  return lines.filter((names) => names.length > 0).map(letEntry);
}

function entryOf(item: TopItem): string {
  switch (item.kind) {
    case "import":
      return `import ${item.as.text}`;
    case "let":
      return letEntry(item.bindings.map(({ name }) => name.text));
    case "section":
      return item.word.text === "train" ? trainEntry(item.name?.text ?? "") : item.word.text;
    case "model":
    case "block":
    case "cell":
      return `${item.kind} ${item.name.text}`;
    case "broken":
      return item.text;
    default:
      return item satisfies never;
  }
}

function letEntry(names: readonly string[]): string {
  return `let ${names.join(", ")}`;
}

export function trainEntry(model: string): string {
  return model ? `train ${model}` : "train";
}

function isLine(item: TopItem): boolean {
  return item.kind === "import" || item.kind === "let";
}
