/**
 * From syntax to the JSON form.
 */
import { SeqError } from "@seqloom/diagnostic";
import type * as Syntax from "../../1-parse/syntax.ts";
import * as Json from "./json-form.ts";
import { contentsOf, orderOf, usualOrder } from "./json-order.ts";
import { jsonCall, jsonItem, jsonType, jsonValue } from "./values-to-json.ts";

/**
 * The JSON form of a file: its syntax without layout and without comments other than `##`.
 *
 * @throws SeqError "json-form" if the file has something that this form has no place for: a statement that did not
 *   parse, an unknown section, a second `data`, an option given twice
 * @example toJson(parse("seq 1\nlet hidden = 32\n").file); // { seq: 1, let: [{ name: "hidden", value: 32 }] }
 */
export function toJson(file: Syntax.SyntaxFile): Json.JsonFile {
  const { version, items, comments } = file;
  if (!version) throw noForm("the file has no version", "begin it with `seq 1`");
  const broken = items.find((item) => item.kind === "broken");
  if (broken) throw noForm(`this line did not parse: ${broken.text}`, "put its syntax errors right first");
  const lines = new LineWriter(comments);
  const definitions = (kind: Syntax.Definition["kind"]) =>
    items.flatMap((item) => (item.kind === kind ? [jsonDefinition(item, lines)] : []));
  const form: Json.JsonFile = {
    seq: version.number,
    ...dropEmpty({
      imports: items.flatMap((item) => (item.kind === "import" ? [jsonImport(item)] : [])),
      let: items.flatMap((item) => (item.kind === "let" ? jsonBindings(item) : [])),
      cells: definitions("cell"),
      blocks: definitions("block"),
      models: definitions("model"),
    }),
    ...jsonSections(
      items.filter((item) => item.kind === "section"),
      lines,
    ),
  };
  const order = orderOf(items, lines.blanksAmong(items));
  return JSON.stringify(order) === JSON.stringify(usualOrder(contentsOf(form))) ? form : { ...form, order };
}

/** Lines need the comments of the file to know which of them stand below a blank line. */
class LineWriter {
  private readonly comments: readonly Syntax.Comment[];

  constructor(comments: readonly Syntax.Comment[]) {
    this.comments = comments.filter(({ ownLine, blankBefore }) => ownLine && blankBefore);
  }

  /** Which of these nodes stand below a blank line, though comments may lie between. The first of a block does not. */
  blanksAmong<T extends Syntax.TopItem | Syntax.Setting | Syntax.Statement>(
    nodes: readonly T[],
  ): ReadonlySet<T> {
    const below = new Set<T>();
    let next = 0;
    for (const [i, node] of nodes.entries()) {
      const from = nodes[i - 1]?.span.end ?? 0;
      while ((this.comments[next]?.span.start ?? Number.POSITIVE_INFINITY) < from) next++;
      const start = this.comments[next]?.span.start ?? Number.POSITIVE_INFINITY;
      if (i > 0 && (node.blankBefore || start < node.span.start)) below.add(node);
    }
    return below;
  }

  settings(settings: Syntax.Section["settings"]): Json.JsonSetting[] {
    const blanks = this.blanksAmong(settings);
    return settings.map((setting) => ({
      ...jsonSetting(setting),
      ...docOf(setting),
      ...blankOf(blanks.has(setting)),
    }));
  }

  statements(statements: readonly Syntax.Statement[]): Json.JsonStatement[] {
    const blanks = this.blanksAmong(statements);
    return statements.map((statement) => ({
      ...jsonStatement(statement, this),
      ...docOf(statement),
      ...blankOf(blanks.has(statement)),
    }));
  }
}

function jsonImport(line: Syntax.Import): Json.JsonImport {
  return { file: line.file.value, as: line.as.text, ...docOf(line) };
}

/** The doc of a `let` line stays with its last binding. */
function jsonBindings(line: Syntax.Let): Json.JsonBinding[] {
  return line.bindings.map(({ name, value }, i) => ({
    name: name.text,
    value: jsonValue(value),
    ...(i === line.bindings.length - 1 && docOf(line)),
  }));
}

