/** The server as an editor uses it: a process of its own, and a client library that speaks the protocol over stdio. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CodeActionRequest,
  CompletionRequest,
  createProtocolConnection,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ReferencesRequest,
  RenameRequest,
  SemanticTokensRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

const cells =
  "seq 1\n\n## Leaks.\ncell leaky(x: [in], hidden) {\n  state h: [hidden]\n  h' = affine(x, h)\n}\n";
const spec = `seq 1
import "cells.seq" as own
let hidden = 8

data {
  source   csv("prices.csv")
  time     date, every = day
  input    close
  target   close
  window   2
  horizon  1
  split    50% / 50%
  scale    standard
}

model Next(x: [batch, time, feature]) -> [batch, horizon] {
  h = x -> own.leaky(hidden) -> last
  h -> linear(horizon)
}

train {
  loss  mse
  clip  norm = 1
}
`;

let folder = "";
let uri = "";
let server: ChildProcess | undefined;
let client: ProtocolConnection;
/** Diagnostics as they arrive, by the version of the text they are about. */
const told: PublishDiagnosticsParams[] = [];
let heard: (() => void) | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "seqloom lsp "));
  writeFileSync(join(folder, "cells.seq"), cells);
  const rows = Array.from({ length: 12 }, (_, i) => `2020-01-${String(i + 1).padStart(2, "0")},${i}`);
  writeFileSync(join(folder, "prices.csv"), `date,close\n${rows.join("\n")}\n`);
  uri = pathToFileURL(join(folder, "stock.seq")).href;
  const args = [
    join(root, "scripts/from-source.mjs"),
    "packages/cli/src/testing/process-main.ts",
    "lsp",
    "--stdio",
  ];
  server = spawn(process.execPath, args, { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const { stdin, stdout } = server;
  if (stdin === null || stdout === null) throw new Error("the server has no streams");
  client = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  client.onNotification(PublishDiagnosticsNotification.type, (params) => {
    told.push(params);
    heard?.();
  });
  client.listen();
  const failed = new Promise<never>((_, reject) => {
    server?.on("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  failed.catch(() => {}); // that it ends later is what it should do
  const params = { processId: process.pid, rootUri: null, capabilities: {} };
  await Promise.race([client.sendRequest(InitializeRequest.type, params), failed]);
  await client.sendNotification(InitializedNotification.type, {});
  await client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "seq", version: 1, text: spec },
  });
}, 60_000);

afterAll(() => {
  client.dispose();
  server?.kill();
});

async function diagnosticsOf(version: number) {
  for (;;) {
    const found = told.find((params) => params.uri === uri && params.version === version);
    if (found !== undefined) return found.diagnostics;
    await new Promise<void>((resolve) => {
      heard = resolve;
    });
  }
}

const document = TextDocument.create("file:///stock.seq", "seq", 1, spec);
function place(piece: string, of = document) {
  expect(of.getText()).toContain(piece);
  return { textDocument: { uri }, position: of.positionAt(of.getText().indexOf(piece)) };
}

describe("seqloom lsp", () => {
  it("reads imports and data files beside the spec, and finds it right", async () => {
    expect(await diagnosticsOf(1)).toEqual([]);
  });

  it("tells shapes on hover", async () => {
    const hover = await client.sendRequest(HoverRequest.type, place("-> last"));
    expect(JSON.stringify(hover?.contents)).toContain("[batch, time, hidden]");
  });

  it("offers columns of the data file and cells of the import", async () => {
    const columns = await client.sendRequest(CompletionRequest.type, place("close\n  target"));
    expect(JSON.stringify(columns)).toContain('"label":"date"');
    const members = await client.sendRequest(CompletionRequest.type, place("leaky(hidden)"));
    expect(members).toMatchObject([{ label: "leaky", documentation: { value: "Leaks." } }]);
  });

  it("leads to a definition in another file", async () => {
    const found = await client.sendRequest(DefinitionRequest.type, place("leaky(hidden)"));
    expect(found).toEqual({
      uri: pathToFileURL(join(folder, "cells.seq")).href,
      range: { start: { line: 3, character: 5 }, end: { line: 3, character: 10 } },
    });
  });

  it("finds references, and renames them or says with a code why not", async () => {
    const references = await client.sendRequest(ReferencesRequest.type, {
      ...place("hidden = 8"),
      context: { includeDeclaration: true },
    });
    expect(references).toHaveLength(2);
    const edit = await client.sendRequest(RenameRequest.type, { ...place("hidden = 8"), newName: "width" });
    expect(TextDocument.applyEdits(document, edit?.changes?.[uri] ?? [])).toBe(
      spec.replaceAll("hidden", "width"),
    );
    const refused = client.sendRequest(PrepareRenameRequest.type, place("leaky(hidden)"));
    await expect(refused).rejects.toMatchObject({ data: { code: "rename-imported" } });
    const taken = client.sendRequest(RenameRequest.type, { ...place("hidden = 8"), newName: "time" });
    await expect(taken).rejects.toMatchObject({ data: { code: "rename-taken" } });
  });

  it("shows outline, shapes in the text and what each word is", async () => {
    const outline = await client.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
    expect(outline?.map(({ name }) => name)).toEqual(["own", "hidden", "data", "Next", "train"]);
    const range = { start: { line: 0, character: 0 }, end: document.positionAt(spec.length) };
    const hints = await client.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
    expect(hints?.map(({ label }) => label)).toEqual([": [batch, hidden]", " -> [batch, horizon]"]);
    const tokens = await client.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
    expect(tokens?.data.length).toBeGreaterThan(100);
    expect((tokens?.data.length ?? 1) % 5).toBe(0);
  });

  it("follows edits, tells what is wrong and puts it right", async () => {
    const start = document.positionAt(spec.indexOf("linear(horizon)"));
    const end = { ...start, character: start.character + "linear".length };
    await client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start, end }, text: "liner" }],
    });
    const [found, more] = await diagnosticsOf(2);
    expect(more).toBeUndefined();
    expect(found).toMatchObject({ code: "name-unknown", source: "seqloom", range: { start } });
    const range = found?.range ?? { start, end };
    const actions = await client.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context: { diagnostics: found === undefined ? [] : [found] },
    });
    expect(actions).toMatchObject([
      { title: "write `linear`", edit: { changes: { [uri]: [{ newText: "linear" }] } } },
    ]);
  });

  it("formats", async () => {
    const text = "seq 1\nlet  hidden=8\n";
    await client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 3 },
      contentChanges: [{ text }],
    });
    const edits = await client.sendRequest(DocumentFormattingRequest.type, {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    });
    const before = TextDocument.create(uri, "seq", 3, text);
    expect(TextDocument.applyEdits(before, edits ?? [])).toBe("seq 1\n\nlet hidden = 8\n");
  });

  it("forgets a document that is closed, and ends with its client", async () => {
    await client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    await client.sendRequest(ShutdownRequest.type);
    const ended = new Promise((resolve) => server?.on("exit", resolve));
    await client.sendNotification(ExitNotification.type);
    expect(await ended).toBe(0);
  });
});
