/**
 * From the JSON form to syntax.
 */
import { SeqError } from "@seqloom/diagnostic";
import type * as Syntax from "../../1-parse/syntax.ts";
import { plainSections } from "./json-form.ts";
import { blankLine, type Contents, trainEntry, usualOrder } from "./json-order.ts";
import * as read from "./json-reader.ts";
import { definitionFrom, docFrom, settingFrom } from "./lines-from-json.ts";
import { nameFrom, nowhere, textFrom, valueFrom } from "./values-from-json.ts";

const fileKeys = [
  ...["seq", "imports", "let", "cells", "blocks", "data", "models"],
  ...["train", "forecast", "detect", "sample", "docs", "order"],
];

/**
 * The syntax of a file in the JSON form; `printFile` makes text of it.
 *
 * @param json   what `JSON.parse` gave; it is checked
 * @throws SeqError "json-invalid" with the path of what is wrong and what should stand there; "json-order" if `order`
 *   does not name each line and block once; "nesting-deep"
 * @example printFile(fromJson({ seq: 1, let: [{ name: "hidden", value: 32 }] })); // "seq 1\n\nlet hidden = 32\n"
 */
export function fromJson(json: unknown): Syntax.SyntaxFile {
  read.checkDepth(json);
  const form = read.readObject(json, "", fileKeys);
  const number = read.readCount(form.seq, "seq");
  if (!Number.isSafeInteger(number)) throw read.refuse("seq", "a whole number", number);
  const lists = listsFrom(form);
  const order =
    form.order === undefined
      ? usualOrder(contentsOf(lists))
      : read.readList(form.order, "order", read.readString);
  const version: Syntax.Version = { kind: "version", number, span: nowhere };
  return { kind: "file", version, items: inOrder(lists, order), comments: [], span: nowhere };
}

interface Constant {
  readonly binding: Syntax.Binding;
  readonly doc: Syntax.Doc | undefined;
}

/** The items of a file by kind. */
interface Lists {
  readonly imports: readonly Syntax.Import[];
  readonly constants: readonly Constant[];
  readonly definitions: readonly Syntax.Definition[];
  readonly sections: readonly Syntax.Section[];
}

function listsFrom(form: Readonly<Record<string, unknown>>): Lists {
  const { docs = {} } = form;
  const sectionDocs = read.readObject(docs, "docs", plainSections);
  const plain = plainSections.flatMap((word) => {
    if (form[word] === undefined) return [];
    const doc = docFrom(sectionDocs[word], `docs.${word}`, "lines");
    return [sectionOf(word, "", read.readList(form[word], word, settingFrom), doc)];
  });
  return {
    imports: read.readListOrNone(form.imports, "imports", importFrom),
    constants: read.readListOrNone(form.let, "let", constantFrom),
    definitions: [
      ...read.readListOrNone(form.cells, "cells", (json, path) => definitionFrom("cell", json, path)),
      ...read.readListOrNone(form.blocks, "blocks", (json, path) => definitionFrom("block", json, path)),
      ...read.readListOrNone(form.models, "models", (json, path) => definitionFrom("model", json, path)),
    ],
    sections: [...plain, ...read.readListOrNone(form.train, "train", trainFrom)],
  };
}

function contentsOf({ imports, constants, definitions, sections }: Lists): Contents {
  const named = (kind: Syntax.Definition["kind"]) =>
    definitions.filter((definition) => definition.kind === kind).map(({ name }) => name.text);
  const isTrain = (section: Syntax.Section) => section.word.text === "train";
  return {
    imports: imports.map((line) => line.as.text),
    constants: constants.map(({ binding, doc }) => ({ name: binding.name.text, hasDoc: doc !== undefined })),
    cells: named("cell"),
    blocks: named("block"),
    models: named("model"),
    plain: sections.filter((section) => !isTrain(section)).map(({ word }) => word.text),
    train: sections.filter(isTrain).map(({ name }) => name?.text ?? ""),
  };
}

