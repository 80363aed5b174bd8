import { SeqError } from "@seqloom/diagnostic";
import { readSafetensors, writeSafetensors } from "@seqloom/interop";
import { fromData } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { readModelFile, type SavedModel, writeModelFile } from "./model-file.ts";

const saved: SavedModel = {
  weights: { "linear.bias": fromData(Float32Array.of(1, 2), [2]) },
  model: "Next",
  spec: "seq 1\n",
  imports: { "cells.seq": "seq 1\n" },
  overrides: { hidden: "8" },
  fitted: { scalers: {}, vocabularies: {} },
  record: {
    seed: 7,
    epochs: 2,
    bestEpoch: 1,
    training: [0.5, 0.25],
    validation: [],
    forecast: { times: [Number.NaN], values: [3] },
    detect: { spread: [0.5, 1], threshold: 3, validationRows: 40 },
  },
};

/** The file with one of its texts changed. */
function withText(key: string, text: string | undefined): Uint8Array {
  const { tensors, metadata } = readSafetensors(writeModelFile(saved));
  const { [`seqloom.${key}`]: _, ...others } = metadata;
  return writeSafetensors(tensors, text === undefined ? others : { ...others, [`seqloom.${key}`]: text });
}

function refusalOf(bytes: Uint8Array): SeqError {
  try {
    readModelFile(bytes);
  } catch (error) {
    if (error instanceof SeqError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a model file", () => {
  it("gives back what was written, a time that nobody can tell included", () => {
    const { weights, ...rest } = readModelFile(writeModelFile(saved));
    const { weights: own, ...others } = saved;
    expect(rest).toEqual(others);
    expect(weights["linear.bias"]?.data).toEqual(own["linear.bias"]?.data);
  });

  it.each(["format", "model", "spec", "imports", "overrides", "fitted", "record"])(
    "without its %s is no model, and says so",
    (key) => {
      const { code, details } = refusalOf(withText(key, undefined));
      expect([code, details]).toEqual(["not-a-model", { key }]);
    },
  );

  it("of a newer form asks for a newer Seqloom", () => {
    expect(refusalOf(withText("format", "2"))).toMatchObject({
      code: "not-a-model",
      help: "install a newer Seqloom",
    });
  });

  it.each([
    ["imports", "[]"],
    ["imports", '{"cells.seq": 7}'],
    ["overrides", "null"],
    ["overrides", '{"hidden": 8}'],
    ["overrides", "{"],
    ["record", "7"],
    ["record", '{"seed": 7, "epochs": 2, "training": ["a"], "validation": []}'],
    ["record", '{"seed": 7, "epochs": 2, "training": []}'],
    ["record", '{"seed": 7, "epochs": 2, "training": [], "validation": [], "detect": {"spread": [1]}}'],
    ["record", '{"seed": 7, "epochs": 2, "training": [], "validation": [], "forecast": {"times": []}}'],
  ])("whose %s is %s is refused by name", (key, text) => {
    const { code, details } = refusalOf(withText(key, text));
    expect([code, details]).toEqual(["not-a-model", { key }]);
  });

  it("whose scalers are damaged is refused", () => {
    expect(refusalOf(withText("fitted", "null")).code).toBe("fitted-unreadable");
  });

  it("cut off anywhere is refused with the byte, never read in part", () => {
    const bytes = writeModelFile(saved);
    for (let length = 0; length < bytes.length; length++)
      expect(refusalOf(bytes.slice(0, length)).code).toBe("safetensors");
  });
});
