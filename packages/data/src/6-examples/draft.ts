/** What the columns of a field are, as far as the spec alone says it: encoder, whole-sequence pick, name of the scaler. */
import { type CallExpr, type ColumnExpr, formatExpr, functionOf } from "../3-columns/expression.ts";
import { type Definitions, resolve } from "../3-columns/resolve.ts";
import type { DataSpec, FieldSpec } from "../spec.ts";

export type Role = "input" | "known" | "static" | "target";

/** The name of a field without a label. */
const defaultNames: Readonly<Record<Role, string>> = {
  input: "x",
  known: "known",
  static: "static",
  target: "y",
};

export interface ColumnDraft {
  /** As the spec writes it. */
  readonly name: string;
  /** Name of its scaler or vocabulary: the column inside encoders, picks and shifts. */
  readonly key: string;
  /** Resolved, without encoder and pick. */
  readonly expr: ColumnExpr;
  /** Resolved, without shifts too: what the scaler or vocabulary is fitted on. */
  readonly base: ColumnExpr;
  readonly encoder: CallExpr | undefined;
  /** Of each example only this step. */
  readonly pick: "first" | "last" | undefined;
}

export interface FieldDraft {
  readonly name: string;
  readonly role: Role;
  readonly columns: readonly ColumnDraft[];
}

/** All fields of a spec but those of `feedback`. */
export function draftFields(spec: DataSpec, definitions: Definitions): FieldDraft[] {
  const isSymbolic = spec.source.kind === "text";
  const of = (role: Role, fields: readonly FieldSpec[] | undefined): FieldDraft[] =>
    (fields ?? []).map(({ name, columns }) => ({
      name: name ?? defaultNames[role],
      role,
      columns: columns.map((expr) => draftColumn(expr, definitions, isSymbolic)),
    }));
  return [
    ...of("input", spec.input),
    ...of("known", spec.known),
    ...of("static", spec.static),
    ...of("target", spec.target),
  ];
}

/** @param isSymbolic  a bare column is one of symbols: the characters of a text */
function draftColumn(written: ColumnExpr, definitions: Definitions, isSymbolic: boolean): ColumnDraft {
  const name = formatExpr(written);
  const outer = wrapperIn(written, definitions);
  let expr = outer ?? written;
  let encoder: CallExpr | undefined;
  let pick: "first" | "last" | undefined;
  if (expr.kind === "call" && functionOf(expr).group === "encoder") {
    encoder = expr;
    const [inner] = expr.args;
    if (inner !== undefined) expr = wrapperIn(inner, definitions) ?? inner;
  }
  if (expr.kind === "call" && (expr.name === "first" || expr.name === "last")) {
    pick = expr.name;
    const [inner] = expr.args;
    if (inner !== undefined) expr = inner;
  }
  let base = expr;
  while (base.kind === "call" && functionOf(base).group === "shift" && base.name !== "diff") {
    const [inner] = base.args;
    if (inner === undefined) break;
    base = inner;
  }
  if (encoder === undefined && isSymbolic && base.kind === "column" && base.name === "character") {
    encoder = { kind: "call", name: "category", args: [expr] };
  }
  const isNamed = written.kind === "column" && outer !== undefined;
  const key = isNamed ? written.name : base.kind === "column" ? base.name : formatExpr(base);
  return { name, key, expr: resolve(expr, definitions), base: resolve(base, definitions), encoder, pick };
}

/** The encoder or pick that a name stands for, if it stands for one. */
function wrapperIn(expr: ColumnExpr, definitions: Definitions): ColumnExpr | undefined {
  const meaning = expr.kind === "column" ? definitions.get(expr.name) : undefined;
  if (meaning?.kind !== "call") return undefined;
  const { group } = functionOf(meaning);
  return group === "encoder" || group === "whole" ? meaning : undefined;
}
