/**
 * The saved model: one safetensors file with weights under their paths and, as texts, everything else that a
 * forecast needs: the spec, what was fitted on the training part, and how the training went.
 */

import { type Fitted, fittedFrom } from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import { readSafetensors, writeSafetensors } from "@seqloom/interop";
import type { TensorParams } from "@seqloom/nn";
import type { DetectLimits } from "./detect/detect.ts";

/** What is known of the training afterwards. */
export interface TrainingRecord {
  readonly seed: number;
  readonly epochs: number;
  /** From 1; left out where the last weights were kept. */
  readonly bestEpoch?: number;
  readonly training: readonly number[];
  readonly validation: readonly number[];
  /** The forecast of the run that made the model, to compare with. */
  readonly forecast?: { readonly times: readonly number[]; readonly values: readonly number[] };
  /** What unusual rows are told by, where the spec has a `detect { }` section. */
  readonly detect?: DetectLimits;
}

export interface SavedModel {
  readonly weights: TensorParams;
  /** The name of the model in the spec. */
  readonly model: string;
  readonly spec: string;
  /** Texts of the files that the spec imports, by path; none if left out. */
  readonly imports?: Readonly<Record<string, string>>;
  /** Constants and settings that were given from outside. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly fitted: Fitted;
  readonly record: TrainingRecord;
}

/** Raised when files of this version cannot be read by earlier programs. */
const format = "1";

export function writeModelFile(saved: SavedModel): Uint8Array {
  const { weights, fitted, record, overrides, model, spec, imports = {} } = saved;
  return writeSafetensors(weights, {
    "seqloom.format": format,
    "seqloom.model": model,
    "seqloom.spec": spec,
    "seqloom.imports": JSON.stringify(imports),
    "seqloom.overrides": JSON.stringify(overrides),
    "seqloom.fitted": JSON.stringify(fitted),
    "seqloom.record": JSON.stringify(record),
  });
}

/**
 * @throws SeqError "safetensors" for a damaged file; "not-a-model" for one without Seqloom's texts or of a newer form;
 *         "fitted-unreadable"
 */
export function readModelFile(bytes: Uint8Array): SavedModel {
  const { tensors, metadata } = readSafetensors(bytes);
  const text = (key: string): string => {
    const value = metadata[`seqloom.${key}`];
    if (value !== undefined) return value;
    throw new SeqError(
      "not-a-model",
      `this safetensors file has no ${key} of a Seqloom model in its metadata`,
      {
        help: "use the file that `seqloom train` wrote; weights alone are not enough for a forecast",
        details: { key },
      },
    );
  };
  if (text("format") !== format) {
    throw new SeqError(
      "not-a-model",
      `this model file has form ${text("format")}, and this Seqloom reads form ${format}`,
      { help: "install a newer Seqloom" },
    );
  }
  const json = <T>(key: string, isRight: (value: unknown) => value is T): T => {
    const value = parsed(text(key));
    if (isRight(value)) return value;
    throw new SeqError("not-a-model", `the ${key} in this model file cannot be read`, {
      help: "use the file as `seqloom train` wrote it",
      details: { key },
    });
  };
  return {
    weights: tensors,
    model: text("model"),
    spec: text("spec"),
    imports: json("imports", isTexts),
    overrides: json("overrides", isTexts),
    fitted: fittedFrom(parsed(text("fitted"))),
    record: json("record", isTrainingRecord),
  };
}

/** Undefined for a text that is no JSON: it was edited by hand. JSON has no NaN, and writes null for it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (_, value) => (value === null ? Number.NaN : value));
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((one) => typeof one === "string");
}

function isTrainingRecord(value: unknown): value is TrainingRecord {
  if (!isRecord(value)) return false;
  const { seed, epochs, bestEpoch, training, validation, forecast, detect } = value;
  return (
    typeof seed === "number" &&
    typeof epochs === "number" &&
    (bestEpoch === undefined || typeof bestEpoch === "number") &&
    [training, validation].every(isNumbers) &&
    (forecast === undefined ||
      (isRecord(forecast) && isNumbers(forecast.times) && isNumbers(forecast.values))) &&
    (detect === undefined || isLimits(detect))
  );
}

function isLimits(value: unknown): boolean {
  return (
    isRecord(value) &&
    isNumbers(value.spread) &&
    [value.threshold, value.validationRows].every((one) => typeof one === "number")
  );
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "number");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
