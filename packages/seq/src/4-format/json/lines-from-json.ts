/**
 * Settings, definitions and statements from the JSON form.
 */
import { usualSpelling } from "../../1-parse/spelling.ts";
import type * as Syntax from "../../1-parse/syntax.ts";
import * as read from "./json-reader.ts";
import { callFrom, flagFrom, itemFrom, nameFrom, nowhere, typeFrom, valueFrom } from "./values-from-json.ts";

export function docFrom(json: unknown, path: read.Path, lines: "one line" | "lines"): Syntax.Doc | undefined {
  const text = read.readDoc(json, path, lines);
  return text === undefined ? undefined : { kind: "doc", text, span: nowhere };
}

interface LineParts {
  readonly doc: Syntax.Doc | undefined;
  readonly blankBefore: boolean;
  readonly span: Syntax.SyntaxFile["span"];
}

function lineFrom(json: Readonly<Record<string, unknown>>, path: read.Path): LineParts {
  const doc = docFrom(json.doc, `${path}.doc`, "one line");
  return { doc, blankBefore: flagFrom(json.blank, `${path}.blank`), span: nowhere };
}

export function settingFrom(json: unknown, path: read.Path): Syntax.Setting | Syntax.Let {
  const setting = read.readObject(json, path, ["key", "items", "parts", "doc", "blank"]);
  const written = nameFrom(setting.key, `${path}.key`);
  const key = { ...written, text: usualSpelling(written.text) };
  const items = read.readListOrNone(setting.items, `${path}.items`, itemFrom);
  const line = lineFrom(setting, path);
  if (key.text === "let") return { kind: "let", bindings: bindingsOf(items, path), ...line };
  if (setting.parts === undefined) {
    const [first] = items;
    if (key.text === "split" && first?.kind !== "ref" && first?.kind !== "option" && first !== undefined) {
      throw read.refuse(`${path}.items[0]`, "in parts, since split begins with them", setting.items);
    }
    return { kind: "setting", key, parts: undefined, items, ...line };
  }
  if (key.text !== "split")
    throw read.refuse(`${path}.parts`, "left out: only split has parts", setting.parts);
  const parts = read.readList(setting.parts, `${path}.parts`, partFrom);
  if (parts.length === 0) throw read.refuse(`${path}.parts`, "a list of one or more", setting.parts);
  return { kind: "setting", key, parts, items, ...line };
}

function partFrom(json: unknown, path: read.Path): Syntax.NumberLiteral | Syntax.TextLiteral {
  const value = valueFrom(json, path);
  if (value.kind === "number" || value.kind === "text") return value;
  throw read.refuse(path, "a number or a text", json);
}

function bindingsOf(items: readonly (Syntax.Value | Syntax.Option)[], path: read.Path): Syntax.Binding[] {
  if (items.length === 0) throw read.refuse(`${path}.items`, "a list of one option or more", items);
  return items.map((item, i) => {
    if (item.kind !== "option") throw read.refuse(`${path}.items[${i}]`, "an option", item.kind);
    return { kind: "binding", name: item.name, value: item.value, span: nowhere };
  });
}

export function definitionFrom(
  kind: Syntax.Definition["kind"],
  json: unknown,
  path: read.Path,
): Syntax.Definition {
  const definition = read.readObject(json, path, ["name", "doc", "params", "results", "body"]);
  const results = read.readListOrNone(definition.results, `${path}.results`, resultFrom);
  if (kind !== "cell" && results.length === 0)
    throw read.refuse(`${path}.results`, "a list of one or more", definition.results);
  const unnamed = results.findIndex(({ name }) => name === undefined);
  if (results.length > 1 && unnamed >= 0) {
    throw read.refuse(
      `${path}.results[${unnamed}].name`,
      "a name, since there are several results",
      undefined,
    );
  }
  const doc = docFrom(definition.doc, `${path}.doc`, "lines");
  const places = { paramsSpan: nowhere, head: nowhere, headBroken: false, blankBefore: false, span: nowhere };
  return {
    kind,
    name: nameFrom(definition.name, `${path}.name`),
    params: read.readListOrNone(definition.params, `${path}.params`, paramFrom),
    results,
    body: read.readListOrNone(definition.body, `${path}.body`, statementFrom),
    doc,
    ...places,
  };
}

