/**
 * A data section, understood.
 */
import type { Span } from "@seqloom/diagnostic";
import type { DataRecord, FutureSource, SourceRecord, SplitRecord } from "./data-record.ts";
import type { FieldDraft, Fields } from "./fields.ts";
import type { SourceInfo } from "./source.ts";

export type AnyDataRecord = DataRecord<SourceRecord | FutureSource>;

/** A data section, understood. */
export interface DataInfo {
  /** Missing where something in it is wrong. */
  readonly record: AnyDataRecord | undefined;
  readonly fields: Fields;
  readonly drafts: readonly FieldDraft[];
  readonly split: SplitRecord | undefined;
  readonly source: SourceInfo | undefined;
  readonly isTimed: boolean;
  readonly window: number | undefined;
  readonly horizon: number | undefined;
  /** Where each setting stands, by key. */
  readonly places: ReadonlyMap<string, Span>;
}
