/**
 * Checks a file: names, arguments, axes, what is known when, and whether training fits the models.
 */
import { type Diagnostic, type Source, type Span, sortDiagnostics } from "@seqloom/diagnostic";
import type { Definition, SyntaxFile } from "../1-parse/syntax.ts";
import { entryOf } from "../tables/kind.ts";
import { layerFunctions } from "../tables/layers.ts";
import { emptySolution, plainAxis, type Solution } from "./axes/axis.ts";
import { inferDefinition } from "./body/infer-definition.ts";
import { BodyChecker } from "./body-checker.ts";
import type { CheckedModel, CheckedSpec, PlainType } from "./checked-spec.ts";
import type { DataInfo } from "./data/data-info.ts";
import { readData } from "./data/read-data.ts";
import type { FactsOf } from "./data/source.ts";
import { FileLoader, type LoadedFile, type ReadFile } from "./imports.ts";
import { lintFile } from "./lint/lint-file.ts";
import { bindingOf } from "./model-params.ts";
import { type Overrides, withOverrides } from "./overrides.ts";
import { Reporter } from "./reporter.ts";
import { SettingReader } from "./sections/read-settings.ts";
import { checkNeeded, type FileSections, readSections } from "./sections/section-view.ts";
import { checkLosses, lossSizes, type Targets } from "./train/check-losses.ts";
import { checkTraining } from "./train/check-training.ts";
import { readDetect, readForecast, readSample } from "./train/read-others.ts";
import { readTrain, type TrainInfo } from "./train/read-train.ts";
import type { LossTerm, TrainRecord } from "./train/train-record.ts";
import type { Type, TypedBody } from "./types.ts";

export interface CheckOptions {
  /** The text the tree came from: messages then name lines, and fixes edit it. */
  readonly source?: Source;
  /** The file's path from the folder it lies in. Default: the last part of the source's name. */
  readonly path?: string;
  /** Texts of imported files. Default: there are none. */
  readonly read?: ReadFile;
  /** Values from outside by path: `hidden` to `64`, `train.epochs` to `5`. */
  readonly set?: Overrides;
  /** What is known of data files: their columns and rows. Default: nobody has looked. */
  readonly facts?: FactsOf;
}

export interface CheckResult {
  /** Missing if there is an error. */
  readonly spec: CheckedSpec | undefined;
  /** In order of place. Errors of parsing are not among them. */
  readonly diagnostics: readonly Diagnostic[];
  /** What services show: shapes at places, by definition. */
  readonly bodies: BodyChecker["found"];
}

/** What was found out about one model. */
interface ModelInfo {
  readonly definition: Definition;
  readonly body: TypedBody;
  readonly solution: Solution;
  readonly train: TrainRecord | undefined;
  readonly losses: readonly LossTerm[];
}

/**
 * Checks what parsed. Lines that did not parse count as there, and cause no further errors.
 *
 * @example
 * const parsed = parse(text);
 * const { spec, diagnostics } = check(parsed.file, { source: parsed.source });
 */
export function check(file: SyntaxFile, options: CheckOptions = {}): CheckResult {
  return new FileCheck(file, options).run();
}

class FileCheck {
  private readonly file: SyntaxFile;
  private readonly options: CheckOptions;
  private readonly reporter: Reporter;
  private readonly used = new Set<string>();

  constructor(file: SyntaxFile, options: CheckOptions) {
    this.options = options;
    this.reporter = new Reporter(options.source);
    this.file = options.set === undefined ? file : withOverrides(file, options.set, this.reporter);
  }

  run(): CheckResult {
    const { file, reporter, options } = this;
    checkVersion(file, reporter);
    const path = options.path ?? options.source?.name.split("/").at(-1) ?? "input.seq";
    const loaded = new FileLoader(options.read ?? (() => undefined)).load(
      file,
      path,
      [path],
      reporter,
      false,
    );
    const reader = new SettingReader(reporter, loaded.library.constants, this.used);
    const sections = readSections(file, reporter);
    for (const view of sections.views.values()) checkNeeded(view, reporter);
    const dataView = sections.views.get("data");
    const data =
      dataView === undefined ? undefined : readData(dataView, reader, options.facts ?? (() => undefined));
    checkSizeNames(file, data, reporter);
    this.checkDefinitionNames(loaded);
    const bodies = new BodyChecker(reporter, false);
    for (const [name, entry] of loaded.library.entries) {
      if (entry.isImported) bodies.check(entry);
      else if (!name.includes(".") && !entry.definition.headBroken) bodies.check(entry);
    }
    const trainView = sections.views.get("train");
    const common = trainView === undefined ? undefined : readTrain(trainView, reader);
    const models = file.items.flatMap((item) =>
      item.kind === "model"
        ? [this.checkModel(item, loaded, bodies, data, this.trainFor(item, sections, common, reader))]
        : [],
    );
    checkTraining({ sections, data, models, bodies: bodies.found, reporter });
    const forecast = one(sections, "forecast", (view) => readForecast(view, reader));
    const detect = one(sections, "detect", (view) => readDetect(view, reader));
    const sample = one(sections, "sample", (view) => readSample(view, reader));
    this.warnUnused(loaded, bodies);
    lintFile({ file, sections, data, models, bodies: bodies.found, reporter });
    const spec =
      reporter.errors > 0
        ? undefined
        : this.specOf({ loaded, data, models, sections, bodies, forecast, detect, sample });
    return { spec, diagnostics: sortDiagnostics(reporter.diagnostics), bodies: bodies.found };
  }

