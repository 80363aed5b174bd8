/**
 * A text trained step by step: the same events in the page's worker, in Node and in tests.
 *
 * Multiply-adds are not fused, so that a link gives the same losses to the last bit on every machine.
 */
import type { Prepared } from "@seqloom/data";
import { createSource, SeqError } from "@seqloom/diagnostic";
import { wasmCompiler } from "@seqloom/kernels";
import { type FileAccess, loadSpec, runSpec, type SpecEvent } from "@seqloom/run";
import type { CheckedSpec, LoweredModel } from "@seqloom/seq";
import { type Picture, type PictureOptions, takePicture } from "./picture.ts";

export type TrainingEvent =
  | { readonly kind: "model"; readonly model: string; readonly weights: number }
  | {
      readonly kind: "step";
      readonly model: string;
      /** Steps done, from 1. */
      readonly step: number;
      /** Of this model's steps, 0 to 1. */
      readonly share: number;
      readonly loss: number;
      /** What the model does now; costs a forward pass over a few examples. */
      readonly picture: () => Picture;
    }
  | { readonly kind: "done"; readonly model: string; readonly picture: () => Picture }
  /** The loss of this model is no number any more; the next one begins. */
  | { readonly kind: "diverged"; readonly model: string; readonly step: number; readonly message: string };

/** The page has no files: what a spec reads must be generated. */
const noFiles: FileAccess = {
  read: async (path) => {
    throw new SeqError("file-missing", `this page cannot read ${path}`, {
      help: "use a generator as the source, for instance `sine(length = 1000)`",
    });
  },
  list: async () => [],
};

/**
 * Trains every model of a spec, one after the other, with one seed.
 *
 * @throws SeqError "spec-invalid" for a text with errors; what data and training refuse
 */
export async function* trainText(
  text: string,
  seed: number,
  signal?: AbortSignal,
): AsyncGenerator<TrainingEvent, void, undefined> {
  const spec = await checkedSpec(text);
  const names = spec.models.map(({ name }) => name);
  for (const name of names.length === 0 ? [undefined] : names) {
    try {
      yield* trainOne(spec, text, name, seed, signal);
    } catch (error) {
      if (!(error instanceof SeqError) || error.code !== "loss-not-finite") throw error;
      yield {
        ...{ kind: "diverged", model: name ?? "", step: Number(error.details?.step ?? 0) + 1 },
        message: error.message,
      };
    }
    if (signal?.aborted) return;
  }
}

/** One model; without a name, whatever `runSpec` says about a spec that has none. */
async function* trainOne(
  spec: CheckedSpec,
  text: string,
  name: string | undefined,
  seed: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainingEvent, void, undefined> {
  let prepared: Prepared | undefined;
  let model: LoweredModel | undefined;
  for await (const event of runSpec({
    ...{ spec, text, title: "playground", files: noFiles, seeds: [seed], model: name, signal },
    compiler: wasmCompiler({ fused: false }),
  })) {
    if (event.kind === "prepared") prepared = event.prepared;
    else if (event.kind === "model") model = event.model;
    const told = toldOf(event, { spec, prepared, model });
    if (told !== undefined) yield told;
  }
}

async function checkedSpec(text: string): Promise<CheckedSpec> {
  const { spec, diagnostics } = await loadSpec(createSource("model.seq", text), {
    files: noFiles,
    needsData: true,
  });
  if (spec !== undefined) return spec;
  const first = diagnostics.find(({ severity }) => severity === "error");
  throw new SeqError("spec-invalid", first?.message ?? "this spec has errors", {
    help: first?.help ?? "see the list of problems",
  });
}

interface Underway {
  readonly spec: CheckedSpec;
  readonly prepared: Prepared | undefined;
  readonly model: LoweredModel | undefined;
}

function toldOf(event: SpecEvent, at: Underway): TrainingEvent | undefined {
  switch (event.kind) {
    case "ready":
      return { kind: "model", model: event.model, weights: event.weights };
    case "step": {
      const { share, step, loss, params } = event;
      return {
        ...{ kind: "step", model: event.model, step: step + 1, share, loss },
        picture: () => takePicture({ ...shown(at), params: params() }),
      };
    }
    case "trained": {
      const { params } = event;
      return { kind: "done", model: event.model, picture: () => takePicture({ ...shown(at), params }) };
    }
    default:
      return undefined;
  }
}

function shown({ spec, prepared, model }: Underway): Omit<PictureOptions, "params"> {
  if (prepared === undefined || model === undefined) throw new Error("internal: a step before its model");
  return { prepared, model, isClass: spec.train[model.name]?.loss[0]?.name === "crossEntropy" };
}
