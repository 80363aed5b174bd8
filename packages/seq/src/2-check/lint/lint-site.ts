/**
 * What advice on training looks at.
 */
import type { SyntaxFile } from "../../1-parse/syntax.ts";
import type { BodyChecker } from "../body-checker.ts";
import type { DataInfo } from "../data/data-info.ts";
import type { Reporter } from "../reporter.ts";
import type { FileSections } from "../sections/section-view.ts";
import type { TrainedModel } from "../train/check-training.ts";

/** A file that has been checked. */
export interface LintSite {
  readonly file: SyntaxFile;
  readonly sections: FileSections;
  readonly data: DataInfo | undefined;
  readonly models: readonly TrainedModel[];
  readonly bodies: BodyChecker["found"];
  readonly reporter: Reporter;
}
