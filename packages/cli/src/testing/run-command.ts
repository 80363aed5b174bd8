/** Runs the command within a test, in a folder of its own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll } from "vitest";
import { main } from "../program.ts";

export interface CommandOptions {
  /** Standard input. */
  readonly input?: string;
  /** Whether standard error is a terminal, where every change of the progress is written. */
  readonly isTTY?: boolean;
  /** Is told what a command writes to standard error, as it does; `stop` is the reader's Ctrl-C. */
  readonly onErr?: (text: string, stop: () => void) => void;
}

/** @param files  texts by their path; the folder goes after the last test of the file that asks for it */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "seqloom cli "));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** @param args  with spaces between them */
export async function runCommand(
  folder: string,
  args: string,
  { input = "", isTTY = false, onErr }: CommandOptions = {},
) {
  const [out, err]: [string[], string[]] = [[], []];
  let stop: (() => void) | undefined;
  const code = await main(args.split(" "), {
    out: { write: (text) => out.push(text) },
    input: Readable.from([input]),
    err: {
      isTTY,
      write(text) {
        err.push(text);
        onErr?.(text, () => stop?.());
      },
    },
    color: false,
    cwd: folder,
    now: () => performance.now(),
    onStop(own) {
      stop = own;
    },
  });
  return { code, out: out.join(""), err: err.join("") };
}
