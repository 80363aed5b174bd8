/** seqloom fmt: writes specs in their one form, or says which are not in it. */
import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { createSource, renderText, SeqError } from "@seqloom/diagnostic";
import { format } from "@seqloom/seq";
import type { Context, ExitCode } from "./context.ts";
import { readText } from "./read-spec.ts";
import { writeWhole } from "./write-file.ts";

export interface FmtCommandOptions {
  /** Write nothing; name the files that would change. */
  readonly check: boolean;
}

/**
 * Each file is formatted whole or left as it is; one that does not parse keeps no other from being formatted.
 *
 * @param paths  files; `-` for standard input, whose formatted text goes to standard output
 */
export async function fmtCommand(
  paths: readonly string[],
  { check }: FmtCommandOptions,
  context: Context,
): Promise<ExitCode> {
  let isWell = true;
  for (const path of paths) {
    const text = path === "-" ? await readInput(context) : await readText(path, context.cwd);
    const formatted = format(createSource(path === "-" ? "<input>" : path, text));
    if (formatted.text === undefined) {
      tellErrors(path === "-" ? "<input>" : path, text, formatted.diagnostics, context);
      isWell = false;
    } else if (path === "-" && !check) context.out.write(formatted.text);
    else if (formatted.text !== text) {
      context.out.write(`${path}\n`);
      if (check) isWell = false;
      else await replace(resolve(context.cwd, path), formatted.text);
    }
  }
  return isWell ? 0 : 1;
}

/** Through links to the file itself, with the rights it had. */
async function replace(path: string, text: string): Promise<void> {
  const at = await realpath(path);
  const { mode } = await stat(at);
  await writeWhole(at, new TextEncoder().encode(text), {
    mode,
    help: "check that you may write to its folder",
  });
}

function tellErrors(
  name: string,
  text: string,
  diagnostics: Parameters<typeof renderText>[0],
  { err, color }: Context,
): void {
  err.write(renderText(diagnostics, createSource(name, text), { color, width: err.columns ?? 100 }));
  err.write(`${name} stays as it is\n`);
}

async function readInput({ input }: Context): Promise<string> {
  if (input === undefined)
    throw new SeqError("input-missing", "there is no standard input to format", {
      help: "give the path of a .seq file",
    });
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks).toString("utf8");
}
