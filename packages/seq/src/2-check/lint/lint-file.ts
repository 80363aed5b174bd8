/**
 * Mistakes in training that are no errors of the language: each is a warning or a hint with what to do about it.
 */
import type { SyntaxFile } from "../../1-parse/syntax.ts";
import type { BodyChecker } from "../body-checker.ts";
import type { DataInfo } from "../data/read-data.ts";
import type { Reporter } from "../reporter.ts";
import type { FileSections } from "../sections/section-view.ts";
import type { TrainedModel } from "../train/check-training.ts";
import { lintBody } from "./lint-body.ts";
import { lintColumns } from "./lint-columns.ts";
import { lintTraining } from "./lint-training.ts";

export interface LintSite {
  readonly file: SyntaxFile;
  readonly sections: FileSections;
  readonly data: DataInfo | undefined;
  readonly models: readonly TrainedModel[];
  readonly bodies: BodyChecker["found"];
  readonly reporter: Reporter;
}

/** Everything there is to say about a file that is right and may still not train. */
export function lintFile(site: LintSite): void {
  for (const [definition, { body }] of site.bodies) {
    if (site.file.items.includes(definition)) lintBody(definition, body, site.reporter);
  }
  lintColumns(site);
  for (const model of site.models) lintTraining(model, site);
}
