import { readdirSync, readFileSync } from "node:fs";
import { createSource, type Diagnostic } from "@seqloom/diagnostic";
import { describe, expect, it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { check } from "./check.ts";
import type { TableFacts } from "./data/source.ts";

const folder = new URL("../../messages/", import.meta.url);
const pages = ["names", "axes", "cells", "data", "training", "advice"];

interface Entry {
  readonly code: string;
  readonly message: string;
  readonly section: string;
  readonly bad: string | undefined;
  readonly good: string | undefined;
}

function entriesOf(page: string): Entry[] {
  return readFileSync(new URL(`${page}.md`, folder), "utf8")
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      code: /^\S+/.exec(section)?.[0] ?? "",
      message: /^> (.*)$/m.exec(section)?.[1] ?? "",
      section,
      bad: /^```seq bad\n([\s\S]*?)^```$/m.exec(section)?.[1],
      good: /^```seq good\n([\s\S]*?)^```$/m.exec(section)?.[1],
    }));
}

/** Everything that is found in an example, with the files and values that its section shows. */
function found({ section }: Entry, text: string, isBad: boolean): readonly Diagnostic[] {
  const files = new Map(
    [...section.matchAll(/^```seq file (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = "", body = ""]) => [
      name,
      body,
    ]),
  );
  const tables = new Map(
    [...section.matchAll(/^```csv (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = "", body = ""]) => [
      name,
      factsOf(body),
    ]),
  );
  const sets = /^```set\n([\s\S]*?)^```$/m.exec(section)?.[1]?.trim().split("\n") ?? [];
  const set = Object.fromEntries(sets.map((line) => line.split(/ = (.*)/).slice(0, 2)));
  const source = createSource("input.seq", text);
  const parsed = parse(source);
  expect(parsed.diagnostics).toEqual([]);
  return check(parsed.file, {
    source,
    read: (path) => files.get(path),
    facts: (file) => (tables.size === 0 ? undefined : (tables.get(file) ?? "missing")),
    // The good example of an unusable value does without it; that of an unknown name has the name.
    ...((isBad || /^set-unknown/.test(section)) && { set }),
  }).diagnostics;
}

function factsOf(csv: string): TableFacts {
  const [head = "", first = "", ...rest] = csv.trim().split("\n");
  const columns = head.split(",");
  const cells = first.split(",");
  return {
    columns,
    rows: 1 + rest.length,
    dates: columns.filter((_, i) => /^\d{4}-\d\d-\d\d$/.test(cells[i] ?? "")),
  };
}

/** The codes that the sources of this folder give, read from the calls of the reporter. */
function codesInSource(): string[] {
  const here = new URL("./", import.meta.url);
  const files = readdirSync(here, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );
  const calls = files.flatMap((name) => [
    ...readFileSync(new URL(name, here), "utf8").matchAll(/\.(?:error|warning|hint)\(\s*"([a-z-]+)"/g),
  ]);
  // Made of parts: a number's fault, and where a result and its promise differ.
  const made = ["option-range", "out-of-range", "unit-missing", "unit-wrong"];
  return [...new Set([...calls.map(([, code = ""]) => code), ...made])].sort();
}

describe("messages", () => {
  const all = pages.flatMap(entriesOf);

  it("have a heading for each code", () => {
    expect(all.map(({ code }) => code).sort()).toEqual(codesInSource());
  });

  it.each(pages)("of %s stand in the order of the alphabet", (page) => {
    const codes = entriesOf(page).map(({ code }) => code);
    expect(codes).toEqual(codes.toSorted());
  });

  it.each(all.filter(({ bad }) => bad))("$code: the bad example gives the message", (entry) => {
    const diagnostics = found(entry, entry.bad ?? "", true);
    expect(diagnostics.filter(({ code }) => code === entry.code).map(({ message }) => message)).toContain(
      entry.message,
    );
    expect(diagnostics.filter(({ code, severity }) => code !== entry.code && severity === "error")).toEqual(
      [],
    );
  });

  it.each(all.filter(({ good }) => good))("$code: the good example is right", (entry) => {
    const diagnostics = found(entry, entry.good ?? "", false);
    expect(diagnostics.filter(({ code, severity }) => code === entry.code || severity === "error")).toEqual(
      [],
    );
  });

  it.each(all.filter(({ bad }) => bad))("$code: every finding says what to do", (entry) => {
    for (const { help, span } of found(entry, entry.bad ?? "", true)) {
      expect(help ?? "").not.toBe("");
      expect(span.end).toBeGreaterThanOrEqual(span.start);
    }
  });
});
