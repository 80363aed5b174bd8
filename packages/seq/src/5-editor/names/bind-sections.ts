/**
 * Names in sections: columns, fields, joined sources, constants, models.
 */
import type { Call, Expression, Option, Section, Setting } from "../../1-parse/syntax.ts";
import { fieldNames, type Role } from "../../2-check/data/fields.ts";
import { expressionsIn } from "../../2-check/syntax-walk.ts";
import { columnFunctions } from "../../tables/column-functions.ts";
import { entryOf } from "../../tables/kind.ts";
import { type Binder, markConstants } from "./binder.ts";
import type { NameSymbol } from "./name-index.ts";

/** Settings of which every name is a column. */
const columnKeys = [
  "time",
  "series",
  "ahead",
  "late",
  "report",
  "where",
  "input",
  "known",
  "static",
  "target",
];
/** Encoders that make a vocabulary with the name of their column. */
const encoders = ["onehot", "category", "characters", "words", "categories"];

function isRole(key: string): key is Role {
  return key in fieldNames;
}

/** Columns and fields. Lines that are read before the `let`s see the columns of the source alone. */
export function bindData(section: Section, binder: Binder, known: ReadonlySet<string>): void {
  const data = new DataBinder(binder, known);
  const settings = section.settings.filter((one): one is Setting => one.kind === "setting");
  for (const setting of settings) if (setting.key.text === "join") data.join(setting);
  for (const setting of settings)
    if (setting.key.text === "time" || setting.key.text === "where") data.setting(setting);
  for (const line of section.settings) {
    if (line.kind !== "let") continue;
    for (const binding of line.bindings) {
      data.columnsIn(binding.value); // `let close = log(close)` means the column of the source
      const more = { doc: line.doc?.text ?? "", syntax: binding };
      binder.columns.set(binding.name.text, binder.define("column", binding.name, more));
    }
  }
  for (const setting of settings)
    if (!["join", "time", "where", "feedback"].includes(setting.key.text)) data.setting(setting);
  for (const setting of settings) if (setting.key.text === "feedback") data.feedback(setting);
}

class DataBinder {
  private readonly binder: Binder;
  private readonly known: ReadonlySet<string>;
  private readonly joins = new Map<string, NameSymbol>();
  /** Columns of the source: a `let` of the same name hides them. */
  private readonly ofSource = new Map<string, NameSymbol>();

  constructor(binder: Binder, known: ReadonlySet<string>) {
    this.binder = binder;
    this.known = known;
  }

  join(setting: Setting): void {
    for (const item of setting.items) {
      if (item.kind !== "option") continue;
      this.joins.set(item.name.text, this.binder.define("join", item.name, { syntax: setting }));
      markConstants(item.value, this.binder);
    }
  }

  setting(setting: Setting): void {
    const key = setting.key.text;
    if (isRole(key)) this.field(setting, key);
    for (const item of setting.items) this.item(item, key, setting);
  }

  private item(item: Expression | Option, key: string, setting: Setting): void {
    if (item.kind === "option") {
      const isLabel = isRole(key) && item === setting.items[0];
      const isColumn = isLabel || (key === "split" && ["group", "stratify"].includes(item.name.text));
      if (isColumn) this.columnsIn(item.value);
      else markConstants(item.value, this.binder);
      return;
    }
    if (key === "time" && item.kind === "ref" && item.name === "row" && !this.known.has("row")) return;
    if (columnKeys.includes(key)) this.columnsIn(item);
    else if (key === "scale" && item.kind === "call") for (const arg of item.args) this.columnsIn(arg);
    else markConstants(item, this.binder);
  }

  /** A field has its label, or the name that its key gives. */
  private field(setting: Setting, role: Role): void {
    const [first] = setting.items;
    const doc = setting.doc?.text ?? "";
    const symbol =
      first?.kind === "option"
        ? this.binder.define("field", first.name, { doc, syntax: setting })
        : this.binder.symbol("field", fieldNames[role], setting.key.span, {
            doc,
            syntax: setting,
            isNamedHere: false,
          });
    if (!this.binder.fields.has(symbol.name)) this.binder.fields.set(symbol.name, symbol);
  }

