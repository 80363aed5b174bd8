/** The files of a spec on disk, for Node. */
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { SeqError } from "@seqloom/diagnostic";
import type { FileAccess } from "./files.ts";

/** Files below a folder, usually the spec's own; paths have `/` on every system. */
export function folderAccess(folder: string): FileAccess {
  return {
    async read(path) {
      try {
        return await readFile(join(folder, ...path.split("/")), "utf8");
      } catch (cause) {
        throw refusal(path, cause);
      }
    },
    async list(pattern) {
      const parts = pattern.split("/");
      const fixed = parts.slice(
        0,
        parts.findIndex((part) => part.includes("*")),
      );
      const test = new RegExp(`^${parts.map(asExpression).join("/")}$`);
      const found = await readdir(join(folder, ...fixed), { recursive: true }).catch(() => []);
      const paths = found
        .map((path) => [...fixed, ...path.split(sep)].join("/"))
        .filter((path) => test.test(path));
      if (paths.length > 0) return paths.sort();
      throw new SeqError("file-missing", `no file matches ${pattern}`, {
        help: "paths are relative to the spec; * stands for any part of one name",
        details: { pattern },
      });
    },
  };
}

function asExpression(part: string): string {
  return part.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
}

/** What went wrong, without a stack and without the machine's own path. */
function refusal(path: string, cause: unknown): SeqError {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new SeqError("file-missing", `there is no file ${path}`, {
      help: "paths are relative to the spec; check the name",
      details: { path },
      cause,
    });
  }
  const why =
    code === "EISDIR"
      ? "it is a folder"
      : code === "EACCES"
        ? "you may not read it"
        : code || "unknown reason";
  return new SeqError("file-unreadable", `${path} cannot be read: ${why}`, {
    help: "check the path and its permissions",
    details: { path, code },
    cause,
  });
}
