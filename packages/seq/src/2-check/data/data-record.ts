/**
 * What a data section becomes: a plain record that @seqloom/data takes as its `DataSpec`.
 *
 * The two packages do not know each other; `run` hands the record over, and a test there holds the types together.
 */

export type ColumnRecord =
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly ColumnRecord[];
      readonly options?: Readonly<Record<string, number>>;
    };

export type GeneratorWord =
  | "sine"
  | "walk"
  | "ar"
  | "henon"
  | "adding"
  | "copying"
  | "recall"
  | "echo"
  | "parity"
  | "count"
  | "dates";

export type SourceRecord =
  | { readonly kind: "csv"; readonly file: string; readonly delimiter?: string; readonly decimal?: "." | "," }
  | { readonly kind: "jsonLines"; readonly file: string }
  | { readonly kind: "text"; readonly file: string }
  | { readonly kind: "lines"; readonly pattern: string }
  | { readonly kind: "given" }
  | {
      readonly kind: "generator";
      readonly name: GeneratorWord;
      readonly options?: Readonly<Record<string, number>>;
    };

/** Sources that parse and check, and that no package reads yet. */
export type FutureSource =
  | { readonly kind: "parquet" | "arrow"; readonly file: string }
  | { readonly kind: "wav"; readonly pattern: string; readonly rate: number };

export type GapRecord = "error" | "skip" | "forward" | { readonly fill: number };
export type MissingRecord = "error" | "drop" | "forward" | { readonly fill: number };

export type TimeRecord =
  | { readonly kind: "row" }
  | {
      readonly kind: "clock";
      readonly column: string;
      readonly every?: string;
      readonly gaps?: GapRecord;
      readonly zone?: string;
    };

export interface FieldRecord {
  readonly name?: string;
  readonly columns: readonly ColumnRecord[];
}

interface SplitExtras {
  readonly group?: string;
  readonly stratify?: string;
}

export type SplitRecord =
  | (SplitExtras & { readonly kind: "shares"; readonly shares: readonly number[] })
  | (SplitExtras & { readonly kind: "counts"; readonly counts: readonly number[] })
  | (SplitExtras & { readonly kind: "dates"; readonly cuts: readonly string[] });

export type ScaleWord = "standard" | "minmax" | "robust" | "mean" | "log" | "none";

export interface ScaleRecord {
  readonly method: ScaleWord;
  readonly columns?: readonly string[];
  readonly by?: "series" | "window";
}

export interface DataRecord<Source = SourceRecord> {
  readonly source: Source;
  readonly join?: readonly { readonly name: string; readonly source: Source }[];
  readonly where?: readonly ColumnRecord[];
  readonly time?: TimeRecord;
  readonly series?: readonly string[];
  readonly ahead?: readonly string[];
  readonly late?: readonly { readonly column: string; readonly by: number }[];
  readonly let?: readonly { readonly name: string; readonly value: ColumnRecord }[];
  readonly input: readonly FieldRecord[];
  readonly known?: readonly FieldRecord[];
  readonly static?: readonly FieldRecord[];
  readonly target: readonly FieldRecord[];
  readonly feedback?: readonly { readonly name: string; readonly field: string }[];
  readonly report?: string;
  readonly window?: number;
  readonly horizon?: number;
  readonly stride?: number;
  readonly split?: SplitRecord;
  readonly scale?: readonly ScaleRecord[];
  readonly missing?: MissingRecord;
}
