/** Writes to files what a run gives, as soon as it is there. */
import { join, relative, resolve } from "node:path";
import type { Prepared } from "@seqloom/data";
import { type SavedModel, type SpecEvent, writeModelFile } from "@seqloom/run";
import type { Context } from "./context.ts";
import { prepareFolder, writeWhole } from "./write-file.ts";

export interface KeepOptions {
  /** The folder of the files, as the reader wrote it. */
  readonly out: string;
  /** Their name; that of several runs has model and seed behind it. */
  readonly title: string;
  readonly saved: Pick<SavedModel, "spec" | "imports" | "overrides">;
}

/**
 * The weights are written before they are scored, and again with what the scoring found: nothing that comes between costs them.
 *
 * @throws SeqError "file-unwritable", at once if the folder is none to write to
 */
export function keeperOf({ out, title, saved }: KeepOptions, context: Context): (event: SpecEvent) => void {
  const folder = resolve(context.cwd, out);
  prepareFolder(folder, out);
  let prepared: Prepared | undefined;
  let run = { name: title, model: "" };
  const write = (ending: string, bytes: Uint8Array): string => {
    const path = join(folder, `${run.name}.${ending}`);
    const name = relative(context.cwd, path);
    writeWhole(path, bytes, { name });
    return name;
  };
  const writeModel = ({ params, record }: Extract<SpecEvent, { kind: "weights" | "trained" }>): string => {
    const fitted = prepared?.fitted ?? { scalers: {}, vocabularies: {} };
    return write(
      "safetensors",
      writeModelFile({ ...saved, weights: params, model: run.model, fitted, record }),
    );
  };
  return (event) => {
    switch (event.kind) {
      case "prepared":
        prepared = event.prepared;
        return;
      case "model": {
        const { model, seed, count } = event;
        run = { model: model.name, name: count === 1 ? title : `${title}-${model.name}-${seed}` };
        return;
      }
      case "weights":
        context.err.write(`model   ${writeModel(event)}\n`);
        return;
      case "trained":
        if (event.record.forecast !== undefined || event.record.detect !== undefined) writeModel(event);
        if (event.report !== undefined)
          context.err.write(`report  ${write("html", new TextEncoder().encode(event.report))}\n`);
        return;
      default:
        return;
    }
  };
}
