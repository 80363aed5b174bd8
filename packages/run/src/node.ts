/** The files of a spec on disk, for Node. */
import { readdir } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { patternTest } from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import type { FileAccess } from "./files.ts";
import { readText } from "./node/read-file.ts";

export { type ReadFileOptions, readBytes, readText, textOf } from "./node/read-file.ts";

/** Files of a folder, usually the spec's own; paths have `/` on every system. */
export function folderAccess(folder: string): FileAccess {
  const help = "paths are relative to the spec; check the name";
  return {
    read: (path) => readText(resolve(folder, path), { name: path, help }),
    async list(pattern) {
      const parts = pattern.split("/");
      const fixed = parts.slice(
        0,
        parts.findIndex((part) => part.includes("*")),
      );
      const fits = patternTest(pattern);
      const found = await readdir(resolve(folder, ...fixed), { recursive: true }).catch(() => []);
      const paths = found.map((path) => [...fixed, ...path.split(sep)].join("/")).filter(fits);
      if (paths.length > 0) return paths.sort();
      throw new SeqError("file-missing", `no file matches ${pattern}`, {
        help: "paths are relative to the spec; * stands for any part of one name",
        details: { pattern },
      });
    },
  };
}
