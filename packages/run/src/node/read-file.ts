/** Files on disk, with a refusal in words where one cannot be read. */
import { readFile } from "node:fs/promises";
import { SeqError } from "@seqloom/diagnostic";

export interface ReadFileOptions {
  /** What the reader calls it, for messages: no message shows the machine's own path. */
  readonly name: string;
  /** What to do where it is missing. */
  readonly help: string;
}

/** @throws SeqError "file-missing", "file-unreadable" */
export async function readBytes(path: string, { name, help }: ReadFileOptions): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new SeqError("file-missing", `there is no file ${name}`, {
        help,
        details: { path: name },
        cause,
      });
    throw new SeqError(
      "file-unreadable",
      `${name} cannot be read: ${reasons[code] ?? (code || "unknown reason")}`,
      {
        help: "check the path and its permissions",
        details: { path: name, code },
        cause,
      },
    );
  }
}

const reasons: Readonly<Record<string, string>> = { EISDIR: "it is a folder", EACCES: "you may not read it" };

/** @throws SeqError "file-missing", "file-unreadable", "file-encoding" */
export async function readText(path: string, options: ReadFileOptions): Promise<string> {
  return textOf(await readBytes(path, options), options.name);
}

/**
 * The text that bytes in UTF-8 mean. Another encoding is refused: read as UTF-8 its letters would be lost without a word,
 * and a formatter would write the loss back.
 *
 * @param name  what the reader calls it, for messages
 * @throws SeqError "file-encoding" with the line
 */
export function textOf(bytes: Uint8Array, name: string): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const isSound = !text.includes("\0") && (!text.includes("\uFFFD") || isUtf8(bytes));
  if (isSound) return text;
  const line = text.slice(0, text.search(/[\0\uFFFD]/)).split("\n").length;
  throw new SeqError("file-encoding", `${name}, line ${line}: this is not UTF-8 text`, {
    help: "save the file as UTF-8; a program that shows it well can do that",
    details: { path: name, line },
  });
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
