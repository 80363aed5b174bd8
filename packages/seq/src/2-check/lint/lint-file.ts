/**
 * Mistakes in training that are no errors of the language: each is a warning or a hint with what to do about it.
 */
import type { SyntaxFile } from "../../1-parse/syntax.ts";
import type { DataInfo } from "../data/read-data.ts";
import type { Reporter } from "../reporter.ts";
import type { FileSections } from "../sections/section-view.ts";
import type { TrainedModel } from "../train/check-training.ts";

export interface LintSite {
  readonly file: SyntaxFile;
  readonly sections: FileSections;
  readonly data: DataInfo | undefined;
  readonly models: readonly TrainedModel[];
  readonly reporter: Reporter;
}

export function lintFile(_site: LintSite): void {}
