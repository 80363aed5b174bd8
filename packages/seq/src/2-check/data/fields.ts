/**
 * The fields that data give a model: names, axes, and the sizes a model may use.
 */
import type { Expression, Option, Setting } from "../../1-parse/syntax.ts";
import { type Axis, axis } from "../axes/axis.ts";
import { add, constant, dataSymbol, type Polynomial, symbol } from "../axes/polynomial.ts";
import type { Reporter } from "../reporter.ts";
import { type ValueType, valueType } from "../types.ts";
import { type ColumnInfo, type ColumnSite, columnList, columnOf } from "./columns.ts";

export type Role = "input" | "known" | "static" | "target";

/** Names of fields without a label. */
export const fieldNames: Readonly<Record<Role, string>> = {
  input: "x",
  known: "known",
  static: "static",
  target: "y",
};

/** One field as it is written. */
export interface FieldDraft {
  readonly role: Role;
  readonly name: string;
  readonly label: string | undefined;
  readonly setting: Setting;
  readonly columns: readonly { readonly info: ColumnInfo; readonly expression: Expression }[];
  /** A column of it could not be understood. */
  readonly isBroken: boolean;
}

/** What of a data section says which axes fields have. */
export interface Shape {
  /** Rows follow each other: there is a time, or the source is one series. */
  readonly isTimed: boolean;
  readonly window: number | undefined;
  readonly horizon: number | undefined;
  /** The target that is fed back, by the name of its field. */
  readonly fedBack: ReadonlySet<string>;
}

/** What a model sees of the data. */
export interface Fields {
  readonly types: ReadonlyMap<string, ValueType>;
  readonly roles: ReadonlyMap<string, Role | "feedback">;
  /** Sizes by name. */
  readonly sizes: ReadonlyMap<string, Axis>;
  /** The target at each step is the input of a later one. */
  readonly hasNext: boolean;
}

export function draftField(role: Role, setting: Setting, site: ColumnSite): FieldDraft {
  const { reporter } = site.reader;
  const columns: FieldDraft["columns"][number][] = [];
  let label: string | undefined;
  let isBroken = false;
  for (const [i, item] of setting.items.entries()) {
    if (item.kind === "option") {
      if (i === 0) label = item.name.text;
      else labelLate(item, setting, reporter);
    }
    const expression = item.kind === "option" ? item.value : item;
    const info = columnOf(expression, site);
    if (info === undefined) isBroken = true;
    else columns.push({ info, expression });
  }
  if (setting.items.length === 0) {
    reporter.error("setting-form", `${role} names no column`, setting.key.span, {
      help: `for instance \`${role} value\``,
    });
    isBroken = true;
  }
  return { role, name: label ?? fieldNames[role], label, setting, columns, isBroken };
}

function labelLate({ name, span }: Option, { key }: Setting, reporter: Reporter): void {
  reporter.error(
    "label-late",
    `a label stands before the first column only, and ${name.text} comes later`,
    span,
    {
      help: `give it a line of its own: \`${key.text} ${name.text} = ...\``,
    },
  );
}

/** Two fields of one name would hide each other. */
export function checkFieldNames(drafts: readonly FieldDraft[], reporter: Reporter): void {
  const seen = new Map<string, FieldDraft>();
  for (const draft of drafts) {
    const before = seen.get(draft.name);
    if (before !== undefined) {
      reporter.error(
        "field-twice",
        `two fields are called ${draft.name}, ${reporter.lines(before.setting.span, draft.setting.span)}`,
        draft.setting.key.span,
        {
          help: `give one of them a label: \`${draft.role} other = ...\``,
        },
      );
    }
    seen.set(draft.name, draft);
  }
}

