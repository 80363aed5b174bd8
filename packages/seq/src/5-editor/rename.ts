/**
 * Renaming: all edits of a new name, or why there can be none.
 *
 * Whether a new name is free is not asked of the rules of scope a second time. The edited text is analysed, and the
 * name is taken if any place then means something else, or an error is new.
 */
import { createSource, type Span, type TextEdit } from "@seqloom/diagnostic";
import { fixedAxes } from "../2-check/axes/axis.ts";
import { type Analysis, analyse } from "./analysis.ts";
import { kindNames } from "./describe-symbol.ts";
import { type Occurrence, rootOf } from "./names/name-index.ts";

/** Why a name cannot be changed. */
export type RenameCode =
  /** There is no name at the place, or one that the language gives. */
  | "rename-nothing"
  | "rename-imported"
  /** A column that the source has. */
  | "rename-column"
  /** A field without a label, such as x and y. */
  | "rename-field"
  /** The new name is not one. */
  | "rename-invalid"
  /** With the new name a place would mean something else. */
  | "rename-taken";

export interface RenameRefusal {
  readonly ok: false;
  readonly code: RenameCode;
  readonly message: string;
}

export type RenameResult = { readonly ok: true; readonly edits: readonly TextEdit[] } | RenameRefusal;

/** The name that a rename at an offset would change, or why it would not. */
export function renameTarget(
  { names }: Analysis,
  offset: number,
): { readonly ok: true; readonly span: Span; readonly name: string } | RenameRefusal {
  const found = names.at(offset);
  if (found === undefined)
    return refused(
      "rename-nothing",
      "there is no name here that this file gives; words of the language stay as they are",
    );
  const symbol = rootOf(found.symbol);
  const { kind, name, path, isNamedHere } = symbol;
  if (path !== undefined)
    return refused("rename-imported", `${name} is defined in ${path}; rename it there, then here`);
  if (kind === "column" && !isNamedHere)
    return refused(
      "rename-column",
      `${name} is a column of the data; \`let new = ${name}\` gives it another name`,
    );
  if (!isNamedHere)
    return refused(
      "rename-field",
      `${name} is the name of a field without a label; write a label in \`data\`: \`input ${"other"} = ...\``,
    );
  return { ok: true, span: found.span, name: symbol.name };
}

/**
 * Gives what the name at an offset means another name, wherever it stands in the file.
 *
 * @returns edits that do not overlap, or a refusal with its code
 * @example
 * const renamed = renameAt(analyse(text), text.indexOf("hidden"), "width");
 * if (renamed.ok) renamed.edits.length;
 */
export function renameAt(analysis: Analysis, offset: number, newName: string): RenameResult {
  const target = renameTarget(analysis, offset);
  if (!target.ok) return target;
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(newName))
    return refused(
      "rename-invalid",
      `${JSON.stringify(newName)} is not a name: a letter, then letters, digits and _`,
    );
  if (["true", "false", "and", "or", "not"].includes(newName))
    return refused("rename-invalid", `${newName} is a word of the language and never a name`);
  if (newName === target.name) return { ok: true, edits: [] };
  const found = analysis.names.at(offset);
  const places = found === undefined ? [] : analysis.names.of(found.symbol);
  const edits = places.map(({ span }) => ({ span, newText: newName }));
  const clash = meansOther(analysis, places, edits, newName);
  return clash === undefined ? { ok: true, edits } : refused("rename-taken", clash);
}

function refused(code: RenameCode, message: string): RenameRefusal {
  return { ok: false, code, message };
}

/** What would be different in the edited text, in words. */
function meansOther(
  analysis: Analysis,
  places: readonly Occurrence[],
  edits: readonly TextEdit[],
  newName: string,
): string | undefined {
  if (fixedAxes.includes(newName)) return `${newName} is the name of an axis in every file`;
  const text = withEdits(analysis.source.text, edits);
  const after = analyse(createSource(analysis.source.name, text), analysis.options, analysis);
  const errors = (one: Analysis) => one.diagnostics.filter(({ severity }) => severity === "error");
  const fresh = errors(after).length - errors(analysis).length;
  const [first] = errors(after).filter(
    ({ code }) => !errors(analysis).some((before) => before.code === code),
  );
  if (fresh > 0)
    return `with ${newName} there would be an error: ${(first ?? errors(after)[0])?.message ?? ""}`;
  const [now, then] = [analysis.names.occurrences, after.names.occurrences];
  const renamed = new Set(places);
  const meaning = new Map<object, object>();
  for (const [i, before] of now.entries()) {
    const later = then[i];
    const known = meaning.get(rootOf(before.symbol));
    const isSame =
      later !== undefined &&
      later.symbol.kind === before.symbol.kind &&
      (known === undefined
        ? !renamed.has(before) || later.symbol.name === newName
        : known === rootOf(later.symbol));
    if (!isSame || later === undefined) {
      const { kind, name } = later?.symbol ?? before.symbol;
      return `${newName} is taken: ${name} is a ${kindNames[kind]} there`;
    }
    meaning.set(rootOf(before.symbol), rootOf(later.symbol));
  }
  // Two things that were apart may have become one.
  const isOne = new Set(meaning.values()).size < meaning.size;
  return isOne || then.length !== now.length
    ? `${newName} is taken: another name would mean the same`
    : undefined;
}

/** The text after edits that do not overlap. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  let at = 0;
  let edited = "";
  for (const { span, newText } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    edited += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return edited + text.slice(at);
}