function paramFrom(json: unknown, path: read.Path): Syntax.Param {
  const { name, type, value } = read.readObject(json, path, ["name", "type", "value"]);
  if (type !== undefined && value !== undefined) throw read.refuse(path, "a type or a value, not both", json);
  return {
    kind: "param",
    role: type !== undefined ? "value" : value !== undefined ? "option" : "size",
    name: nameFrom(name, `${path}.name`),
    type: type === undefined ? undefined : typeFrom(type, `${path}.type`),
    value: value === undefined ? undefined : valueFrom(value, `${path}.value`),
    span: nowhere,
  };
}

function resultFrom(json: unknown, path: read.Path): Syntax.Output {
  const { name, type } = read.readObject(json, path, ["name", "type"]);
  const given = name === undefined ? undefined : nameFrom(name, `${path}.name`);
  return { kind: "output", name: given, type: typeFrom(type, `${path}.type`), span: nowhere };
}

function statementFrom(json: unknown, path: read.Path): Syntax.Statement {
  if (!read.isObject(json)) throw read.refuse(path, "a statement", json);
  const line = lineFrom(json, path);
  const own = (...keys: string[]) => read.readObject(json, path, [...keys, "doc", "blank"]);
  if ("set" in json) return assignFrom(own("set", "after", "to"), path, line);
  if ("state" in json)
    return { kind: "state", ...declaredFrom(own("state", "type", "start"), "state", path), ...line };
  if ("weight" in json)
    return { kind: "weight", ...declaredFrom(own("weight", "type", "start"), "weight", path), ...line };
  if ("layer" in json) {
    const { layer, to } = own("layer", "to");
    return {
      kind: "layer",
      name: nameFrom(layer, `${path}.layer`),
      call: callFrom(to, `${path}.to`),
      ...line,
    };
  }
  if ("repeat" in json) {
    const { repeat, body } = own("repeat", "body");
    if (line.doc) throw read.refuse(`${path}.doc`, "left out: repeat names nothing", line.doc.text);
    const statements = read.readListOrNone(body, `${path}.body`, statementFrom);
    return { kind: "repeat", count: valueFrom(repeat, `${path}.repeat`), body: statements, ...line };
  }
  if ("result" in json)
    return { kind: "result", value: valueFrom(own("result").result, `${path}.result`), ...line };
  throw read.refuse(path, "an object with set, state, weight, layer, repeat or result", json);
}

function assignFrom(
  json: Readonly<Record<string, unknown>>,
  path: read.Path,
  line: LineParts,
): Syntax.Assign {
  const names = read.readList(json.set, `${path}.set`, (name, at) =>
    name === "_" ? "_" : read.readName(name, at),
  );
  const after = flagFrom(json.after, `${path}.after`);
  if (names.length === 0) throw read.refuse(`${path}.set`, "a list of one name or more", json.set);
  if (after && (names.length > 1 || names[0] === "_"))
    throw read.refuse(`${path}.set`, "one name, since it is after the step", json.set);
  const targets = names.map((name): Syntax.Target => ({ kind: "target", name, after, span: nowhere }));
  return { kind: "assign", targets, value: valueFrom(json.to, `${path}.to`), ...line };
}

function declaredFrom(json: Readonly<Record<string, unknown>>, key: "state" | "weight", path: read.Path) {
  const names = read.readList(json[key], `${path}.${key}`, nameFrom);
  if (names.length === 0) throw read.refuse(`${path}.${key}`, "a list of one name or more", json[key]);
  const start = json.start === undefined ? undefined : valueFrom(json.start, `${path}.start`);
  return { names, type: typeFrom(json.type, `${path}.type`), start };
}