/** The items as the entries name them, each once. */
function inOrder(
  { imports, constants, definitions, sections }: Lists,
  order: readonly string[],
): Syntax.TopItem[] {
  const waiting = new Map<string, Syntax.TopItem[]>();
  const add = (entry: string, item: Syntax.TopItem) =>
    waiting.set(entry, [...(waiting.get(entry) ?? []), item]);
  for (const line of imports) add(`import ${line.as.text}`, line);
  for (const definition of definitions) add(`${definition.kind} ${definition.name.text}`, definition);
  for (const section of sections) {
    const isTrain = section.word.text === "train";
    add(isTrain ? trainEntry(section.name?.text ?? "") : section.word.text, section);
  }
  const unused = [...constants];
  const items: Syntax.TopItem[] = [];
  for (const [i, entry] of order.entries()) {
    if (entry === blankLine) continue;
    const item = entry.startsWith("let ") ? takeLet(entry, unused) : waiting.get(entry)?.shift();
    if (item === undefined)
      throw wrongOrder(`order[${i}] names \`${entry}\`, which is not in the document or was named before`);
    items.push({ ...item, blankBefore: order[i - 1] === blankLine });
  }
  const left =
    [...waiting].find(([, list]) => list.length > 0)?.[0] ??
    unused.map(({ binding }) => binding.name.text)[0];
  if (left !== undefined) throw wrongOrder(`order does not name \`${left}\``);
  return items;
}

/** A line of constants, taken off those that are left; its doc is that of its last constant. */
function takeLet(entry: string, unused: Constant[]): Syntax.Let | undefined {
  const taken: Constant[] = [];
  for (const name of entry.slice("let ".length).split(", ")) {
    const at = unused.findIndex(({ binding }) => binding.name.text === name);
    const [constant] = at < 0 ? [] : unused.splice(at, 1);
    if (constant === undefined || taken.at(-1)?.doc) return undefined;
    taken.push(constant);
  }
  const bindings = taken.map(({ binding }) => binding);
  return { kind: "let", bindings, doc: taken.at(-1)?.doc, blankBefore: false, span: nowhere };
}

function wrongOrder(message: string): SeqError {
  const help = "name each line and block once, or leave order out";
  return new SeqError("json-order", message, { help });
}

function importFrom(json: unknown, path: read.Path): Syntax.Import {
  const line = read.readObject(json, path, ["file", "as", "doc"]);
  const file = textFrom({ text: line.file }, path);
  const doc = docFrom(line.doc, `${path}.doc`, "one line");
  return {
    kind: "import",
    file,
    as: nameFrom(line.as, `${path}.as`),
    doc,
    blankBefore: false,
    span: nowhere,
  };
}

function constantFrom(json: unknown, path: read.Path): Constant {
  const { name, value, doc } = read.readObject(json, path, ["name", "value", "doc"]);
  const named = { name: nameFrom(name, `${path}.name`), value: valueFrom(value, `${path}.value`) };
  return {
    binding: { kind: "binding", ...named, span: nowhere },
    doc: docFrom(doc, `${path}.doc`, "one line"),
  };
}

function trainFrom(json: unknown, path: read.Path): Syntax.Section {
  const train = read.readObject(json, path, ["for", "doc", "settings"]);
  const model = train.for === "" ? "" : read.readName(train.for, `${path}.for`);
  const settings = read.readList(train.settings, `${path}.settings`, settingFrom);
  return sectionOf("train", model, settings, docFrom(train.doc, `${path}.doc`, "lines"));
}

function sectionOf(
  word: string,
  model: string,
  settings: Syntax.Section["settings"],
  doc: Syntax.Doc | undefined,
): Syntax.Section {
  const name: Syntax.Name | undefined = model ? { kind: "name", text: model, span: nowhere } : undefined;
  const head = { word: { kind: "name", text: word, span: nowhere }, name, headBroken: false } as const;
  return { kind: "section", ...head, settings, doc, blankBefore: false, span: nowhere };
}
