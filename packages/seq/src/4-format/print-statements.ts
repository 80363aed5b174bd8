/**
 * Statements, settings and heads as docs, one at a time; what lines have to do with each other is in `runs.ts`.
 */
import { SeqError } from "@seqloom/diagnostic";
import type {
  Axis,
  Binding,
  Broken,
  Definition,
  Expression,
  Import,
  Let,
  Name,
  Output,
  Param,
  Repeat,
  Section,
  Setting,
  Statement,
  Target,
  Type,
  Value,
} from "../1-parse/syntax.ts";
import { longestOf } from "./align.ts";
import { concat, type Doc, group, ifBroken, indent, line } from "./doc.ts";
import { quoted, type ValuePrinter } from "./print-values.ts";

/** What a line has to know of the lines around it. */
export interface Columns {
  /** Width of the key of a setting, blanks behind it included. */
  readonly key: number;
  /** Width of the name in front of the first `=`. */
  readonly name: number;
  /** Whether it is the first of its body: then no line above could go on with it. */
  readonly isFirst: boolean;
}

export function printImport({ file, as }: Import): Doc {
  return concat("import ", quoted(file.value), " as ", as.text);
}

/** `let` and its bindings, which begin at column `key` and are one below the other if they do not fit. */
export function printLet(values: ValuePrinter, { bindings }: Let, columns: Columns): Doc {
  const parts = bindings.map((binding, i) => {
    const before = i === 0 ? "" : values.comments.lineAt(binding.span.start, line);
    return concat(
      before,
      printBinding(values, binding, i === 0 ? columns.name : 0),
      i < bindings.length - 1 ? "," : "",
    );
  });
  return group(filled("let", columns), indent(columns.key, ...parts));
}

function printBinding(values: ValuePrinter, { name, value }: Binding, width: number): Doc {
  return concat(
    name.text.padEnd(width),
    equals(values, value, () => values.expression(value)),
  );
}

/** ` = value`; the value goes to the next line only behind a comment. */
function equals(values: ValuePrinter, { span }: Expression, print: () => Doc): Doc {
  const comments = values.comments.lineAt(span.start, "");
  return comments === "" ? concat(" = ", print()) : concat(" =", indent(2, comments, print()));
}

export function printSetting(values: ValuePrinter, setting: Setting, columns: Columns): Doc {
  const { key, parts, items } = setting;
  const slashed = (parts ?? []).map((part, i) =>
    i === 0
      ? values.value(part)
      : concat(values.comments.lineAt(part.span.start, line), "/ ", values.value(part)),
  );
  const listed = items.map((item, i) => {
    const isFirst = i === 0 && slashed.length === 0;
    const before = isFirst ? "" : concat(",", values.comments.lineAt(item.span.start, line));
    if (!isFirst || item.kind !== "option") return concat(before, values.item(item));
    return concat(before, item.name.text.padEnd(columns.name), " = ", values.value(item.value));
  });
  if (slashed.length + listed.length === 0) return key.text;
  return group(filled(key.text, columns), indent(columns.key, ...slashed, ...listed));
}

export function printStatement(
  values: ValuePrinter,
  statement: Exclude<Statement, Repeat | Broken>,
  columns: Columns,
): Doc {
  switch (statement.kind) {
    case "state":
    case "weight": {
      const { names, type, start } = statement;
      const declared = concat(statement.kind, " ", namesOf(names), ": ", printType(values, type));
      return start
        ? concat(
            declared,
            equals(values, start, () => values.expression(start)),
          )
        : declared;
    }
    case "layer": {
      const { name, call } = statement;
      return concat(
        "layer ",
        name.text,
        equals(values, call, () => values.value(call)),
      );
    }
    case "assign": {
      const { targets, value } = statement;
      const names = targets.map(targetText);
      const [only] = names;
      const isPlain = names.length === 1 && only !== undefined && only !== "_";
      const left = isPlain
        ? only
        : values.list(targets, "()", (targets.at(-1)?.span.end ?? 0) + 1, targetText);
      const padding = isPlain ? " ".repeat(Math.max(0, columns.name - only.length)) : "";
      return concat(
        left,
        padding,
        equals(values, value, () => values.value(value)),
      );
    }
    case "result":
      return resultValue(values, statement.value, columns.isFirst);
    default:
      return statement satisfies never;
  }
}

/** A key and the blanks behind it; one that is too long to align is followed by as many as the others have at least. */
function filled(key: string, columns: Columns): string {
  return key.length < columns.key ? key.padEnd(columns.key) : `${key}  `;
}

/** A statement that begins with `-` would go on with the line above, so it gets parentheses. */
function resultValue(values: ValuePrinter, value: Value, isFirst: boolean): Doc {
  return !isFirst && beginsWithMinus(value) ? concat("(", values.value(value), ")") : values.value(value);
}

function beginsWithMinus(value: Expression): boolean {
  if (value.kind === "unary") return value.operator === "-";
  if (value.kind !== "binary" || value.operator === "^") return false;
  return beginsWithMinus(value.left);
}

export function printRepeatHead(values: ValuePrinter, { count }: Repeat): Doc {
  return concat("repeat ", count ? values.expression(count) : "", " {");
}

export function printSectionHead({ word, name }: Section): string {
  return `${word.text}${name ? ` ${name.text}` : ""} {`;
}

export function printDefinitionHead(values: ValuePrinter, definition: Definition): Doc {
  const { kind, name, params, paramsSpan, results } = definition;
  // Types stand one below the other where each parameter has a line of its own.
  const width = longestOf(params.filter(({ type }) => type).map((param) => param.name.text.length));
  const list = values.list(params, "()", paramsSpan.end, (param) => printParam(values, param, width));
  const given =
    results.length === 0 ? "" : concat(" -> ", printResults(values, results, definition.head.end));
  return concat(kind, " ", name.text, list, given, " {");
}

function printParam(values: ValuePrinter, { name, type, value }: Param, width: number): Doc {
  if (type) {
    const room = ifBroken(" ".repeat(Math.max(0, width - name.text.length)));
    return concat(name.text, ":", room, " ", printType(values, type));
  }
  return value ? concat(name.text, " = ", values.expression(value)) : name.text;
}

function printResults(values: ValuePrinter, results: readonly Output[], end: number): Doc {
  const [only] = results;
  if (results.length === 1 && only && !only.name) return printType(values, only.type);
  return values.list(results, "()", end, ({ name, type }) =>
    concat(name ? `${name.text}: ` : "", printType(values, type)),
  );
}

function printType(values: ValuePrinter, { axes, of, span }: Type): Doc {
  const end = of ? of.span.start : span.end;
  const list = values.list(axes, "[]", end, (axis) => printAxis(values, axis));
  return concat(list, of ? ` of ${of.text}` : "");
}

function printAxis(values: ValuePrinter, { name, size }: Axis): Doc {
  if (!size) return "?";
  return name ? concat(name.text, " = ", values.expression(size)) : values.expression(size);
}

export function targetText({ name, after }: Target): string {
  return after ? `${name}'` : name;
}

function namesOf(names: readonly Name[]): string {
  return names.map(({ text }) => text).join(", ");
}

/** A file with errors in it cannot be formatted: what its author meant is not known. */
export function refuseBroken({ text }: Broken): never {
  throw new SeqError("format-broken", `this line did not parse, so the file cannot be formatted: ${text}`, {
    help: "put its syntax errors right first",
    details: { text },
  });
}
