/**
 * Expressions over columns: what they are as plain data, when their values are known, and what they make for a model.
 */
import type { Call, Expression, Option, Ref } from "../../1-parse/syntax.ts";
import { type ColumnFunction, columnFunctions } from "../../tables/column-functions.ts";
import { entryOf, namesOf } from "../../tables/kind.ts";
import type { SourceColumn } from "../../tables/sources.ts";
import { bindArguments } from "../bind-arguments.ts";
import { andList, meant } from "../reporter.ts";
import type { SettingReader } from "../sections/read-settings.ts";
import { quoted } from "../written.ts";
import type { ColumnRecord } from "./data-record.ts";

/** What an expression gives for each row: a number, places in a vocabulary, or several numbers. */
export type ColumnForm =
  | { readonly kind: "plain" }
  | { readonly kind: "places"; readonly vocabulary: string }
  | { readonly kind: "onehot"; readonly vocabulary: string }
  | { readonly kind: "wide"; readonly width: number };

/** An expression over columns, understood. */
export interface ColumnInfo {
  readonly record: ColumnRecord;
  /** As it is written. */
  readonly text: string;
  /** The value of step s is known at step s + delay; minus infinity if it is always known. */
  readonly delay: number;
  /** The latest step of each source column that it reads, 0 being its own. */
  readonly reads: ReadonlyMap<string, number>;
  /** `step`: each row holds a list, and this has a value for each of its entries. */
  readonly per: "row" | "step";
  /** One value for a whole sequence. */
  readonly isPick: boolean;
  readonly form: ColumnForm;
  /** The column inside encoders, picks and shifts; names the vocabulary. */
  readonly key: string;
}

/** What is known of columns beyond their names. */
export interface ColumnSite {
  readonly reader: SettingReader;
  /** Columns of all sources by name; undefined where nobody has looked. */
  readonly known: ReadonlyMap<string, SourceColumn | undefined> | undefined;
  /** Names that joined sources have in front of their columns. */
  readonly joins: ReadonlySet<string>;
  readonly source: string;
  readonly time: string | undefined;
  readonly always: ReadonlySet<string>;
  readonly late: ReadonlyMap<string, number>;
  /** Columns that `let` has made so far. */
  readonly lets: ReadonlyMap<string, ColumnInfo>;
  readonly usedLets: Set<string>;
  /** Columns that were complained about. */
  readonly poisoned: Set<string>;
}

const plain: ColumnForm = { kind: "plain" };

/** What an expression over columns is; undefined if something is wrong with it and has been said. */
export function columnOf(expression: Expression, site: ColumnSite): ColumnInfo | undefined {
  switch (expression.kind) {
    case "ref":
      return named(expression, expression.name, site);
    case "text":
      return named(expression, expression.value, site);
    case "number":
    case "truth": {
      const value = expression.kind === "truth" ? Number(expression.value) : undefined;
      const scalar =
        value === undefined
          ? site.reader.scalar({ kind: "number" }, expression, "a column", (text) => text)
          : undefined;
      const number = value ?? (scalar?.kind === "number" ? scalar.value : undefined);
      return number === undefined ? undefined : constantInfo(number, quoted(expression));
    }
    case "unary":
      return operation(
        expression.operator === "-" ? "negate" : "not",
        [expression.operand],
        expression,
        site,
      );
    case "binary":
      return operation(expression.operator, [expression.left, expression.right], expression, site);
    case "call":
      return callOf(expression, site);
    case "flow":
    case "tuple":
      site.reader.reporter.error("column-form", `${quoted(expression)} is not a column`, expression.span, {
        help: "columns are made with + - * / and functions: `lag(close, 1)`; arrows are for models",
      });
      return undefined;
    default:
      return expression satisfies never;
  }
}

function constantInfo(value: number, text: string): ColumnInfo {
  return {
    record: { kind: "number", value },
    text,
    delay: Number.NEGATIVE_INFINITY,
    reads: new Map(),
    per: "row",
    isPick: false,
    form: plain,
    key: text,
  };
}

