import { readFileSync } from "node:fs";
import { SeqError } from "@seqloom/diagnostic";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../../1-parse/parse.ts";
import { exampleText } from "../../testing/example-text.ts";
import { syntaxFile } from "../../testing/generate-file.ts";
import { fromJson } from "./from-json.ts";
import { toJson } from "./to-json.ts";

const schema = JSON.parse(readFileSync(new URL("../../../schema/seq.schema.json", import.meta.url), "utf8"));
const isValid = new Ajv2020({ allowUnionTypes: true, strictTypes: false, strictTuples: false }).compile(
  schema,
);

function isRead(json: unknown): boolean {
  try {
    fromJson(json);
    return true;
  } catch (error) {
    if (error instanceof SeqError) return false;
    throw error;
  }
}

/** All places in a document, each as the way to it. */
function placesOf(json: unknown, way: readonly string[] = []): (readonly string[])[] {
  if (typeof json !== "object" || json === null) return [way];
  return [way, ...Object.entries(json).flatMap(([key, value]) => placesOf(value, [...way, key]))];
}

/** A copy with something else at a place; the place is gone if `put` is undefined. */
function replaced(json: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(json))
    return json.map((item, i) => (String(i) === key ? replaced(item, rest, put) : item));
  const entries = Object.entries(json ?? {}).map(([k, v]) => [k, k === key ? replaced(v, rest, put) : v]);
  return JSON.parse(JSON.stringify(Object.fromEntries(entries)));
}

const example: unknown = JSON.parse(JSON.stringify(toJson(parse(exampleText).file)));
const junk = [
  undefined,
  null,
  0,
  -1,
  0.5,
  "",
  "x",
  "9",
  "not",
  "a.b",
  "_",
  "?",
  true,
  false,
  [],
  {},
  { ref: "x" },
  { text: "" },
];

describe("the JSON schema", () => {
  it("accepts what toJson gives", () => {
    expect(isValid(example) || isValid.errors).toBe(true);
    fc.assert(
      fc.property(syntaxFile, (file) => {
        const words = file.items.flatMap((item) => (item.kind === "section" ? [item.word.text] : []));
        fc.pre(words.every((word, i) => word === "train" || words.indexOf(word) === i));
        const json: unknown = JSON.parse(JSON.stringify(toJson(file)));
        expect(isValid(json) || isValid.errors, JSON.stringify(json)).toBe(true);
      }),
      { numRuns: 200, seed: 13 },
    );
  });

  it("and fromJson accept and refuse the same documents, wherever one is damaged", () => {
    const apart = placesOf(example).flatMap((way) =>
      junk.flatMap((put) => {
        const damaged = replaced(example, way, put);
        const read = isRead(damaged);
        return read === isValid(damaged) ? [] : [{ way: way.join("."), put, read }];
      }),
    );
    expect(apart).toEqual([]);
  });
});
