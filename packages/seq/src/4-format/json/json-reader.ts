/**
 * Reads JSON that may be anything, and says where it is not what it should be.
 */
import { SeqError } from "@seqloom/diagnostic";

/** A place in a JSON document, `models[0].body[2]`. */
export type Path = string;

/** What may be nested in what before a reader gives up; more than any text can hold. */
const depthAtMost = 400;

export function refuse(path: Path, wanted: string, found: unknown): SeqError {
  const what = found === undefined ? "nothing" : (JSON.stringify(found) ?? typeof found).slice(0, 60);
  return new SeqError("json-invalid", `${path || "the document"} must be ${wanted}; found ${what}`, {
    help: "compare with schema/seq.schema.json",
    details: { path, wanted },
  });
}

/** An object with no other keys than these. */
export function readObject(
  json: unknown,
  path: Path,
  keys: readonly string[],
): Readonly<Record<string, unknown>> {
  if (!isObject(json)) throw refuse(path, "an object", json);
  const unknown = Object.keys(json).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw refuse(`${path}.${unknown}`, `one of ${keys.join(", ")}`, json[unknown]);
  return json;
}

export function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** A list that may be left out if it is empty. */
export function readListOrNone<T>(json: unknown, path: Path, read: (item: unknown, path: Path) => T): T[] {
  return json === undefined ? [] : readList(json, path, read);
}

/** A list, each item read with its own path. */
export function readList<T>(json: unknown, path: Path, read: (item: unknown, path: Path) => T): T[] {
  if (!Array.isArray(json)) throw refuse(path, "a list", json);
  return json.map((item, i) => read(item, `${path}[${i}]`));
}

export function readString(json: unknown, path: Path): string {
  if (typeof json !== "string") throw refuse(path, "a text", json);
  return json;
}

const ident = /^(?!(?:true|false|and|or|not)$)[A-Za-z][A-Za-z0-9_]*$/;

/** A name that can be written: an ASCII letter, then letters, digits, `_`; not a reserved word. */
export function readName(json: unknown, path: Path): string {
  if (typeof json !== "string" || !ident.test(json)) throw refuse(path, "a name", json);
  return json;
}

/** Names with dots between them. */
export function readPath(json: unknown, path: Path): readonly string[] {
  return readString(json, path)
    .split(".")
    .map((part) => readName(part, path));
}

/** A finite number, not below zero. */
export function readCount(json: unknown, path: Path): number {
  if (typeof json !== "number" || !Number.isFinite(json) || json < 0)
    throw refuse(path, "a number from 0", json);
  return json;
}

/** A doc, if it says anything; `lines` tells whether it may have several. */
export function readDoc(json: unknown, path: Path, lines: "one line" | "lines"): string | undefined {
  if (json === undefined) return undefined;
  const text = readString(json, path);
  if (lines === "one line" && text.includes("\n")) throw refuse(path, "a text of one line", json);
  const trimmed = text.split("\n").map((line) => line.trimEnd());
  return trimmed.some((line) => line !== "") ? trimmed.join("\n") : undefined;
}

/** Refuses what is nested so deeply that no pass over it would end well. */
export function checkDepth(json: unknown): void {
  const todo: { json: unknown; depth: number }[] = [{ json, depth: 0 }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { json: at, depth } = next;
    if (typeof at !== "object" || at === null) continue;
    if (depth > depthAtMost) {
      const message = `the document is nested more than ${depthAtMost} deep`;
      throw new SeqError("nesting-deep", message, { help: "give parts of it names of their own" });
    }
    for (const value of Object.values(at)) todo.push({ json: value, depth: depth + 1 });
  }
}
