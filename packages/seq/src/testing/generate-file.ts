/**
 * Random files of the grammar, for property tests: `syntaxFile` as a tree, `seqText` as text with comments and blank
 * lines in all places where they may stand.
 */
import fc from "fast-check";
import { definitionWords } from "../1-parse/cut.ts";
import { scan } from "../1-parse/scan.ts";
import type * as Syntax from "../1-parse/syntax.ts";
import { printFile } from "../4-format/print-file.ts";
import { call, name, number, option, text, value, word } from "./generate-values.ts";

const span = { start: 0, end: 0 };
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

function docOf(words: string | undefined): Syntax.Doc | undefined {
  return words === undefined ? undefined : { kind: "doc", text: words, span };
}

const docWord = fc.constantFrom("input gate", "", "# odd", "width: of the layer", "größer 😀");
const docBehind = maybe(docWord.filter(Boolean)).map(docOf);
const docLines = fc.array(docWord, { minLength: 1, maxLength: 3 }).filter((lines) => lines.some(Boolean));
const docAbove = maybe(docLines.map((lines) => lines.join("\n"))).map(docOf);
const line = { doc: docBehind, blankBefore: fc.boolean() };

const axis: fc.Arbitrary<Syntax.Axis> = fc.oneof(
  value.map((size): Syntax.Axis => ({ kind: "axis", name: undefined, size, span })),
  fc.record({ name, size: value }).map((parts): Syntax.Axis => ({ kind: "axis", span, ...parts })),
  fc.constant<Syntax.Axis>({ kind: "axis", name: undefined, size: undefined, span }),
);
const type: fc.Arbitrary<Syntax.Type> = fc
  .record({ axes: fc.array(axis, { maxLength: 3 }), of: maybe(name) })
  .map((parts) => ({ kind: "type", span, ...parts }));

const binding: fc.Arbitrary<Syntax.Binding> = fc
  .record({ name, value })
  .map((parts) => ({ kind: "binding", span, ...parts }));
const letLine: fc.Arbitrary<Syntax.Let> = fc
  .record({ bindings: fc.array(binding, { minLength: 1, maxLength: 3 }), ...line })
  .map((parts) => ({ kind: "let", span, ...parts }));

const items = fc.array(fc.oneof(value, option), { maxLength: 3 });
const setting: fc.Arbitrary<Syntax.Setting> = fc.oneof(
  fc
    .record({ key: name, items, ...line })
    .filter(({ key, items: [first] }) => isOrdinary(key.text, first))
    .map((parts): Syntax.Setting => ({ kind: "setting", parts: undefined, span, ...parts })),
  fc.record({ parts: fc.array(fc.oneof(number, text), { minLength: 1, maxLength: 3 }), items, ...line }).map(
    (rest): Syntax.Setting => ({
      kind: "setting",
      key: { kind: "name", text: "split", span },
      span,
      ...rest,
    }),
  ),
);

/** `split 1` has parts, `let a = 1` is no setting, `optimizer` is written otherwise. */
function isOrdinary(key: string, first: Syntax.Value | Syntax.Option | undefined): boolean {
  if ([...definitionWords, "let", "optimizer"].includes(key)) return false;
  return key !== "split" || first === undefined || first.kind === "ref" || first.kind === "option";
}

const sectionHead = fc.oneof(
  fc.constantFrom("data", "forecast", "detect", "sample").map((w) => ({ word: nameOf(w), name: undefined })),
  fc.record({ word: fc.constant(nameOf("train")), name: maybe(name) }),
);
const section: fc.Arbitrary<Syntax.Section> = fc
  .record({
    head: sectionHead,
    settings: fc.array(fc.oneof({ weight: 4, arbitrary: setting }, letLine), { maxLength: 4 }),
    doc: docAbove,
    blankBefore: fc.boolean(),
  })
  .map(({ head, ...parts }) => ({ kind: "section", headBroken: false, span, ...head, ...parts }));

function nameOf(textOfName: string): Syntax.Name {
  return { kind: "name", text: textOfName, span };
}

const target: fc.Arbitrary<Syntax.Target> = fc
  .record({ name: word, after: fc.boolean() })
  .map((parts) => ({ kind: "target", span, ...parts }));
const slot: fc.Arbitrary<Syntax.Target> = fc
  .oneof(word, fc.constant("_"))
  .map((slotName) => ({ kind: "target", name: slotName, after: false, span }));
const declared = {
  names: fc.array(name, { minLength: 1, maxLength: 3 }),
  type,
  start: maybe(value),
  ...line,
};

