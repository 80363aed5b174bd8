/**
 * Checks a file: names, arguments, axes, what is known when, and whether training fits the models.
 */
import { type Diagnostic, type Source, sortDiagnostics } from "@seqloom/diagnostic";
import type { SyntaxFile } from "../1-parse/syntax.ts";
import { BodyChecker } from "./body-checker.ts";
import { type CheckMemory, recall, remember } from "./body-memory.ts";
import { checkModel } from "./check-model.ts";
import type { CheckedSpec } from "./checked-spec.ts";
import { readData } from "./data/read-data.ts";
import type { FactsOf } from "./data/source.ts";
import { checkDefinitionNames, checkSizeNames, warnUnused } from "./file-names.ts";
import { FileLoader, type ImportedFile, type ReadFile } from "./imports.ts";
import { lintFile } from "./lint/lint-file.ts";
import { makeSpec } from "./make-spec.ts";
import { type Overrides, withOverrides } from "./overrides.ts";
import { Reporter } from "./reporter.ts";
import { SettingReader } from "./sections/read-settings.ts";
import { checkNeeded, readSections, type SectionView } from "./sections/section-view.ts";
import { checkTraining } from "./train/check-training.ts";
import { readDetect, readForecast, readSample } from "./train/read-others.ts";
import { readTrain } from "./train/read-train.ts";

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
  /** Imported files by the name the file gives each; those that could not be read are left out. */
  readonly imports: ReadonlyMap<string, ImportedFile>;
  /** For the next `check` of a changed file; of no other use. */
  readonly memory: CheckMemory;
}

/**
 * Checks what parsed. Lines that did not parse count as there, and cause no further errors.
 *
 * With `previous`, the result for an earlier state of the text, definitions that are as they were are not checked again.
 *
 * @example
 * const parsed = parse(text);
 * const { spec, diagnostics } = check(parsed.file, { source: parsed.source });
 */
export function check(file: SyntaxFile, options: CheckOptions = {}, previous?: CheckResult): CheckResult {
  const { source } = options;
  const reporter = new Reporter(source);
  const whole = options.set === undefined ? file : withOverrides(file, options.set, reporter);
  checkVersion(whole, reporter);
  const loader = new FileLoader(options.read ?? (() => undefined), previous?.memory.files);
  const path = options.path ?? source?.name.split("/").at(-1) ?? "input.seq";
  const loaded = loader.load(whole, path, [path], reporter, false);
  const { library } = loaded;
  const used = new Set<string>();
  const reader = new SettingReader(reporter, library.constants, used);
  const sections = readSections(whole, reporter);
  for (const view of sections.views.values()) checkNeeded(view, reporter);
  const section = <T>(word: string, read: (view: SectionView) => T): T | undefined => {
    const view = sections.views.get(word);
    return view === undefined ? undefined : read(view);
  };

  const data = section("data", (view) => readData(view, reader, options.facts ?? (() => undefined)));
  checkSizeNames(whole, data, reporter);
  checkDefinitionNames(loaded, reporter);
  const bodies = new BodyChecker(reporter, false, recall(loaded, loader.files, source, previous?.memory));
  for (const entry of library.entries.values()) if (!entry.definition.headBroken) bodies.check(entry);
  const train = section("train", (view) => readTrain(view, reader));
  const models = whole.items.flatMap((item) => {
    if (item.kind !== "model") return [];
    const own = sections.trainFor.get(item.name.text);
    const info = own === undefined ? train : readTrain(own, reader, train);
    return [checkModel(item, info, { library, bodies, data, reporter })];
  });
  const { found } = bodies;
  checkTraining({ sections, data, models, bodies: found, reporter });
  const others = {
    forecast: section("forecast", (view) => readForecast(view, reader)),
    detect: section("detect", (view) => readDetect(view, reader)),
    sample: section("sample", (view) => readSample(view, reader)),
  };
  warnUnused(loaded, found, used, reporter);
  lintFile({ file: whole, sections, data, models, bodies: found, reporter });
  const parts = { library, data, models, sections, bodies: found, ...others };
  return {
    spec: reporter.errors > 0 ? undefined : makeSpec(parts),
    diagnostics: sortDiagnostics(reporter.diagnostics),
    bodies: found,
    imports: loaded.imports,
    memory: remember(loaded, loader.files, bodies, source),
  };
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
