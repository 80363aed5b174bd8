/**
 * The JSON form of a `.seq` file: its syntax without layout, for tools and programs.
 *
 * Published as a JSON Schema in `schema/seq.schema.json`. What a text has and this form has not: comments other than
 * `##`, and how a number is spelled (`20_000`).
 */

/** A value: JSON's own numbers and truth values, or one of the forms below. A negative number is a minus and a number. */
export type JsonValue =
  | number
  | boolean
  | JsonText
  | JsonRef
  | JsonQuantity
  | JsonCall
  | JsonOperation
  | JsonFlow
  | JsonTuple;

/** `"Adj Close"` */
export interface JsonText {
  readonly text: string;
}

/** `hidden`, `own.peephole`; with `after`, `h'` */
export interface JsonRef {
  readonly ref: string;
  readonly after?: true;
}

/** `70%` is `{ "number": 70, "unit": "%" }`. */
export interface JsonQuantity {
  readonly number: number;
  readonly unit: string;
}

/** `lstm(32, layers = 2)` */
export interface JsonCall {
  readonly call: string;
  readonly args?: readonly JsonValue[];
  readonly options?: Readonly<Record<string, JsonValue>>;
}

/** `a + b`; with one argument `-a` and `not a` */
export interface JsonOperation {
  readonly op: string;
  readonly args: readonly JsonValue[];
}

/** `x -> embedding(16) -> last`: a value, then calls and names. */
export interface JsonFlow {
  readonly flow: readonly JsonValue[];
}

/** `(h, c)` */
export interface JsonTuple {
  readonly tuple: readonly JsonValue[];
}

/** `every = day` */
export interface JsonOption {
  readonly option: string;
  readonly value: JsonValue;
}

/** What lines have for the reader. */
interface JsonLine {
  readonly doc?: string;
  /** A blank line stands above it. */
  readonly blank?: true;
}

/** A line of a section; `let` has its bindings as options. */
export interface JsonSetting extends JsonLine {
  readonly key: string;
  readonly items?: readonly (JsonValue | JsonOption)[];
  /** Only of `split`. */
  readonly parts?: readonly JsonValue[];
}

/** `train { }` has `for` empty. */
export interface JsonTrain {
  readonly for: string;
  readonly doc?: string;
  readonly settings: readonly JsonSetting[];
}

/** A size, a named size, or "?" for an unknown one. */
export type JsonAxis = JsonValue | { readonly name: string; readonly size: JsonValue } | "?";

export interface JsonType {
  readonly axes: readonly JsonAxis[];
  readonly of?: string;
}

/** A value has a `type`, an option a `value`, a size neither. */
export interface JsonParam {
  readonly name: string;
  readonly type?: JsonType;
  readonly value?: JsonValue;
}

export interface JsonResult {
  readonly name?: string;
  readonly type: JsonType;
}

export interface JsonDefinition {
  readonly name: string;
  readonly doc: string;
  readonly params: readonly JsonParam[];
  /** Left out only for a cell that names none. */
  readonly results?: readonly JsonResult[];
  readonly body: readonly JsonStatement[];
}

export type JsonStatement = JsonLine &
  (
    | { readonly set: readonly string[]; readonly after?: true; readonly to: JsonValue }
    | { readonly state: readonly string[]; readonly type: JsonType; readonly start?: JsonValue }
    | { readonly weight: readonly string[]; readonly type: JsonType; readonly start?: JsonValue }
    | { readonly layer: string; readonly to: JsonCall }
    | { readonly repeat: JsonValue; readonly body: readonly JsonStatement[] }
    | { readonly result: JsonValue }
  );

export interface JsonImport {
  readonly file: string;
  readonly as: string;
  readonly doc?: string;
}

export interface JsonBinding {
  readonly name: string;
  readonly value: JsonValue;
  readonly doc?: string;
}

/** A whole file. */
export interface JsonFile {
  readonly seq: number;
  readonly imports?: readonly JsonImport[];
  readonly let?: readonly JsonBinding[];
  readonly cells?: readonly JsonDefinition[];
  readonly blocks?: readonly JsonDefinition[];
  readonly data?: readonly JsonSetting[];
  readonly models?: readonly JsonDefinition[];
  readonly train?: readonly JsonTrain[];
  readonly forecast?: readonly JsonSetting[];
  readonly detect?: readonly JsonSetting[];
  readonly sample?: readonly JsonSetting[];
  /** The docs of the sections other than `train`. */
  readonly docs?: Readonly<Record<string, string>>;
  /**
   * The order of the file, an entry a line or block ("let hidden, depth", "model Next") and "" for a blank line where
   * none is usual. Left out if it is the usual order: imports, constants, cells, blocks, data, models, train,
   * forecast, detect, sample.
   */
  readonly order?: readonly string[];
}

/** Sections that are one list of settings. */
export const plainSections = ["data", "forecast", "detect", "sample"] as const;
