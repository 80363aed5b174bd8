import { existsSync, readFileSync } from "node:fs";
import { tables } from "@seqloom/seq";
import { describe, expect, it } from "vitest";

const folder = new URL("../../../../editors/vscode/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, folder), "utf8");
const manifest = JSON.parse(read("package.json"));
const grammar = JSON.parse(read("syntaxes/seq.tmLanguage.json"));

interface Rule {
  readonly match?: string;
  readonly patterns?: readonly Rule[];
  readonly begin?: string;
  readonly end?: string;
}

/** Every pattern of the grammar. */
function expressions(rules: readonly Rule[]): string[] {
  return rules.flatMap(({ match, begin, end, patterns = [] }) => [
    ...[match, begin, end].filter((text) => text !== undefined),
    ...expressions(patterns),
  ]);
}

describe("the VS Code extension", () => {
  it("names files that are there", () => {
    const { main, files, contributes } = manifest;
    const named = [main, ...files, contributes.languages[0].configuration, contributes.grammars[0].path];
    for (const path of named.filter((one: string) => one !== "node_modules"))
      expect([path, existsSync(new URL(path, folder))]).toEqual([path, true]);
    expect(() => JSON.parse(read("language-configuration.json"))).not.toThrow();
    expect(read("LICENSE")).toBe(readFileSync(new URL("../../LICENSE", folder), "utf8"));
  });

  it("colours lines of the language by patterns that are right", () => {
    const all = expressions([...grammar.patterns, ...Object.values<Rule>(grammar.repository)]);
    expect(all.length).toBeGreaterThan(12);
    const found = (line: string) => all.filter((pattern) => new RegExp(pattern).test(line));
    for (const { name } of tables.sections)
      expect(found(`${name} {`).some((one) => one.includes(name))).toBe(true);
    const section = all.find((pattern) => pattern.includes("forecast")) ?? "";
    expect(new RegExp(section).test("  data = x -> last")).toBe(false); // a name that is called like a section
    const state = all.find((pattern) => pattern.includes("state|")) ?? "";
    expect(["  state h: [n]", "  state = x -> last"].map((line) => new RegExp(state).test(line))).toEqual([
      true,
      false,
    ]);
    const number = all.find((pattern) => pattern.includes("kHz")) ?? "";
    for (const written of ["32", "20_000", "1e-3", "70%", "25ms", "16kHz"])
      expect(new RegExp(number).exec(written)?.[0]).toBe(written);
  });
});
