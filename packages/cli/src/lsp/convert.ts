/** Between offsets, as the editor services count, and lines and characters, as the protocol does. */
import type { TextEdit as Edit, Diagnostic as Finding, Span } from "@seqloom/diagnostic";
import type { CompletionKind, OutlineItem, OutlineKind, SemanticToken } from "@seqloom/seq";
import { tokenModifiers, tokenTypes } from "@seqloom/seq";
import {
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type Range,
  SymbolKind,
  type TextEdit,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";

export function rangeOf({ start, end }: Span, document: TextDocument): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export function spanOf({ start, end }: Range, document: TextDocument): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

export function editOf({ span, newText }: Edit, document: TextDocument): TextEdit {
  return { range: rangeOf(span, document), newText };
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
} as const;

/** Reason and help stand below the message: an editor has no place of its own for them. */
export function diagnosticOf(found: Finding, document: TextDocument): Diagnostic {
  const { severity, code, message, span, why, help, related } = found;
  const lines = [
    message,
    ...(why === undefined ? [] : [`why: ${why}`]),
    ...(help === undefined ? [] : [`help: ${help}`]),
  ];
  return {
    range: rangeOf(span, document),
    severity: severities[severity],
    code,
    source: "seqloom",
    message: lines.join("\n"),
    relatedInformation: related.map((other) => ({
      location: { uri: document.uri, range: rangeOf(other.span, document) },
      message: other.message,
    })),
  };
}

const completionKinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  section: CompletionItemKind.Module,
  key: CompletionItemKind.Property,
  option: CompletionItemKind.Field,
  function: CompletionItemKind.Function,
  definition: CompletionItemKind.Class,
  value: CompletionItemKind.Variable,
  constant: CompletionItemKind.Constant,
  axis: CompletionItemKind.TypeParameter,
  column: CompletionItemKind.Field,
  field: CompletionItemKind.Field,
  word: CompletionItemKind.EnumMember,
};

export function completionKindOf(kind: CompletionKind): CompletionItemKind {
  return completionKinds[kind];
}

const symbolKinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  import: SymbolKind.Module,
  constant: SymbolKind.Constant,
  section: SymbolKind.Namespace,
  setting: SymbolKind.Property,
  column: SymbolKind.Field,
  cell: SymbolKind.Class,
  block: SymbolKind.Class,
  model: SymbolKind.Class,
  parameter: SymbolKind.TypeParameter,
  state: SymbolKind.Field,
  weight: SymbolKind.Field,
  layer: SymbolKind.Function,
  value: SymbolKind.Variable,
  repeat: SymbolKind.Operator,
};

export function symbolOf(item: OutlineItem, document: TextDocument): DocumentSymbol {
  const { name, detail, kind, span, nameSpan, children } = item;
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range: rangeOf(span, document),
    selectionRange: rangeOf(nameSpan, document),
    children: children.map((child) => symbolOf(child, document)),
  };
}

/** Five numbers a token: line and character from the one before, length, type, modifiers as bits. */
export function encodeTokens(tokens: readonly SemanticToken[], document: TextDocument): number[] {
  const data: number[] = [];
  let [line, character] = [0, 0];
  for (const { span, type, modifiers } of tokens) {
    const at = document.positionAt(span.start);
    const bits = modifiers.reduce((sum, modifier) => sum | (1 << tokenModifiers.indexOf(modifier)), 0);
    const ahead = at.line === line ? at.character - character : at.character;
    data.push(at.line - line, ahead, span.end - span.start, tokenTypes.indexOf(type), bits);
    [line, character] = [at.line, at.character];
  }
  return data;
}
