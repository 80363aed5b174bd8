import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "./parse.ts";

const page = new URL("../../../../../shared/language/wrong.md", import.meta.url);
const isThere = existsSync(page);

interface Case {
  readonly title: string;
  readonly code: string;
  readonly rule: string;
  readonly text: string;
  readonly span: { start: number; end: number };
  readonly message: string;
  readonly help: string;
}

/** What has to stand around a snippet of a rule to make a file of it. */
const around: Readonly<Record<string, readonly [string, string]>> = {
  File: ["", ""],
  Setting: ["seq 1\ndata {\n  ", "\n}\n"],
  Statement: ["seq 1\nblock B(x: [n]) -> [n] {\n  ", "\n}\n"],
  Value: ["seq 1\nblock B(x: [n]) -> [n] {\n  ", "\n}\n"],
  Type: ["seq 1\nblock B(x: ", ") -> [n] {\n  x\n}\n"],
  Import: ["seq 1\n", "\n"],
};

const entry =
  /^### (\d+) ([a-z-]+)\n+```seq (\w+) (syntax|check)\n([\s\S]*?)\n```\n+(?:error|warning)\[[a-z-]+\]: (.*?) *\nhelp: (.*)$/gm;

function cases(kind: "syntax" | "check"): Case[] {
  if (!isThere) return [];
  return [...readFileSync(page, "utf8").matchAll(entry)].flatMap((found) => {
    const [, number, code = "", rule = "", tag, marked = "", message = "", help = ""] = found;
    if (tag !== kind) return [];
    const [before, behind] = around[rule] ?? ["", ""];
    const text = before + marked.replace(/[⟦⟧]/g, "") + behind;
    const start = before.length + marked.indexOf("⟦");
    const span = { start, end: before.length + marked.indexOf("⟧") - 1 };
    return [{ title: `${number} ${code}`, code, rule, text, span, message, help }];
  });
}

describe.skipIf(!isThere)(
  "the wrong examples of the reference (skipped where ../shared/language is absent)",
  () => {
    it("are all read", () => {
      expect(cases("syntax").length + cases("check").length).toBe(71);
    });

    it.each(cases("syntax"))(
      "syntax: $title is refused at its place and in its words",
      ({ text, code, span, message, help }) => {
        expect(parse(text).diagnostics).toMatchObject([{ severity: "error", code, span, message, help }]);
      },
    );

    it.each(cases("check"))("check: $title parses", ({ text }) => {
      expect(parse(text).diagnostics).toEqual([]);
    });
  },
);
