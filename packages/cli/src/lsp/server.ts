/** The language server: the editor services of @seqloom/seq behind the Language Server Protocol. */
import { createSource } from "@seqloom/diagnostic";
import {
  type Analysis,
  analyse,
  codeActions,
  completionsAt,
  definitionAt,
  documentSymbols,
  format,
  hoverAt,
  inlayHints,
  referencesAt,
  renameAt,
  renameTarget,
  semanticTokens,
  tokenModifiers,
  tokenTypes,
} from "@seqloom/seq";
import {
  CodeActionKind,
  type Connection,
  type InitializeResult,
  InlayHintKind,
  LSPErrorCodes,
  MarkupKind,
  type Position,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { version } from "../version.ts";
import {
  completionKindOf,
  diagnosticOf,
  editOf,
  encodeTokens,
  rangeOf,
  spanOf,
  symbolOf,
} from "./convert.ts";
import { Workspace } from "./workspace.ts";

const capabilities: InitializeResult["capabilities"] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  hoverProvider: true,
  completionProvider: { triggerCharacters: [".", ">", "(", "[", ",", "="] },
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  documentFormattingProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  inlayHintProvider: true,
  semanticTokensProvider: {
    legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
    full: true,
  },
};

/** A document and its analysis, which belongs to the same text. */
interface Opened {
  readonly document: TextDocument;
  readonly analysis: Analysis;
}

/** Answers a client until the connection closes. Call `listen` on the connection behind it. */
export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const workspace = new Workspace((uri) => documents.get(uri)?.getText());
  const analyses = new Map<
    string,
    { readonly version: number; readonly stale: boolean; readonly analysis: Analysis }
  >();

  const opened = (uri: string): Opened | undefined => {
    const document = documents.get(uri);
    if (document === undefined) return undefined;
    const before = analyses.get(uri);
    if (before?.version === document.version && !before.stale) return { document, analysis: before.analysis };
    const source = createSource(uri.slice(uri.lastIndexOf("/") + 1), document.getText());
    const analysis = analyse(source, workspace.around(uri), before?.analysis);
    analyses.set(uri, { version: document.version, stale: false, analysis });
    return { document, analysis };
  };
  const at = <T>(uri: string, position: Position, answer: (found: Opened, offset: number) => T): T | null => {
    const found = opened(uri);
    return found === undefined ? null : answer(found, found.document.offsetAt(position));
  };

  let isWaiting = false;
  /** Any document may import the one that changed; what has arrived by then is told in one go. */
  const tellSoon = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    setImmediate(() => {
      isWaiting = false;
      for (const [uri, known] of analyses) analyses.set(uri, { ...known, stale: true });
      for (const { uri } of documents.all()) {
        const found = opened(uri);
        if (found === undefined) continue;
        const diagnostics = found.analysis.diagnostics.map((one) => diagnosticOf(one, found.document));
        void connection.sendDiagnostics({ uri, version: found.document.version, diagnostics });
      }
    });
  };

  connection.onInitialize(() => ({ capabilities, serverInfo: { name: "seqloom", version } }));
  documents.onDidChangeContent(tellSoon);
  documents.onDidClose(({ document }) => {
    analyses.delete(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  connection.onDidChangeWatchedFiles(tellSoon);

  connection.onHover(({ textDocument, position }) =>
    at(textDocument.uri, position, ({ analysis, document }, offset) => {
      const hover = hoverAt(analysis, offset);
      if (hover === undefined) return null;
      return {
        contents: { kind: MarkupKind.Markdown, value: hover.markdown },
        range: rangeOf(hover.span, document),
      };
    }),
  );

  connection.onCompletion(({ textDocument, position }) =>
    at(textDocument.uri, position, ({ analysis, document }, offset) =>
      completionsAt(analysis, offset).map(({ label, kind, detail, documentation, insert, span }, i) => ({
        label,
        kind: completionKindOf(kind),
        detail,
        documentation: { kind: MarkupKind.Markdown, value: documentation },
        textEdit: { range: rangeOf(span, document), newText: insert },
        sortText: String(i).padStart(4, "0"), // the services put the most fitting kind first
      })),
    ),
  );

  connection.onDefinition(({ textDocument: { uri }, position }) =>
    at(uri, position, ({ analysis, document }, offset) => {
      const found = definitionAt(analysis, offset);
      if (found === undefined) return null;
      if (found.path === undefined) return { uri, range: rangeOf(found.span, document) };
      const other = workspace.beside(uri, found.path);
      const text = analysis.options.read?.(found.path) ?? "";
      return { uri: other, range: rangeOf(found.span, TextDocument.create(other, "seq", 0, text)) };
    }),
  );

  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    at(uri, position, ({ analysis, document }, offset) =>
      referencesAt(analysis, offset)
        .filter(({ role }) => context.includeDeclaration || role !== "definition")
        .map(({ span }) => ({ uri, range: rangeOf(span, document) })),
    ),
  );

  connection.onPrepareRename(({ textDocument, position }) =>
    at(textDocument.uri, position, ({ analysis, document }, offset) => {
      const target = renameTarget(analysis, offset);
      if (!target.ok) throw refusal(target);
      return { range: rangeOf(target.span, document), placeholder: target.name };
    }),
  );

  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) =>
    at(uri, position, ({ analysis, document }, offset) => {
      const renamed = renameAt(analysis, offset, newName);
      if (!renamed.ok) throw refusal(renamed);
      return { changes: { [uri]: renamed.edits.map((edit) => editOf(edit, document)) } };
    }),
  );

  connection.onDocumentSymbol(({ textDocument }) => {
    const found = opened(textDocument.uri);
    return found && documentSymbols(found.analysis).map((item) => symbolOf(item, found.document));
  });

  connection.onDocumentFormatting(({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return null;
    const before = document.getText();
    const { text } = format(before);
    if (text === undefined || text === before) return [];
    return [editOf({ span: { start: 0, end: before.length }, newText: text }, document)];
  });

  connection.onCodeAction(({ textDocument: { uri }, range }) => {
    const found = opened(uri);
    if (found === undefined) return null;
    const { analysis, document } = found;
    return codeActions(analysis, spanOf(range, document)).map(
      ({ title, edits, diagnostic, isPreferred }) => ({
        title,
        kind: CodeActionKind.QuickFix,
        isPreferred,
        diagnostics: [diagnosticOf(diagnostic, document)],
        edit: { changes: { [uri]: edits.map((edit) => editOf(edit, document)) } },
      }),
    );
  });

  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const found = opened(textDocument.uri);
    if (found === undefined) return null;
    return inlayHints(found.analysis, spanOf(range, found.document)).map(({ at: offset, text }) => ({
      position: found.document.positionAt(offset),
      label: text,
      kind: InlayHintKind.Type,
    }));
  });

  connection.languages.semanticTokens.on(({ textDocument }) => {
    const found = opened(textDocument.uri);
    return { data: found === undefined ? [] : encodeTokens(semanticTokens(found.analysis), found.document) };
  });

  documents.listen(connection);
}

/** The client shows the message; programs read the code. */
function refusal({
  code,
  message,
}: {
  readonly code: string;
  readonly message: string;
}): ResponseError<{ code: string }> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message, { code });
}