  feedback(setting: Setting): void {
    for (const item of setting.items) {
      if (item.kind !== "option") continue;
      const symbol = this.binder.define("field", item.name, {
        doc: setting.doc?.text ?? "",
        syntax: setting,
      });
      this.binder.fields.set(symbol.name, symbol);
      const from = item.value.kind === "ref" ? this.binder.fields.get(item.value.name) : undefined;
      if (from !== undefined) this.binder.mark(item.value.span, from);
    }
  }

  columnsIn(expression: Expression): void {
    const others = new Set<Expression>();
    for (const part of expressionsIn(expression)) {
      if (part.kind === "call") {
        for (const other of notColumns(part)) others.add(other);
        this.encoded(part);
      }
      if ((part.kind === "text" || part.kind === "ref") && !others.has(part)) this.column(part);
    }
  }

  private column(part: Extract<Expression, { kind: "ref" | "text" }>): void {
    const name = part.kind === "ref" ? part.name : part.value;
    const span = part.kind === "ref" ? part.span : { start: part.span.start + 1, end: part.span.end - 1 };
    const [head] = part.kind === "ref" ? part.parts : [];
    const join = head === undefined || !name.includes(".") ? undefined : this.joins.get(head.text);
    if (join !== undefined && head !== undefined) {
      this.binder.mark(head.span, join);
      this.binder.mark({ start: head.span.end + 1, end: span.end }, this.source(name));
      return;
    }
    const made = this.binder.columns.get(name);
    const constant =
      part.kind === "ref" && !this.known.has(name) ? this.binder.constants.get(name) : undefined;
    this.binder.mark(span, made ?? constant ?? this.source(name));
  }

  private source(name: string): NameSymbol {
    const before = this.ofSource.get(name);
    if (before !== undefined) return before;
    const symbol = this.binder.symbol("column", name, undefined, { isNamedHere: false });
    this.ofSource.set(name, symbol);
    return symbol;
  }

  private encoded({ callee, args: [of] }: Call): void {
    if (!encoders.includes(callee.name) || of === undefined) return;
    const others = new Set<Expression>();
    for (const part of expressionsIn(of)) {
      if (part.kind === "call") for (const other of notColumns(part)) others.add(other);
      if (part.kind !== "ref" || others.has(part)) continue;
      this.binder.vocabularies.set(part.name, this.binder.columns.get(part.name) ?? this.source(part.name));
      return;
    }
  }
}

/** What in a call is no column: its name, and marks as in `before(file, "_")`. */
function notColumns({ callee, args }: Call): Expression[] {
  const entry = entryOf(columnFunctions, callee.name);
  return [
    callee,
    ...args.filter((_, i) => i > 0 && entry?.args[i] !== undefined && entry.args[i].kind.kind !== "column"),
  ];
}

/** Sections other than `data`: the model that a `train` is for, outputs in losses, constants. */
export function bindOtherSection(section: Section, binder: Binder): void {
  const model = section.name === undefined ? undefined : binder.definitions.get(section.name.text);
  if (section.name !== undefined && model !== undefined) binder.mark(section.name.span, model);
  for (const setting of section.settings) {
    if (setting.kind !== "setting") continue;
    for (const item of setting.items) {
      markConstants(item, binder);
      if (setting.key.text === "loss" && item.kind !== "option") bindLoss(item, binder);
    }
  }
}

/** `huber(demand) + 0.3 * crossEntropy(strain)`: fields, or results of a model. */
function bindLoss(expression: Expression, binder: Binder): void {
  for (const part of expressionsIn(expression)) {
    if (part.kind !== "call") continue;
    for (const arg of part.args) {
      if (arg.kind !== "ref" || binder.constants.has(arg.name)) continue;
      const symbol = binder.fields.get(arg.name) ?? resultOf(arg.name, binder);
      if (symbol !== undefined) binder.mark(arg.span, symbol);
    }
  }
}

function resultOf(name: string, binder: Binder): NameSymbol | undefined {
  for (const [definition, inside] of binder.inside) {
    const found = definition.kind === "model" ? inside.get(name) : undefined;
    if (found?.kind === "result") return found;
  }
  return undefined;
}
