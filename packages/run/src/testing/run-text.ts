/** Runs a spec as text on files as texts, for tests. */
import type { Prepared } from "@seqloom/data";
import { createSource, SeqError } from "@seqloom/diagnostic";
import type { Compiler } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import type { LoweredModel } from "@seqloom/seq";
import type { FileAccess } from "../files.ts";
import { loadSpec } from "../load-spec.ts";
import type { SavedModel } from "../model-file.ts";
import type { TrainedEvent } from "../run-events.ts";
import { runSpec, type SpecEvent } from "../run-spec.ts";

export interface RunTextOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
  readonly compiler?: Compiler;
}

export interface RanText {
  readonly events: readonly SpecEvent[];
  readonly trained: TrainedEvent;
  readonly prepared: Prepared;
  readonly model: LoweredModel;
  /** As a model file holds it. */
  readonly saved: SavedModel;
}

export function filesOf(texts: Readonly<Record<string, string>>): FileAccess {
  return {
    read: async (path) => {
      const text = texts[path];
      if (text === undefined) throw new SeqError("file-missing", `the test has no file ${path}`);
      return text;
    },
    list: async () => Object.keys(texts),
  };
}

/** The first of its models with the first of its seeds. */
export async function runText(
  text: string,
  { files = {}, set = {}, compiler = wasmCompiler() }: RunTextOptions = {},
): Promise<RanText> {
  const access = filesOf(files);
  const { spec, diagnostics } = await loadSpec(createSource("test.seq", text), {
    ...{ files: access, needsData: true, set },
  });
  if (spec === undefined) throw new Error(diagnostics.map((found) => found.message).join("\n"));
  const events: SpecEvent[] = [];
  let prepared: Prepared | undefined;
  let model: LoweredModel | undefined;
  for await (const event of runSpec({ spec, text, title: "test", files: access, compiler })) {
    events.push(event);
    if (event.kind === "prepared") prepared = event.prepared;
    if (event.kind === "model") model ??= event.model;
    if (event.kind !== "trained") continue;
    if (prepared === undefined || model === undefined) break;
    const { params: weights, record } = event;
    const saved = {
      ...{ weights, record, spec: text, overrides: set, fitted: prepared.fitted },
      model: model.name,
    };
    return { events, trained: event, prepared, model, saved };
  }
  throw new Error("the run did not finish");
}

/** Words of four letters and the same backwards: all of one length, so that one program is compiled. */
export function backwardsCsv(count: number): string {
  const letters = "abcde";
  const rows = Array.from({ length: count }, (_, n) => {
    const word = [1, 5, 25, 125].map((place) => letters[Math.floor((n * 37) / place) % 5] ?? "").join("");
    return `${word},${[...word].reverse().join("")}`;
  });
  return `word,answer\n${rows.join("\n")}\n`;
}
