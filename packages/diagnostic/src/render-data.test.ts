import { describe, expect, it } from "vitest";
import type { Diagnostic } from "./diagnostic.ts";
import { renderGithub } from "./render-github.ts";
import { renderJson } from "./render-json.ts";
import { renderSarif } from "./render-sarif.ts";
import { createSource } from "./source.ts";

const source = createSource("models/a b.seq", "seq 1\nlet 😀, 50%: x\nlet y\n");
const fault: Diagnostic = {
  severity: "warning",
  code: "unused",
  message: "50%: never used,\nreally",
  span: { start: 19, end: 20 },
  related: [{ span: { start: 0, end: 5 }, message: "since here" }],
  why: "it does nothing",
  help: "remove it",
  fix: { title: "remove it", edits: [{ span: { start: 19, end: 20 }, newText: "" }] },
};
const spanning: Diagnostic = {
  severity: "error",
  code: "e",
  message: "m",
  span: { start: 6, end: 23 },
  related: [],
};

it("JSON has every field, places with line, column and offset, and no empty fields", () => {
  const report = JSON.parse(renderJson([fault, spanning], source));
  expect(report).toEqual({
    file: "models/a b.seq",
    errors: 1,
    warnings: 1,
    hints: 0,
    diagnostics: [
      {
        severity: "error",
        code: "e",
        message: "m",
        start: { line: 2, column: 1, offset: 6 },
        end: { line: 3, column: 3, offset: 23 },
      },
      {
        severity: "warning",
        code: "unused",
        message: "50%: never used,\nreally",
        start: { line: 2, column: 13, offset: 19 },
        end: { line: 2, column: 14, offset: 20 },
        related: [
          {
            message: "since here",
            start: { line: 1, column: 1, offset: 0 },
            end: { line: 1, column: 6, offset: 5 },
          },
        ],
        why: "it does nothing",
        help: "remove it",
        fix: {
          title: "remove it",
          edits: [
            {
              start: { line: 2, column: 13, offset: 19 },
              end: { line: 2, column: 14, offset: 20 },
              newText: "",
            },
          ],
        },
      },
    ],
  });
});

describe("GitHub annotations", () => {
  it("escape what would end a property or the command", () => {
    expect(renderGithub([fault], createSource("a,b:c.seq", source.text))).toBe(
      "::warning file=a%2Cb%3Ac.seq,line=2,endLine=2,col=13,endColumn=14,title=unused::" +
        "50%25: never used,%0Areally%0Awhy: it does nothing%0Ahelp: remove it\n",
    );
  });

  it("say what a fix does where there is no other help", () => {
    const { help: _, ...fixed } = fault;
    expect(renderGithub([fixed], source)).toContain("%0Ahelp: remove it\n");
  });

  it("have no columns if they cover several lines", () => {
    expect(renderGithub([spanning], source)).toBe(
      "::error file=models/a b.seq,line=2,endLine=3,title=e::m\n",
    );
  });
});

it("SARIF names tool, rules, levels, places in code points, related places and fixes", () => {
  const log = JSON.parse(renderSarif([{ source, diagnostics: [fault] }], { version: "1.2.3" }));
  const place = (startLine: number, startColumn: number, endLine: number, endColumn: number) => ({
    artifactLocation: { uri: "models/a%20b.seq" },
    region: { startLine, startColumn, endLine, endColumn },
  });
  expect(log.version).toBe("2.1.0");
  expect(log.runs).toEqual([
    {
      tool: { driver: { name: "seqloom", version: "1.2.3", rules: [{ id: "unused" }] } },
      columnKind: "unicodeCodePoints",
      results: [
        {
          ruleId: "unused",
          level: "warning",
          message: { text: "50%: never used,\nreally\nwhy: it does nothing\nhelp: remove it" },
          locations: [{ physicalLocation: place(2, 13, 2, 14) }],
          relatedLocations: [{ id: 0, message: { text: "since here" }, physicalLocation: place(1, 1, 1, 6) }],
          fixes: [
            {
              description: { text: "remove it" },
              artifactChanges: [
                {
                  artifactLocation: { uri: "models/a%20b.seq" },
                  replacements: [
                    {
                      deletedRegion: { startLine: 2, startColumn: 13, endLine: 2, endColumn: 14 },
                      insertedContent: { text: "" },
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ]);
});
