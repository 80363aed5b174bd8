/**
 * A spec once it is checked: plain records for data and training, and what its models take and give.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Definition } from "../1-parse/syntax.ts";
import type { PlainAxis } from "./axes/axis.ts";
import type { AnyDataRecord, DataInfo } from "./data/data-info.ts";
import type { Library } from "./library.ts";
import type { DetectRecord, ForecastRecord, SampleRecord, TrainRecord } from "./train/train-record.ts";

/** The axes of a field or value, as plain data. */
export interface PlainType {
  readonly axes: readonly PlainAxis[];
  /** The vocabulary its numbers are places in. */
  readonly of: PlainAxis | undefined;
}

/** A shape at a place of the text. */
export interface ShapeAt extends PlainType {
  readonly span: Span;
}

export interface CheckedModel {
  readonly name: string;
  readonly doc: string;
  readonly params: readonly ({ readonly name: string } & PlainType)[];
  /** By name; a single result without one is `y`. `target` is the field that it answers. */
  readonly results: readonly ({ readonly name: string; readonly target: string | undefined } & PlainType)[];
  /** The shape behind every stage of its body. */
  readonly shapes: readonly ShapeAt[];
}

/** A whole file without errors. */
export interface CheckedSpec {
  readonly constants: Readonly<Record<string, number | string | boolean>>;
  readonly data: AnyDataRecord | undefined;
  /** Fields that data give, by name. */
  readonly fields: Readonly<Record<string, PlainType>>;
  readonly models: readonly CheckedModel[];
  /** How each model is trained, by its name; empty without a `train` section. */
  readonly train: Readonly<Record<string, TrainRecord>>;
  readonly forecast: ForecastRecord | undefined;
  readonly detect: DetectRecord | undefined;
  readonly sample: SampleRecord | undefined;
  /** Where settings stand, by their path: `data.window`, `train.loss`. */
  readonly places: Readonly<Record<string, Span>>;
  /** What `build` needs to write a model out. */
  readonly program: Program;
}

/** The definitions behind a spec. */
export interface Program {
  readonly models: readonly Definition[];
  readonly library: Library;
  readonly data: DataInfo | undefined;
  readonly losses: ReadonlyMap<string, ReadonlyMap<string, PlainAxis>>;
}
