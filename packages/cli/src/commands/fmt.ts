/** seqloom fmt: writes specs in their one form, or says which are not in it. */
import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { createSource, renderText, SeqError } from "@seqloom/diagnostic";
import { textOf } from "@seqloom/run/node";
import { format } from "@seqloom/seq";
import type { Context, ExitCode } from "./context.ts";
import { formatError } from "./error-text.ts";
import { readSpecText } from "./read-spec.ts";
import { writeWhole } from "./write-file.ts";

export interface FmtCommandOptions {
  /** Write nothing; name the files that would change. */
  readonly check: boolean;
}

/**
 * Each file is formatted whole or left as it is; one that cannot be read or does not parse keeps no other from being
 * formatted.
 *
 * @param paths  files; `-` for standard input, whose formatted text goes to standard output
 */
export async function fmtCommand(
  paths: readonly string[],
  options: FmtCommandOptions,
  context: Context,
): Promise<ExitCode> {
  let isWell = true;
  for (const path of paths) {
    try {
      isWell = (await formatOne(path, options, context)) && isWell;
    } catch (error) {
      if (!(error instanceof SeqError)) throw error;
      context.err.write(formatError(error));
      isWell = false;
    }
  }
  return isWell ? 0 : 1;
}

/** Whether all is well with it. */
async function formatOne(path: string, { check }: FmtCommandOptions, context: Context): Promise<boolean> {
  const isInput = path === "-";
  const text = isInput ? await readInput(context) : await readSpecText(path, context.cwd);
  const source = createSource(isInput ? "<input>" : path, text);
  const formatted = format(source);
  if (formatted.text === undefined) {
    const { err, color } = context;
    err.write(renderText(formatted.diagnostics, source, { color, width: err.columns ?? 100 }));
    err.write(`${source.name} stays as it is\n`);
    return false;
  }
  if (isInput && !check) context.out.write(formatted.text);
  else if (formatted.text !== text) {
    if (!check) await replace(path, context.cwd, formatted.text);
    context.out.write(`${path}\n`);
    return !check;
  }
  return true;
}

/** Through links to the file itself, with the rights it had. */
async function replace(path: string, cwd: string, text: string): Promise<void> {
  const at = await realpath(resolve(cwd, path));
  const { mode } = await stat(at);
  writeWhole(at, new TextEncoder().encode(text), {
    ...{ name: path, mode },
    help: "check that you may write to its folder",
  });
}

async function readInput({ input }: Context): Promise<string> {
  if (input === undefined)
    throw new SeqError("input-missing", "there is no standard input to format", {
      help: "give the path of a .seq file",
    });
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return textOf(Buffer.concat(chunks), "<input>");
}
