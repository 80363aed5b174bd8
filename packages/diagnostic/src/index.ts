/** How Seqloom says what is wrong: spans, code frames, "did you mean", and the one error. */

export type { Diagnostic, Fix, Related, Severity, TextEdit } from "./diagnostic.ts";
export { didYouMean, editDistance } from "./did-you-mean.ts";
export { internalFault, SeqError, type SeqErrorOptions } from "./error.ts";
export { renderGithub } from "./render-github.ts";
export {
  type JsonDiagnostic,
  type JsonPlace,
  type JsonRange,
  type JsonReport,
  jsonReport,
  renderJson,
} from "./render-json.ts";
export { type Report, renderSarif, type SarifOptions } from "./render-sarif.ts";
export { type RenderTextOptions, renderText } from "./render-text.ts";
export { countOf, shownAtMost, sortDiagnostics } from "./select.ts";
export {
  createSource,
  lineAt,
  lineSpan,
  offsetAt,
  type Position,
  positionAt,
  type Source,
} from "./source.ts";
export type { Span } from "./span.ts";
