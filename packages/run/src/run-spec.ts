/** A whole spec: its data prepared once, then each of its models trained with each of its seeds. */
import {
  type BaselineSpec,
  type DataSpec,
  fieldInfos,
  type Notice,
  type Prepared,
  prepare,
} from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import type { Compiler } from "@seqloom/graph";
import { buildModel, type CheckedSpec, type LoweredModel } from "@seqloom/seq";
import { rng } from "@seqloom/tensor";
import { type FileAccess, readSources } from "./files.ts";
import type { RunEvent } from "./run-events.ts";
import { runModel } from "./run-model.ts";
import { sampleForm } from "./sample/form.ts";

export interface RunSpecOptions {
  readonly spec: CheckedSpec;
  /** The spec as text, for the report and the model file. */
  readonly text: string;
  readonly title: string;
  readonly files: FileAccess;
  /** Instead of the spec's seeds. */
  readonly seeds?: readonly number[];
  /** Only this model of several. */
  readonly model?: string;
  readonly compiler?: Compiler;
  readonly signal?: AbortSignal;
}

export type SpecEvent =
  | { readonly kind: "prepared"; readonly prepared: Prepared; readonly notices: readonly Notice[] }
  | {
      readonly kind: "model";
      readonly model: LoweredModel;
      readonly seed: number;
      readonly index: number;
      readonly count: number;
    }
  | RunEvent;

/**
 * @throws SeqError "data-missing" for a spec without data, "train-missing" without training, "model-unknown", and
 *         whatever the data refuse
 */
export async function* runSpec(options: RunSpecOptions): AsyncGenerator<SpecEvent, void, undefined> {
  const { spec, text, title, files, compiler, signal } = options;
  const models = chosenModels(spec, options.model);
  const prepared = await prepareSpec(spec, files);
  yield { kind: "prepared", prepared, notices: [...prepared.notices, ...notBuilt(spec), ...slow(spec)] };
  const runs = models.flatMap((name) =>
    (options.seeds ?? spec.train[name]?.seeds ?? [1]).map((seed) => ({ name, seed })),
  );
  for (const [index, { name, seed }] of runs.entries()) {
    const train = spec.train[name];
    if (train === undefined) continue;
    const model = modelOf(spec, name, prepared);
    yield { kind: "model", model, seed, index, count: runs.length };
    yield* runModel({
      prepared,
      model,
      train,
      seed,
      baselines:
        spec.forecast === undefined && prepared.spec.horizon === undefined ? undefined : baselinesOf(spec),
      title: runs.length === 1 ? title : `${title}: ${name}, seed ${seed}`,
      spec: text,
      metrics: spec.forecast?.metrics ?? [],
      ...(spec.detect !== undefined && { detect: spec.detect }),
      ...(spec.sample !== undefined && {
        sample: { settings: spec.sample, form: sampleForm(spec, name, prepared.fitted) },
      }),
      ...(compiler !== undefined && { compiler }),
      ...(signal !== undefined && { signal }),
    });
    if (signal?.aborted) return;
  }
}

function chosenModels(spec: CheckedSpec, only: string | undefined): string[] {
  const names = spec.models.map((model) => model.name);
  if (spec.data === undefined || names.length === 0) {
    throw new SeqError("nothing-to-train", "this spec is a library: it has no data or no model", {
      help: "add a `data { }` section and a model, or import it into a spec that has them",
    });
  }
  if (Object.keys(spec.train).length === 0)
    throw new SeqError("train-missing", "this spec has no `train { }` section", {
      help: "add `train {` with a loss, for instance `loss mse`",
    });
  if (only === undefined) return names;
  if (names.includes(only)) return [only];
  throw new SeqError("model-unknown", `there is no model ${only} in this spec`, {
    help: `its models are ${names.join(", ")}`,
    details: { model: only, names },
  });
}

/** The data of a spec; with `fitted`, scalers and vocabularies of an earlier run. */
export async function prepareSpec(
  spec: CheckedSpec,
  files: FileAccess,
  fitted?: Prepared["fitted"],
): Promise<Prepared> {
  const data = dataSpecOf(spec);
  const texts = await readSources(data, files);
  const seed = Object.values(spec.train)[0]?.seeds[0] ?? 1;
  return prepare(data, { files: texts, rng: rng(seed) }, fitted === undefined ? {} : { fitted });
}

function dataSpecOf({ data }: CheckedSpec): DataSpec {
  if (data === undefined)
    throw new SeqError("data-missing", "this spec has no `data { }` section", { help: "add one" });
  const { source, join, ...others } = data;
  const joined = join?.map((own) => ({ ...own, source: readable(own.source) }));
  return { ...others, source: readable(source), ...(joined !== undefined && { join: joined }) };
}

function readable(source: NonNullable<CheckedSpec["data"]>["source"]): DataSpec["source"] {
  switch (source.kind) {
    case "csv":
    case "jsonLines":
    case "text":
    case "lines":
    case "given":
    case "generator":
      return source;
    default:
      throw new SeqError("not-built", `${source.kind} is checked, but files of it cannot be read yet`, {
        help: "convert the file to CSV",
        details: { source: source.kind },
      });
  }
}

/** A model with the sizes of these data. */
export function modelOf(spec: CheckedSpec, name: string, prepared: Prepared): LoweredModel {
  const infos = fieldInfos(prepared);
  const fields = infos
    .filter((field) => field.role !== "target")
    .map((field) => ({
      name: field.name,
      dtype: field.isIndex ? ("i32" as const) : ("f32" as const),
      shape: field.axes.map((axis) => (axis.name === "batch" ? 1 : (axis.size ?? 2))),
    }));
  const vocabularies = new Map(
    infos.flatMap((field) =>
      field.vocabulary === undefined || field.vocabularySize === undefined
        ? []
        : [[field.vocabulary, field.vocabularySize]],
    ),
  );
  return buildModel(spec, name, { fields, vocabularies });
}

/** What is asked for beside training and is not carried out yet, by name; the training itself is not held up by it. */
function notBuilt({ forecast }: CheckedSpec): Notice[] {
  const named = [
    ...(forecast?.intervals === undefined ? [] : ["forecast: intervals"]),
    ...(forecast?.backtest === undefined ? [] : ["forecast: backtest"]),
  ];
  return named.map((name) => ({
    code: "not-built",
    message: `${name} is checked, but not built yet; the rest of the spec is carried out`,
  }));
}

/** What takes longer than one would think. */
function slow({ train }: CheckedSpec): Notice[] {
  if (!Object.values(train).some(({ precision }) => precision === "f64")) return [];
  return [
    {
      code: "precision-plain",
      message: "precision f64 runs on the plain device, many times slower than compiled f32",
    },
  ];
}

function baselinesOf({ forecast }: CheckedSpec): BaselineSpec[] {
  return (forecast?.baselines ?? []).flatMap(({ name, options }): BaselineSpec[] => {
    switch (name) {
      case "naive":
      case "drift":
      case "mean":
      case "linear":
      case "theta":
        return [{ kind: name }];
      case "seasonal":
        return [{ kind: "seasonal", season: Number(options.n ?? 1) }];
      default:
        return [];
    }
  });
}