  /** Training as it holds for one model. */
  private trainFor(
    { name }: Definition,
    sections: FileSections,
    common: TrainInfo | undefined,
    reader: SettingReader,
  ): TrainInfo | undefined {
    const own = sections.trainFor.get(name.text);
    return own === undefined ? common : readTrain(own, reader, common);
  }

  private checkModel(
    definition: Definition,
    loaded: LoadedFile,
    bodies: BodyChecker,
    data: DataInfo | undefined,
    train: TrainInfo | undefined,
  ): ModelInfo & { train: TrainRecord | undefined; info: TrainInfo | undefined } {
    const { reporter } = this;
    const solution = emptySolution();
    const sizes = lossSizes(train?.losses ?? []);
    const entry = { definition, library: loaded.library, isImported: false };
    const empty: TypedBody = {
      kind: "model",
      name: definition.name.text,
      params: [],
      statements: [],
      results: [],
    };
    if (definition.headBroken)
      return { definition, body: empty, solution, train: undefined, losses: [], info: train };
    const inferred = inferDefinition({ entry, reporter, solution, bodies, model: bindingOf(data, sizes) });
    bodies.keep(definition, inferred);
    const { body } = inferred;
    const results = body.results.map(({ name, type }, i) => ({
      name,
      type,
      span: definition.results[i]?.span ?? definition.name.span,
    }));
    const losses =
      train === undefined
        ? []
        : checkLosses(train.losses, { name: definition.name.text, results }, targetsOf(data), reporter);
    return {
      definition,
      body,
      solution,
      losses,
      info: train,
      train: train === undefined ? undefined : recordOf(train, losses, data),
    };
  }

  private checkDefinitionNames({ library }: LoadedFile): void {
    const seen = new Map<string, Span>();
    for (const item of this.file.items) {
      if (item.kind !== "cell" && item.kind !== "block" && item.kind !== "model") continue;
      const { text, span } = item.name;
      const before = seen.get(text);
      if (before !== undefined) {
        this.reporter.error(
          "name-twice",
          `${text} stands for something else since ${this.reporter.line(before)}`,
          span,
          { related: [{ span: before, message: "here" }], help: "use a new name" },
        );
      } else if (library.constants.has(text)) {
        this.reporter.error("name-twice", `${text} is a constant already`, span, { help: "use a new name" });
      } else if (item.kind !== "model" && entryOf(layerFunctions, text) !== undefined) {
        this.reporter.hint(
          "hides-built-in",
          `this ${item.kind} is used in this file instead of the built-in ${text}`,
          span,
          { help: "use another name if both are wanted" },
        );
      }
      seen.set(text, span);
    }
  }

  /** Constants and imports that nothing reads. */
  private warnUnused({ library, file, isBroken }: LoadedFile, bodies: BodyChecker): void {
    const used = new Set([
      ...this.used,
      ...[...bodies.found]
        .filter(([definition]) => file.items.includes(definition))
        .flatMap(([, found]) => [...found.used]),
    ]);
    const isPartial = file.items.some(
      (item) => item.kind === "broken" || ("headBroken" in item && item.headBroken),
    );
    if (isPartial || isBroken) return;
    const constants = file.items.flatMap((item) => (item.kind === "let" ? item.bindings : []));
    const inConstants = new Set(constants.flatMap(({ value }) => namesIn(value)));
    for (const { name } of constants) {
      if (used.has(name.text) || inConstants.has(name.text) || !library.constants.has(name.text)) continue;
      this.reporter.warning("unused", `constant ${name.text} is never used`, name.span, {
        help: "remove it",
      });
    }
    for (const item of file.items) {
      if (item.kind !== "import" || [...used].some((name) => name.startsWith(`${item.as.text}.`))) continue;
      this.reporter.warning("unused", `nothing of ${item.file.value} is used`, item.span, {
        help: "remove the import",
      });
    }
  }