function jsonSections(sections: readonly Syntax.Section[], lines: LineWriter): Partial<Json.JsonFile> {
  const plain: Partial<Record<string, Json.JsonSetting[]>> = {};
  const docs: Record<string, string> = {};
  const train: Json.JsonTrain[] = [];
  for (const section of sections) {
    const { word, name, settings, doc } = section;
    if (word.text === "train") {
      train.push({ for: name?.text ?? "", ...docOf(section), settings: lines.settings(settings) });
      continue;
    }
    const isKnown = Json.plainSections.some((known) => known === word.text);
    if (!isKnown || name)
      throw noForm(`there is no section \`${word.text}${name ? ` ${name.text}` : ""}\``, sectionsHelp);
    if (plain[word.text]) throw noForm(`the section ${word.text} stands twice`, "put its settings into one");
    plain[word.text] = lines.settings(settings);
    if (doc) docs[word.text] = doc.text;
  }
  return { ...plain, ...dropEmpty({ train }), ...(Object.keys(docs).length > 0 && { docs }) };
}

const sectionsHelp = "sections: data, train, forecast, detect, sample; only train may name a model";

function jsonSetting(setting: Syntax.Section["settings"][number]): Json.JsonSetting {
  switch (setting.kind) {
    case "let":
      return {
        key: "let",
        items: setting.bindings.map(({ name, value }) => ({ option: name.text, value: jsonValue(value) })),
      };
    case "setting": {
      const { key, parts, items } = setting;
      const written = {
        ...(parts && { parts: parts.map(jsonValue) }),
        ...dropEmpty({ items: items.map(jsonItem) }),
      };
      return { key: key.text, ...written };
    }
    case "broken":
      throw noForm(`this line did not parse: ${setting.text}`, "put its syntax errors right first");
    default:
      return setting satisfies never;
  }
}

function jsonDefinition(definition: Syntax.Definition, lines: LineWriter): Json.JsonDefinition {
  const { name, doc, params, results, body, headBroken } = definition;
  if (headBroken) throw noForm(`the head of ${name.text} did not parse`, "put its syntax errors right first");
  return {
    name: name.text,
    doc: doc?.text ?? "",
    params: params.map(({ name, type, value }) => ({
      name: name.text,
      ...(type && { type: jsonType(type) }),
      ...(value && { value: jsonValue(value) }),
    })),
    ...dropEmpty({
      results: results.map(({ name, type }) => ({ ...(name && { name: name.text }), type: jsonType(type) })),
    }),
    body: lines.statements(body),
  };
}

function jsonStatement(statement: Syntax.Statement, lines: LineWriter): Json.JsonStatement {
  switch (statement.kind) {
    case "assign": {
      const after = statement.targets.some((target) => target.after);
      const names = statement.targets.map(({ name }) => name);
      return { set: names, ...(after && { after }), to: jsonValue(statement.value) };
    }
    case "state":
      return { state: statement.names.map(({ text }) => text), ...declared(statement) };
    case "weight":
      return { weight: statement.names.map(({ text }) => text), ...declared(statement) };
    case "layer":
      return { layer: statement.name.text, to: jsonCall(statement.call) };
    case "repeat":
      if (!statement.count)
        throw noForm("the head of a repeat did not parse", "put its syntax errors right first");
      return { repeat: jsonValue(statement.count), body: lines.statements(statement.body) };
    case "result":
      return { result: jsonValue(statement.value) };
    case "broken":
      throw noForm(`this line did not parse: ${statement.text}`, "put its syntax errors right first");
    default:
      return statement satisfies never;
  }
}

function declared({ type, start }: Syntax.State | Syntax.Weight): {
  type: Json.JsonType;
  start?: Json.JsonValue;
} {
  return { type: jsonType(type), ...(start && { start: jsonValue(start) }) };
}

/** Lists that hold something. */
function dropEmpty<T extends Record<string, readonly unknown[]>>(lists: T): Partial<T> {
  const kept: Partial<T> = { ...lists };
  for (const key in lists) if (lists[key]?.length === 0) delete kept[key];
  return kept;
}

function docOf({ doc }: { readonly doc: Syntax.Doc | undefined }): { doc?: string } {
  return doc ? { doc: doc.text } : {};
}

function blankOf(isBlank: boolean): { blank?: true } {
  return isBlank ? { blank: true } : {};
}

function noForm(message: string, help: string): SeqError {
  return new SeqError("json-form", message, { help });
}
