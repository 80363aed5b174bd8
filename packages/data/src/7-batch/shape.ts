/** The axes of each field, as the language names them. */
import { sizeOfVocabulary } from "../5-fit/vocabulary.ts";
import type { Field } from "../6-examples/encode.ts";
import type { Prepared } from "../prepare.ts";

/** An axis of a field; without a size it differs from batch to batch. */
export interface FieldAxis {
  readonly name: string;
  readonly size?: number;
}

/** What a model can bind to. */
export interface FieldInfo {
  readonly name: string;
  readonly role: Field["role"];
  readonly axes: readonly FieldAxis[];
  /** `i32` for places in a vocabulary, else the float type that batches are asked for. */
  readonly isIndex: boolean;
  readonly vocabulary: string | undefined;
  readonly vocabularySize: number | undefined;
  /** Names of the columns, one for each number along the last axis but for onehot columns, which take several. */
  readonly columns: readonly string[];
  /** Whether batches come with the length of each sequence of this field. */
  readonly hasLengths: boolean;
}

/** The fields of prepared data in the order of the spec: names, axes, columns. */
export function fieldInfos(prepared: Prepared): FieldInfo[] {
  return prepared.fields.map((field) => ({
    name: field.name,
    role: field.role,
    axes: [{ name: "batch" }, ...stepAxis(prepared, field), ...columnAxis(prepared, field)],
    isIndex: field.isIndex,
    vocabulary: field.vocabulary?.name,
    vocabularySize: field.vocabulary === undefined ? undefined : sizeOfVocabulary(field.vocabulary),
    columns: field.columns.map(({ name }) => name),
    hasLengths: hasLengths(prepared, field),
  }));
}

/** The kind of steps a field has in an example: none, those of the window or sequence, or those of the horizon. */
export function stepsOf(prepared: Prepared, field: Field): "none" | "entries" | "window" | "horizon" {
  if (field.offsets !== undefined) return "entries";
  if (!prepared.arranged.frame.isTimed || field.role === "static" || field.pick !== undefined) return "none";
  if (field.role === "known") return "horizon";
  const isAnswer = field.role === "target" || field.role === "feedback";
  return isAnswer && prepared.spec.horizon !== undefined ? "horizon" : "window";
}

export function hasLengths(prepared: Prepared, field: Field): boolean {
  const steps = stepsOf(prepared, field);
  return (
    (steps === "entries" && field.listLength === undefined) ||
    (steps === "window" && prepared.spec.window === undefined)
  );
}

function stepAxis(prepared: Prepared, field: Field): FieldAxis[] {
  const { window, horizon } = prepared.spec;
  switch (stepsOf(prepared, field)) {
    case "none":
      return [];
    case "horizon":
      return [{ name: "horizon", size: horizon }];
    case "window":
      return [window === undefined ? { name: "time" } : { name: "time", size: window }];
    case "entries": {
      const name = hasFeedback(prepared, field) ? "step" : "time";
      return field.listLength === undefined
        ? [{ name }]
        : [{ name, size: field.listLength + marks(prepared, field) }];
    }
  }
}

/** Whether a field is a target that is fed back, or the feedback itself: its steps are those of the answer. */
function hasFeedback({ spec }: Prepared, field: Field): boolean {
  return field.role === "feedback" || (spec.feedback ?? []).some((own) => own.field === field.name);
}

/** An answer in symbols that is fed back has a mark after it (before it, as feedback). */
export function marks(prepared: Prepared, field: Field): number {
  return field.isIndex && hasFeedback(prepared, field) ? 1 : 0;
}

/** Places have no axis for columns, and neither has a single number for each step of the horizon. */
export function hasColumnAxis(prepared: Prepared, field: Field): boolean {
  if (field.isIndex) return false;
  const isAnswer = field.role === "target" || field.role === "feedback";
  return !(isAnswer && field.width === 1 && stepsOf(prepared, field) === "horizon");
}

const axisNames: Readonly<Record<Field["role"], string>> = {
  input: "feature",
  known: "feature",
  static: "static",
  target: "target",
  feedback: "target",
};

function columnAxis(prepared: Prepared, field: Field): FieldAxis[] {
  return hasColumnAxis(prepared, field) ? [{ name: axisNames[field.role], size: field.width }] : [];
}