function named(expression: Expression, name: string, site: ColumnSite): ColumnInfo | undefined {
  const made = site.lets.get(name);
  if (made !== undefined) {
    site.usedLets.add(name);
    const delay = site.always.has(name) ? Number.NEGATIVE_INFINITY : made.delay + (site.late.get(name) ?? 0);
    const { form } = made;
    const own = form.kind === "places" || form.kind === "onehot" ? { ...form, vocabulary: name } : form;
    return { ...made, record: { kind: "column", name }, text: name, delay, form: own, key: name };
  }
  if (site.poisoned.has(name)) return undefined;
  if (expression.kind === "ref") {
    const constant = site.known?.has(name) ? undefined : site.reader.lookUp(expression);
    if (constant?.kind === "number") return constantInfo(constant.value, name);
  }
  if (!columnExists(expression, name, site)) return undefined;
  const column = site.known?.get(name);
  const delay =
    site.always.has(name) || name === site.time ? Number.NEGATIVE_INFINITY : (site.late.get(name) ?? 0);
  const form: ColumnForm = column?.holds === "symbol" ? { kind: "places", vocabulary: name } : plain;
  return {
    record: { kind: "column", name },
    text: quoted(expression),
    delay,
    reads: new Map([[name, 0]]),
    per: column?.per ?? "row",
    isPick: false,
    form,
    key: name,
  };
}

function columnExists(
  { span }: Expression,
  name: string,
  { known, joins, reader, source, lets, poisoned }: ColumnSite,
): boolean {
  const [head] = name.split(".");
  const isJoined = name.includes(".") && head !== undefined && joins.has(head);
  if (
    known === undefined
      ? !name.includes(".") || isJoined || joins.size === 0
      : known.has(name) || (isJoined && ![...known.keys()].some((column) => column.startsWith(`${head}.`)))
  )
    return true;
  const all = [...lets.keys(), ...(known?.keys() ?? [])];
  const { tail, extra } = meant(name, all, "columns");
  poisoned.add(name);
  reader.reporter.error("column-unknown", `${source} has no column \`${name}\`${tail}`, span, extra);
  return false;
}

// ---- operators and functions ----

function operation(
  name: string,
  operands: readonly Expression[],
  expression: Expression,
  site: ColumnSite,
): ColumnInfo | undefined {
  const parts = operands.map((operand) => columnOf(operand, site));
  const found = parts.filter((part) => part !== undefined);
  if (found.length < parts.length) return undefined;
  for (const [i, part] of found.entries())
    if (!isPlain(part, operands[i] ?? expression, "arithmetic", site)) return undefined;
  return merged({ kind: "call", name, args: found.map(({ record }) => record) }, found, quoted(expression));
}

/** Encoders and picks stand outermost. */
function isPlain(
  { form, isPick, text }: ColumnInfo,
  { span }: Expression,
  where: string,
  site: ColumnSite,
): boolean {
  if (form.kind === "plain" && !isPick) return true;
  site.reader.reporter.error(
    "encoder-place",
    `${text} is ${isPick ? "one value a sequence" : "encoded"} already, so it cannot go into ${where}`,
    span,
    {
      help: "encoders, `first` and `last` stand outermost",
    },
  );
  return false;
}

function merged(record: ColumnRecord, parts: readonly ColumnInfo[], text: string): ColumnInfo {
  const reads = new Map<string, number>();
  for (const part of parts)
    for (const [name, step] of part.reads)
      reads.set(name, Math.max(reads.get(name) ?? Number.NEGATIVE_INFINITY, step));
  const delay = Math.max(Number.NEGATIVE_INFINITY, ...parts.map((part) => part.delay));
  return {
    record,
    text,
    delay,
    reads,
    per: parts.some(({ per }) => per === "step") ? "step" : "row",
    isPick: false,
    form: plain,
    key: text,
  };
}

function callOf(call: Call, site: ColumnSite): ColumnInfo | undefined {
  const { callee, args, options, span } = call;
  const entry = entryOf(columnFunctions, callee.name);
  if (entry === undefined) {
    unknownFunction(callee, site);
    return undefined;
  }
  if (wholeColumn(call, entry, site)) return undefined;
  const bound = bindArguments(
    { name: entry.name, nameSpan: callee.span, span, args, options },
    entry,
    site.reader.reporter,
  );
  if (bound === undefined) return undefined;
  const columns: ColumnInfo[] = [];
  const records: ColumnRecord[] = [];
  const numbers = new Map<string, number>();
  for (const parameter of entry.args) {
    const [given = bound.options.get(parameter.name)?.value] = bound.args.get(parameter.name) ?? [];
    if (given === undefined) {
      if (typeof parameter.default === "number") numbers.set(parameter.name, parameter.default);
      continue;
    }
    if (parameter.kind.kind === "column") {
      const column = columnOf(given, site);
      if (column === undefined) return undefined;
      columns.push(column);
      records.push(column.record);
      continue;
    }
    const scalar = site.reader.scalar(
      parameter.kind,
      given,
      parameter.name,
      (value) => `${entry.name}(${quoted(args[0] ?? given)}, ${value})`,
    );
    if (scalar === undefined || scalar.kind === "truth") return undefined;
    if (scalar.kind === "number") numbers.set(parameter.name, scalar.value);
    records.push(
      scalar.kind === "number"
        ? { kind: "number", value: scalar.value }
        : { kind: "text", value: scalar.value },
    );
  }
  const given = optionNumbers(entry, bound.options, site);
  const record: ColumnRecord = {
    kind: "call",
    name: entry.name,
    args: records,
    ...(given.size > 0 && { options: Object.fromEntries(given) }),
  };
  return meaning(entry, merged(record, columns, quoted(call)), columns, numbers, args, site);
}