/** Columns that do not fit into one field. */
export function checkMixed({ columns, setting, name }: FieldDraft, reporter: Reporter): boolean {
  const infos = columns.map(({ info }) => info);
  const places = infos.filter(({ form }) => form.kind === "places");
  const isMixed =
    (places.length > 0 && infos.length > 1) ||
    new Set(infos.map(({ per }) => per)).size > 1 ||
    new Set(infos.map(({ isPick }) => isPick)).size > 1;
  if (!isMixed) return true;
  reporter.error(
    "field-mixed",
    `the columns of ${name} do not fit into one field: ${columnList(infos)}`,
    setting.span,
    {
      why: "encoded columns, lists and plain columns have different axes",
      help: "give each kind a field of its own with a label, or use `onehot`",
    },
  );
  return false;
}

/** The axes of all fields, and the sizes that come with them. */
export function fieldsOf(
  drafts: readonly FieldDraft[],
  feedback: readonly { readonly name: string; readonly field: string }[],
  shape: Shape,
): Fields {
  const types = new Map<string, ValueType>();
  const roles = new Map<string, Role | "feedback">();
  const sizes = new Map<string, Axis>();
  const { window, horizon } = shape;
  if (horizon !== undefined) sizes.set("horizon", axis("horizon", constant(horizon)));
  if (window !== undefined) {
    sizes.set("window", axis("window", constant(window)));
    if (shape.isTimed) sizes.set("time", axis("time", constant(window)));
  }
  for (const draft of drafts) {
    if (draft.isBroken || draft.columns.length === 0) continue;
    roles.set(draft.name, draft.role);
    types.set(draft.name, typeOfField(draft, shape, sizes));
  }
  for (const { name, field } of feedback) {
    const type = types.get(field);
    if (type === undefined) continue;
    types.set(name, type);
    roles.set(name, "feedback");
  }
  const hasNext = drafts.some(
    ({ role, columns }) =>
      role === "target" &&
      columns.some(({ info }) => horizon === undefined && [...info.reads.values()].some((step) => step > 0)),
  );
  return { types, roles, sizes, hasNext };
}

function typeOfField(draft: FieldDraft, shape: Shape, sizes: Map<string, Axis>): ValueType {
  const infos = draft.columns.map(({ info }) => info);
  const [first] = infos;
  const steps = stepAxis(draft, shape, sizes);
  const lead = [axis("batch", symbol("batch")), ...(steps === undefined ? [] : [steps])];
  if (first?.form.kind === "places") {
    const { vocabulary } = first.form;
    const of = axis(vocabulary, symbol(dataSymbol(vocabulary)));
    sizes.set(vocabulary, of);
    return valueType(lead, of);
  }
  const width = infos.reduce<Polynomial>((sum, info) => add(sum, widthOf(info)), []);
  const isSingle = infos.length === 1 && first?.form.kind === "plain";
  if (draft.role === "target" && isSingle && steps?.name === "horizon") return valueType(lead);
  const name = draft.role === "target" ? (draft.label ?? "target") : undefined;
  const columns = axis(name, width);
  if (name !== undefined) sizes.set(name, columns);
  return valueType([...lead, columns]);
}

function widthOf({ form }: ColumnInfo): Polynomial {
  switch (form.kind) {
    case "onehot":
      return symbol(dataSymbol(form.vocabulary));
    case "wide":
      return constant(form.width);
    case "plain":
    case "places":
      return constant(1);
    default:
      return form satisfies never;
  }
}

/** The ordered axis of a field, if it has one. */
function stepAxis(
  draft: FieldDraft,
  { isTimed, horizon, fedBack }: Shape,
  sizes: ReadonlyMap<string, Axis>,
): Axis | undefined {
  const { role, columns } = draft;
  const isPick = columns.some(({ info }) => info.isPick);
  const isList = columns.some(({ info }) => info.per === "step");
  const fixed = (name: string) => sizes.get(name) ?? axis(name, symbol(name));
  if (role === "known") return fixed("horizon");
  if (role === "static" || isPick || !(isTimed || isList)) return undefined;
  if (role === "target" && isTimed && horizon !== undefined) return fixed("horizon");
  if (role === "target" && fedBack.has(draft.name)) return axis("step", symbol("step"));
  return fixed("time");
}