const simple: fc.Arbitrary<Syntax.Statement> = fc.oneof(
  fc.record(declared).map((parts): Syntax.State => ({ kind: "state", span, ...parts })),
  fc.record(declared).map((parts): Syntax.Weight => ({ kind: "weight", span, ...parts })),
  fc.record({ name, call, ...line }).map((parts): Syntax.Layer => ({ kind: "layer", span, ...parts })),
  fc
    .record({
      targets: fc.oneof(
        target.map((t) => [t]),
        fc.array(slot, { minLength: 1, maxLength: 3 }),
      ),
      value,
      ...line,
    })
    .map((parts): Syntax.Assign => ({ kind: "assign", span, ...parts })),
  fc.record({ value, ...line }).map((parts): Syntax.Result => ({ kind: "result", span, ...parts })),
);
const { statement } = fc.letrec<{ statement: Syntax.Statement }>((tie) => ({
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 6, arbitrary: simple },
    fc
      .record({ count: value, body: fc.array(tie("statement"), { maxLength: 3 }), blankBefore: fc.boolean() })
      .map((parts): Syntax.Repeat => ({ kind: "repeat", doc: undefined, span, ...parts })),
  ),
}));

const param: fc.Arbitrary<Syntax.Param> = fc.oneof(
  fc
    .record({ name, type })
    .map((p): Syntax.Param => ({ kind: "param", role: "value", value: undefined, span, ...p })),
  fc
    .record({ name, value })
    .map((p): Syntax.Param => ({ kind: "param", role: "option", type: undefined, span, ...p })),
  name.map(
    (n): Syntax.Param => ({ kind: "param", role: "size", name: n, type: undefined, value: undefined, span }),
  ),
);
const named: fc.Arbitrary<Syntax.Output> = fc
  .record({ name, type })
  .map((parts) => ({ kind: "output", span, ...parts }));
const results: fc.Arbitrary<Syntax.Output[]> = fc.oneof(
  type.map((only): Syntax.Output[] => [{ kind: "output", name: undefined, type: only, span }]),
  fc.array(named, { minLength: 1, maxLength: 3 }),
);
const definition: fc.Arbitrary<Syntax.Definition> = fc
  .record({
    kind: fc.constantFrom("model" as const, "block" as const, "cell" as const),
    name,
    params: fc.array(param, { maxLength: 3 }),
    results,
    hasResults: fc.boolean(),
    body: fc.array(statement, { maxLength: 4 }),
    doc: docAbove,
    blankBefore: fc.boolean(),
  })
  .map(({ hasResults, results: given, ...parts }) => ({
    results: hasResults || parts.kind !== "cell" ? given : [],
    paramsSpan: span,
    head: span,
    headBroken: false,
    span,
    ...parts,
  }));

const importLine: fc.Arbitrary<Syntax.Import> = fc
  .record({ file: text, as: name, ...line })
  .map((parts) => ({ kind: "import", span, ...parts }));

/** A file without comments; its nodes have no places. */
export const syntaxFile: fc.Arbitrary<Syntax.SyntaxFile> = fc
  .array(fc.oneof(importLine, letLine, section, definition), { maxLength: 3 })
  .map((found) => ({
    kind: "file",
    version: { kind: "version", number: 1, span },
    items: found,
    comments: [],
    span,
  }));

/** The text of a file with comments, line ends and blanks thrown in where the grammar allows them. */
export const seqText: fc.Arbitrary<string> = fc
  .record({ file: syntaxFile, noise: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }) })
  .map(({ file, noise }) => noise.reduce((noisy, [at, kind]) => disturb(noisy, at, kind), printFile(file)));

const insertions = [
  "\n",
  "\n\n",
  " # note\n",
  "\n# note\n\n",
  "  ",
  "\t",
  " ## doc\n",
  "\r\n",
  "\n\n\n### title\n",
];

/** Inserts at a place where a line may end: behind a line end, an opening bracket, a comma, an operator, `=`. */
function disturb(before: string, at: number, kind: number): string {
  const places = scan(before).flatMap((token, i, tokens) => {
    const isPlace = token.kind === "newline" || /^(?:[([,+*/^=]|->)$/.test(token.text);
    const isDocLine = token.kind === "newline" && tokens[i - 1]?.text.startsWith("##");
    return isPlace && token.kind !== "string" && !isDocLine ? [token.end] : [];
  });
  const place = places[at % Math.max(1, places.length)] ?? before.length;
  return before.slice(0, place) + (insertions[kind % insertions.length] ?? "") + before.slice(place);
}