function optionNumbers(
  entry: ColumnFunction,
  options: ReadonlyMap<string, Option>,
  site: ColumnSite,
): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const { name, kind } of entry.options) {
    const option = options.get(name);
    const scalar =
      option === undefined
        ? undefined
        : site.reader.scalar(kind, option.value, name, (value) => `${name} = ${value}`);
    if (scalar?.kind === "number") numbers.set(name, scalar.value);
  }
  return numbers;
}

function unknownFunction({ name, span }: Ref, site: ColumnSite): void {
  const { tail, extra } = meant(name, namesOf(columnFunctions), "column functions");
  site.reader.reporter.error("name-unknown", `there is no column function \`${name}\`${tail}`, span, extra);
}

/** `mean(c)` over everything would know the future. */
function wholeColumn({ callee, args, span }: Call, entry: ColumnFunction, { reader }: ColumnSite): boolean {
  if (entry.group !== "trailing" || args.length !== 1) return false;
  const inner = args[0] === undefined ? "c" : quoted(args[0]);
  reader.reporter.error("argument-missing", `${callee.name} looks back over some steps; say how many`, span, {
    why: "a function over a whole column would know its future",
    help: `write \`${callee.name}(${inner}, 20)\`; to scale a column by what training shows, use \`scale\``,
  });
  return true;
}

/** What the function does to time, to sequences, and to the form of its values. */
function meaning(
  entry: ColumnFunction,
  info: ColumnInfo,
  columns: readonly ColumnInfo[],
  numbers: ReadonlyMap<string, number>,
  args: readonly Expression[],
  site: ColumnSite,
): ColumnInfo | undefined {
  const [inner] = columns;
  const [first] = args;
  if (inner === undefined || first === undefined) return undefined;
  const isSymbol =
    inner.form.kind === "places" && inner.record.kind === "column" && !site.lets.has(inner.text);
  const mayWrap = entry.group === "shift" && isSymbol;
  const keepsPick = entry.group === "encoder" && inner.form.kind === "plain";
  if (
    !mayWrap &&
    !keepsPick &&
    !columns.every((column, i) => isPlain(column, args[i] ?? first, `\`${entry.name}\``, site))
  )
    return undefined;
  switch (entry.group) {
    case "row":
    case "trailing":
      return info;
    case "text":
      return { ...info, key: inner.key };
    case "calendar":
      return { ...info, delay: Number.NEGATIVE_INFINITY };
    case "shift":
      return shifted(entry.name, numbers.get("n") ?? 1, info, inner);
    case "whole":
      return { ...info, per: "row", isPick: true, key: inner.key };
    case "encoder":
      return encoded(entry.name, info, inner);
    default:
      return entry.group satisfies never;
  }
}

function shifted(name: string, n: number, info: ColumnInfo, inner: ColumnInfo): ColumnInfo {
  const by = name === "lag" ? -n : name === "lead" ? n : name === "next" ? 1 : 0;
  const reads = new Map([...info.reads].map(([column, step]) => [column, step + by]));
  return {
    ...info,
    delay: inner.delay + by,
    reads,
    form: inner.form,
    key: name === "diff" ? info.text : inner.key,
  };
}

function encoded(name: string, info: ColumnInfo, inner: ColumnInfo): ColumnInfo {
  const { key, isPick } = inner;
  const perStep = { ...info, key, isPick, per: "step" as const };
  switch (name) {
    case "onehot":
      return { ...info, key, isPick, form: { kind: "onehot", vocabulary: key } };
    case "category":
      return { ...info, key, isPick, form: { kind: "places", vocabulary: key } };
    case "characters":
    case "words":
    case "categories":
      return { ...perStep, form: { kind: "places", vocabulary: key } };
    case "logMel":
    case "mfcc": {
      const bands = info.record.kind === "call" ? info.record.options?.bands : undefined;
      return { ...perStep, form: { kind: "wide", width: bands ?? 40 } };
    }
    case "cycle":
      return { ...info, key, isPick, form: { kind: "wide", width: 2 } };
    default:
      return { ...info, key, isPick };
  }
}

/** `a and b`, for messages about several columns. */
export function columnList(columns: readonly ColumnInfo[]): string {
  return andList(columns.map(({ text }) => text));
}
