import { lintBody } from "./lint-body.ts";
import { lintColumns } from "./lint-columns.ts";
import type { LintSite } from "./lint-site.ts";
import { lintTraining } from "./lint-training.ts";

/** Everything there is to say about a file that is right and may still not train. */
export function lintFile(site: LintSite): void {
  for (const { definition, body } of site.models) lintBody(definition, body, site.reporter);
  lintColumns(site);
  for (const model of site.models) lintTraining(model, site);
}
