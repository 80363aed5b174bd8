// Syntax: text to tree and back.
export { type ParseResult, parse, textLengthAtMost } from "./1-parse/parse.ts";
export type {
  Assign,
  Axis,
  Binary,
  BinaryOperator,
  Binding,
  Broken,
  Call,
  Comment,
  Definition,
  Doc,
  Expression,
  Flow,
  Import,
  Layer,
  Let,
  Name,
  NumberLiteral,
  Option,
  Output,
  Param,
  Ref,
  Repeat,
  Result,
  Section,
  Setting,
  State,
  Statement,
  SyntaxFile,
  SyntaxNode,
  Target,
  TextLiteral,
  TopItem,
  TruthLiteral,
  Tuple,
  Type,
  Unary,
  Unit,
  Value,
  Version,
  Weight,
} from "./1-parse/syntax.ts";
// Checking.
export { type CheckOptions, type CheckResult, check } from "./2-check/check.ts";
export type { CheckedModel, CheckedSpec } from "./2-check/checked-spec.ts";
export type { TableFacts } from "./2-check/data/source.ts";
export { buildModel, type DataSizes } from "./3-lower/build-model.ts";
// Lowering: a checked body to a model of layers.
export {
  type FieldShape,
  type LoweredModel,
  lowerModel,
  type ModelCall,
  type ModelResult,
} from "./3-lower/lower-model.ts";
export { type FormatResult, format } from "./4-format/format.ts";
export { fromJson } from "./4-format/json/from-json.ts";
export type {
  JsonAxis,
  JsonBinding,
  JsonCall,
  JsonDefinition,
  JsonFile,
  JsonFlow,
  JsonImport,
  JsonOperation,
  JsonOption,
  JsonParam,
  JsonQuantity,
  JsonRef,
  JsonResult,
  JsonSetting,
  JsonStatement,
  JsonText,
  JsonTrain,
  JsonTuple,
  JsonType,
  JsonValue,
} from "./4-format/json/json-form.ts";
export { toJson } from "./4-format/json/to-json.ts";
export { printFile } from "./4-format/print-file.ts";
// Editor services: pure functions over one analysed document.
export { type AnalyseOptions, type Analysis, analyse } from "./5-editor/analysis.ts";
export { type CodeAction, codeActions } from "./5-editor/code-actions.ts";
export { completionsAt } from "./5-editor/complete/complete.ts";
export type { Completion, CompletionKind } from "./5-editor/complete/completion.ts";
export { documentSymbols, type OutlineItem, type OutlineKind } from "./5-editor/document-symbols.ts";
export { type Hover, hoverAt } from "./5-editor/hover.ts";
export { type InlayHint, inlayHints } from "./5-editor/inlay-hints.ts";
export type { NameKind, NameSymbol, Occurrence } from "./5-editor/names/name-index.ts";
export { definitionAt, type Location, referencesAt } from "./5-editor/navigate.ts";
export {
  type RenameCode,
  type RenameRefusal,
  type RenameResult,
  renameAt,
  renameTarget,
  withEdits,
} from "./5-editor/rename.ts";
export {
  type SemanticToken,
  semanticTokens,
  tokenModifiers,
  tokenTypes,
} from "./5-editor/semantic-tokens.ts";
export {
  type StandardDefinition,
  standardDefinitions,
  standardFiles,
} from "./std/standard-library.ts";
export { tables } from "./tables/tables.ts";
