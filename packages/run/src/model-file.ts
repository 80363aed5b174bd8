/**
 * The saved model: one safetensors file with weights under their paths and, as texts, everything else that a
 * forecast needs: the spec, what was fitted on the training part, and how the training went.
 */

import type { Fitted } from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import { readSafetensors, writeSafetensors } from "@seqloom/interop";
import type { TensorParams } from "@seqloom/nn";

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
}

export interface SavedModel {
  readonly weights: TensorParams;
  /** The name of the model in the spec. */
  readonly model: string;
  readonly spec: string;
  /** Constants and settings that were given from outside. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly fitted: Fitted;
  readonly record: TrainingRecord;
}

/** Raised when files of this version cannot be read by earlier programs. */
const format = "1";

export function writeModelFile({ weights, fitted, record, overrides, model, spec }: SavedModel): Uint8Array {
  return writeSafetensors(weights, {
    "seqloom.format": format,
    "seqloom.model": model,
    "seqloom.spec": spec,
    "seqloom.overrides": JSON.stringify(overrides),
    "seqloom.fitted": JSON.stringify(fitted),
    "seqloom.record": JSON.stringify(record),
  });
}

/**
 * @throws SeqError "safetensors" for a damaged file; "not-a-model" for one without Seqloom's texts or of a newer form
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
  return {
    weights: tensors,
    model: text("model"),
    spec: text("spec"),
    overrides: parse<Readonly<Record<string, string>>>(text("overrides"), "overrides"),
    fitted: parse<Fitted>(text("fitted"), "fitted"),
    record: parse<TrainingRecord>(text("record"), "record"),
  };
}

/** Texts that `writeModelFile` made; a file that was edited by hand is refused where it is no JSON. */
function parse<T>(text: string, key: string): T {
  try {
    return JSON.parse(text) as T; // made by writeModelFile from a value of this type
  } catch (cause) {
    throw new SeqError("not-a-model", `the ${key} in this model file cannot be read`, {
      help: "use the file as `seqloom train` wrote it",
      cause,
    });
  }
}