  private specOf(parts: {
    loaded: LoadedFile;
    data: DataInfo | undefined;
    models: readonly ModelInfo[];
    sections: FileSections;
    bodies: BodyChecker;
    forecast: CheckedSpec["forecast"];
    detect: CheckedSpec["detect"];
    sample: CheckedSpec["sample"];
  }): CheckedSpec {
    const { loaded, data, models, sections, bodies, forecast, detect, sample } = parts;
    const solution = emptySolution();
    const places = [...sections.views].flatMap(([word, { settings }]) =>
      [...settings].flatMap(([key, [first]]) =>
        first === undefined ? [] : [[`${word}.${key}`, first.span] as const],
      ),
    );
    return {
      constants: Object.fromEntries([...loaded.library.constants].map(([name, { value }]) => [name, value])),
      data: data?.record,
      fields: Object.fromEntries(
        [...(data?.fields.types ?? [])].map(([name, type]) => [name, plainType(type, solution)]),
      ),
      models: models.map((model) => checkedModel(model, bodies)),
      train: Object.fromEntries(
        models.flatMap(({ definition, train }) =>
          train === undefined ? [] : [[definition.name.text, train]],
        ),
      ),
      forecast,
      detect,
      sample,
      places: Object.fromEntries(places),
      program: {
        models: models.map(({ definition }) => definition),
        library: loaded.library,
        data,
        losses: new Map(
          models.map(({ definition, losses }) => [
            definition.name.text,
            new Map(
              [
                ...lossSizes(
                  losses.map((loss) => ({
                    ...loss,
                    labels: [],
                    expression: { kind: "truth", value: true, span: { start: 0, end: 0 } },
                  })),
                ),
              ].map(([name, axis]) => [name, plainAxis(axis, solution)]),
            ),
          ]),
        ),
      },
    };
  }
}

function one<T>(
  { views }: FileSections,
  word: string,
  read: (view: NonNullable<ReturnType<FileSections["views"]["get"]>>) => T,
): T | undefined {
  const view = views.get(word);
  return view === undefined ? undefined : read(view);
}

function checkVersion({ version }: SyntaxFile, reporter: Reporter): void {
  if (version === undefined || version.number === 1) return;
  const { end } = version.span;
  const span = { start: Math.max(version.span.start, end - String(version.number).length), end };
  reporter.error(
    "version-unknown",
    `this Seqloom reads version 1; the file is version ${version.number}`,
    span,
    { help: "install a newer Seqloom" },
  );
}

/** A constant may not take the name of a size that data give. */
function checkSizeNames(file: SyntaxFile, data: DataInfo | undefined, reporter: Reporter): void {
  for (const item of file.items) {
    if (item.kind !== "let") continue;
    for (const { name } of item.bindings) {
      if (data?.fields.sizes.has(name.text) !== true) continue;
      reporter.error("name-twice", `${name.text} is a size that data give`, name.span, {
        help: "use a new name",
      });
    }
  }
}

function namesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own =
    "kind" in value && value.kind === "ref" && "name" in value && typeof value.name === "string"
      ? [value.name]
      : [];
  return [...own, ...Object.values(value).flatMap(namesIn)];
}

function targetsOf(data: DataInfo | undefined): Targets {
  if (data === undefined) return new Map();
  return new Map([...data.fields.types].filter(([name]) => data.fields.roles.get(name) === "target"));
}

/** Training with its defaults: the best weights are kept where there is a validation part. */
function recordOf(
  { record, keep }: TrainInfo,
  losses: readonly LossTerm[],
  data: DataInfo | undefined,
): TrainRecord {
  const parts = data?.split;
  const hasValidation =
    parts === undefined ||
    (parts.kind === "shares"
      ? parts.shares.length
      : parts.kind === "counts"
        ? parts.counts.length
        : parts.cuts.length + 1) === 3;
  return { ...record, loss: losses, keep: keep ?? (hasValidation ? "best" : "last") };
}

function plainType(type: Type, solution: Solution): PlainType {
  if (type.kind !== "value") return { axes: [], of: undefined };
  return {
    axes: type.axes.map((axis) => plainAxis(axis, solution)),
    of: type.of === undefined ? undefined : plainAxis(type.of, solution),
  };
}

function checkedModel({ definition, body, solution, losses }: ModelInfo, bodies: BodyChecker): CheckedModel {
  const notes = bodies.found.get(definition)?.notes ?? [];
  return {
    name: definition.name.text,
    doc: definition.doc?.text ?? "",
    params: body.params.map(({ name, type }) => ({ name, ...plainType(type, solution) })),
    results: body.results.map(({ name = "y", type }) => ({
      name,
      target: losses.find(({ output }) => output === name)?.target,
      ...plainType(type, solution),
    })),
    shapes: notes.flatMap(({ span, type }) =>
      type.kind === "value" ? [{ span, ...plainType(type, solution) }] : [],
    ),
  };
}
