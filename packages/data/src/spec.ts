/**
 * The plain record that says what the data of a model are: what a `data { }` section becomes once it is checked.
 *
 * Everything in it can be written as JSON.
 */
import type { ColumnExpr } from "./3-columns/expression.ts";
import type { LetSpec } from "./3-columns/resolve.ts";
import type { ScaleMethod } from "./5-fit/scaler.ts";
import type { GeneratorName } from "./generators/generate.ts";

/** Where rows come from. Files are looked up by path in what the caller hands in; nothing is opened here. */
export type SourceSpec =
  | {
      readonly kind: "csv";
      readonly file: string;
      readonly delimiter?: string;
      readonly decimal?: "." | ",";
    }
  | { readonly kind: "jsonLines"; readonly file: string }
  /** One long column `character`. */
  | { readonly kind: "text"; readonly file: string }
  /** Columns `line`, `file` (without its ending), `folder`; `*` in the pattern stands for any part of one name. */
  | { readonly kind: "lines"; readonly pattern: string }
  | { readonly kind: "given" }
  | {
      readonly kind: "generator";
      readonly name: GeneratorName;
      readonly options?: Readonly<Record<string, number>>;
    };

/** Columns `name.column` from a second source: at each time the latest row that is not after it. */
export interface JoinSpec {
  readonly name: string;
  readonly source: SourceSpec;
}

/** What to do where a step of the time axis has no row. `skip` takes the rows as consecutive. */
export type GapRule = "error" | "skip" | "forward" | { readonly fill: number };

/** What to do where a cell that is used holds nothing. */
export type MissingRule = "error" | "drop" | "forward" | { readonly fill: number };

/** The order of rows: none is given for independent rows. `row`: they stand in order, without a clock. */
export type TimeSpec =
  | { readonly kind: "row" }
  | {
      readonly kind: "clock";
      readonly column: string;
      /** minute, hour, day, businessDay, week, month, quarter, year, or a span such as `15min`. */
      readonly every?: string;
      /** `error` if left out. Only looked at where `every` says what a gap is. */
      readonly gaps?: GapRule;
      /** Only `UTC` for now. */
      readonly zone?: string;
    };

/** One field of an example. Its name is `x`, `known`, `static` or `y` unless it has a label. */
export interface FieldSpec {
  readonly name?: string;
  readonly columns: readonly ColumnExpr[];
}

/** Two parts (train, test) or three (train, validation, test). */
export type SplitSpec =
  | (SplitOptions & { readonly kind: "shares"; readonly shares: readonly number[] })
  | (SplitOptions & { readonly kind: "counts"; readonly counts: readonly number[] })
  /** The moments at which the second and the third part begin. */
  | (SplitOptions & { readonly kind: "dates"; readonly cuts: readonly string[] });

interface SplitOptions {
  /** Rows (sequences) with the same value stay together. */
  readonly group?: string;
  /** Every part gets its share of each value. */
  readonly stratify?: string;
}

export interface ScaleSpec {
  readonly method: ScaleMethod;
  /** Names of columns; all numbers if left out. A later entry comes before an earlier one. */
  readonly columns?: readonly string[];
  /** A scaler for each series, or one from each window alone; else one for all. */
  readonly by?: "series" | "window";
}

/** The data of a model. Defaults are those of the language reference: `split` 70 / 15 / 15 %, `scale` none. */
export interface DataSpec {
  readonly source: SourceSpec;
  readonly join?: readonly JoinSpec[];
  /** Rows for which one of these is false are left out. */
  readonly where?: readonly ColumnExpr[];
  readonly time?: TimeSpec;
  /** One series for each combination of these columns. */
  readonly series?: readonly string[];
  /** Columns known for the future. */
  readonly ahead?: readonly string[];
  /** Columns known `by` steps after their time. */
  readonly late?: readonly { readonly column: string; readonly by: number }[];
  readonly let?: readonly LetSpec[];
  readonly input: readonly FieldSpec[];
  readonly known?: readonly FieldSpec[];
  readonly static?: readonly FieldSpec[];
  readonly target: readonly FieldSpec[];
  /** A further field: another one a step late. */
  readonly feedback?: readonly { readonly name: string; readonly field: string }[];
  /** The column in whose units results are shown. */
  readonly report?: string;
  /** Steps in an example; whole sequences if left out. */
  readonly window?: number;
  /** Steps to predict after the window. */
  readonly horizon?: number;
  /** Steps from one window to the next; 1 if left out. */
  readonly stride?: number;
  readonly split?: SplitSpec;
  readonly scale?: readonly ScaleSpec[];
  readonly missing?: MissingRule;
}

/** Something the reader should know that is no error: rows that were sorted, dropped or added. */
export interface Notice {
  readonly code: string;
  readonly message: string;
}
