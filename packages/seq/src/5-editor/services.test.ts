import { describe, expect, it } from "vitest";
import { editorProbe } from "../testing/editor-probe.ts";
import { exampleText } from "../testing/example-text.ts";
import { fuzz } from "../testing/fuzz.ts";
import { marked } from "../testing/marked.ts";
import { analyse } from "./analysis.ts";
import { codeActions } from "./code-actions.ts";
import { documentSymbols, type OutlineItem } from "./document-symbols.ts";
import { inlayHints } from "./inlay-hints.ts";
import { withEdits } from "./rename.ts";
import { semanticTokens } from "./semantic-tokens.ts";

const spec = `seq 1
let hidden = 8

data {
  source  csv("a.csv")
  time    date
  input   a, b
  target  c
  window  10
  horizon 1
}

## Looks at the last day.
model Next(x: [batch, time, feature]) -> [batch, horizon] {
  h =
    x
    -> lstm(hidden)
    -> last
  h -> linear(horizon)
}
`;

describe("analyse", () => {
  it("gives the same with and without an earlier analysis", () => {
    const before = analyse(spec);
    const text = spec.replace("lstm(hidden)", "gru(hiddn)");
    const [fresh, incremental] = [analyse(text), analyse(text, {}, before)];
    expect(incremental.diagnostics).toEqual(fresh.diagnostics);
    expect(incremental.parsed.file).toEqual(fresh.parsed.file);
    expect(fresh.diagnostics.map(({ code }) => code)).toContain("name-unknown");
  });
});

describe("code actions", () => {
  it("are the fixes of the faults in a span", () => {
    const { text, spans } = marked(
      spec.replace("lstm(hidden)", "⟦lsmt⟧(hidden)").replace("linear", "⟦liner⟧"),
    );
    const analysis = analyse(text);
    const [first, second] = spans;
    const [action, more] = codeActions(analysis, first ?? { start: 0, end: 0 });
    expect(more).toBeUndefined();
    expect(action && withEdits(text, action.edits)).toBe(spec.replace("linear", "liner"));
    expect(codeActions(analysis, second ?? { start: 0, end: 0 }).map(({ title }) => title)).toEqual([
      "write `linear`",
    ]);
  });
});

describe("inlay hints", () => {
  it("tell shapes behind assigned names, results and stages that end a line", () => {
    const analysis = analyse(spec);
    const written = withEdits(
      spec,
      inlayHints(analysis).map(({ at, text }) => ({ span: { start: at, end: at }, newText: text })),
    );
    expect(written).toContain(`  h: [batch, hidden] =
    x -> [batch, time, feature]
    -> lstm(hidden) -> [batch, time, hidden]
    -> last
  h -> linear(horizon) -> [batch, horizon]
`);
  });

  it("outside of the wanted part are left out", () => {
    const end = spec.indexOf("-> last");
    const hints = inlayHints(analyse(spec), { start: 0, end });
    expect(hints.length).toBeGreaterThan(0);
    expect(hints.every(({ at }) => at <= end)).toBe(true);
  });
});

describe("document symbols", () => {
  it("are the outline of the file", () => {
    const lines = (items: readonly OutlineItem[], indent = ""): string[] =>
      items.flatMap(({ kind, name, detail, children }) => [
        `${indent}${kind} ${name} | ${detail}`,
        ...lines(children, `${indent}  `),
      ]);
    expect(lines(documentSymbols(analyse(spec)))).toEqual([
      "constant hidden | 8",
      "section data | ",
      '  setting source | csv("a.csv")',
      "  setting time | date",
      "  setting input | a, b",
      "  setting target | c",
      "  setting window | 10",
      "  setting horizon | 1",
      "model Next | (x: [batch, time, feature]) -> [batch, horizon]",
      "  parameter x | : [batch, time, feature]",
      "  value h | x -> lstm(hidden) -> last",
    ]);
  });

  it("name spans that lie inside of what they name", () => {
    const visit = (items: readonly OutlineItem[]): void => {
      for (const { span, nameSpan, children } of items) {
        expect(span.start).toBeLessThanOrEqual(nameSpan.start);
        expect(span.end).toBeGreaterThanOrEqual(nameSpan.end);
        visit(children);
      }
    };
    visit(documentSymbols(analyse(exampleText)));
  });
});

describe("semantic tokens", () => {
  const tokens = (text: string) =>
    semanticTokens(analyse(text)).map(({ span, type, modifiers }) =>
      [text.slice(span.start, span.end), type, ...modifiers].join(" "),
    );

  it("say what every word is", () => {
    const found = tokens(spec);
    for (const one of [
      "let keyword",
      "hidden variable declaration readonly",
      "data keyword",
      "source property",
      '"a.csv" string',
      "a variable",
      "## Looks at the last day. comment documentation",
      "model keyword",
      "Next class declaration",
      "x parameter declaration",
      "batch typeParameter defaultLibrary",
      "feature typeParameter declaration",
      "-> operator",
      "lstm function defaultLibrary",
      "hidden variable readonly",
      "last function defaultLibrary",
      "10 number",
    ])
      expect(found).toContain(one);
  });

  it("tell a name from a keyword of the same letters", () => {
    const text =
      "seq 1\ncell c(x: [in], n) {\n  state h: [n]\n  weight w: [n]\n  state = affine(x, h)\n  h' = state * w\n}\n";
    expect(tokens(text).filter((one) => one.startsWith("state"))).toEqual([
      "state keyword",
      "state variable declaration",
      "state variable",
    ]);
  });

  it("come in order and never overlap or cross a line", () => {
    const found = semanticTokens(analyse(exampleText));
    let end = 0;
    for (const { span } of found) {
      expect(span.start).toBeGreaterThanOrEqual(end);
      expect(exampleText.slice(span.start, span.end)).not.toContain("\n");
      end = span.end;
    }
  });
});

describe("damaged texts", () => {
  it("make no service throw, and all places lie in the text", () => {
    const probes = [editorProbe];
    const { findings } = fuzz({
      seed: 20_260,
      cases: 30,
      seconds: 10,
      texts: [exampleText, spec],
      probes,
      limitMs: Number.POSITIVE_INFINITY, // what else runs beside a test says nothing about it
      clock: () => 0,
    });
    expect(findings).toEqual([]);
  });
});
