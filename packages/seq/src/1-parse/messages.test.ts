import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "./parse.ts";

const page = readFileSync(new URL("../../messages/syntax.md", import.meta.url), "utf8");

interface Entry {
  readonly code: string;
  readonly message: string;
  readonly bad: string | undefined;
  readonly good: string | undefined;
}

const entries: readonly Entry[] = page
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    code: /^\S+/.exec(section)?.[0] ?? "",
    message: /^> (.*)$/m.exec(section)?.[1] ?? "",
    bad: /^```seq bad\n([\s\S]*?)^```$/m.exec(section)?.[1],
    good: /^```seq good\n([\s\S]*?)^```$/m.exec(section)?.[1],
  }));

/** The codes that the source of this folder names as an error's. */
function codesInSource(): string[] {
  const explain = new URL("./explain/", import.meta.url);
  const files = readdirSync(explain).map((name) => new URL(name, explain));
  const sources = [
    ...files,
    ...["parse.ts", "parse-pieces.ts"].map((name) => new URL(name, import.meta.url)),
  ];
  const errors = sources.flatMap((file) => [
    ...readFileSync(file, "utf8").matchAll(/syntaxError\(\s*"([a-z-]+)"|"(flow-unfinished|value-missing)"/g),
  ]);
  const faults = readFileSync(new URL("./piece.ts", import.meta.url), "utf8").matchAll(
    /^ {2}\| "([a-z-]+)"/gm,
  );
  return [...new Set([...errors, ...faults].map(([, first, second]) => first ?? second ?? ""))].sort();
}

describe("messages/syntax.md", () => {
  it("has a heading for each code, in the order of the alphabet", () => {
    expect(entries.map(({ code }) => code)).toEqual(codesInSource());
  });

  it.each(entries.filter(({ bad }) => bad))(
    "$code: the bad example gives the message",
    ({ code, message, bad = "" }) => {
      const [first, ...others] = parse(bad).diagnostics;
      expect(others).toEqual([]);
      expect(first?.code).toBe(code);
      if (!message.includes("...")) expect(first?.message).toBe(message);
    },
  );

  it.each(entries.filter(({ good }) => good))("$code: the good example parses", ({ good = "" }) => {
    expect(parse(good).diagnostics).toEqual([]);
  });
});
