import { existsSync, readFileSync } from "node:fs";
import { createSource } from "@seqloom/diagnostic";
import { describe, expect, it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { check } from "./check.ts";

const page = new URL("../../../../../shared/language/wrong.md", import.meta.url);
const isThere = existsSync(page);

interface Case {
  readonly title: string;
  readonly code: string;
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly severity: string;
  readonly message: string;
  readonly help: string;
}

/** What has to stand around a snippet of a rule to make a file of it. */
const around: Readonly<Record<string, readonly [string, string]>> = {
  File: ["", ""],
  Statement: ["seq 1\nblock T(x: [batch, time, n], h: [batch, n]) -> [batch, n] {\n  ", "\n  h\n}\n"],
  Value: ["seq 1\nblock T(x: [batch, time, n], h: [batch, n]) -> [batch, n] {\n  z = ", "\n  h\n}\n"],
  Import: ["seq 1\n", "\n"],
};

/** A snippet that names h itself cannot have it as a parameter. */
const withoutH: readonly [string, string] = [
  "seq 1\nblock T(x: [batch, time, n]) -> [batch, n] {\n  ",
  "\n  x -> last\n}\n",
];

/** Settings stand in the section that has their key. */
const settings: Readonly<Record<string, readonly [string, string]>> = {
  "key-unknown": ["seq 1\ntrain {\n  loss mse\n  ", "\n}\n"],
  other: [
    'seq 1\ndata {\n  source csv("a.csv")\n  time date\n  input a\n  target b\n  window 4\n  horizon 1\n  ',
    "\n}\n",
  ],
};

const entry =
  /^### (\d+) ([a-z-]+)\n+```seq (\w+) check\n([\s\S]*?)\n```\n+(error|warning)\[[a-z-]+\]: (.*?) *\nhelp: (.*)$/gm;

function cases(): Case[] {
  if (!isThere) return [];
  return [...readFileSync(page, "utf8").matchAll(entry)].map((found) => {
    const [, number, code = "", rule = "", marked = "", severity = "", message = "", help = ""] = found;
    const [before, behind] = marked.startsWith("h =")
      ? withoutH
      : ((rule === "Setting" ? (settings[code] ?? settings.other) : around[rule]) ?? ["", ""]);
    const start = before.length + marked.indexOf("⟦");
    const span = { start, end: before.length + marked.indexOf("⟧") - 1 };
    return {
      title: `${number} ${code}`,
      code,
      text: before + marked.replace(/[⟦⟧]/g, "") + behind,
      span,
      severity,
      message,
      help: completed(help),
    };
  });
}

/** Section 18 of the reference settles that `known` and `static` may repeat as well; page and words lag behind. */
function completed(help: string): string {
  return help.replace("let, input, target, join", "let, input, known, static, target, join");
}

describe.skipIf(!isThere)(
  "the wrong examples of the reference (skipped where ../shared/language is absent)",
  () => {
    it("are all read", () => {
      expect(cases().length).toBe(44);
    });

    it.each(cases())(
      "$title is told at its place and in its words",
      ({ text, code, span, severity, message, help }) => {
        const source = createSource("wrong.seq", text);
        const { diagnostics } = check(parse(source).file, { source });
        const told = diagnostics.map(({ severity: s, code: c, span: p, message: m, help: h }) => ({
          severity: s,
          code: c,
          span: p,
          message: m,
          help: h,
        }));
        expect(told).toContainEqual({ severity, code, span, message, help });
        expect(
          told.filter((one) => one.severity === "error" && one.code !== code && one.code !== "key-missing"),
        ).toEqual([]);
      },
    );
  },
);
