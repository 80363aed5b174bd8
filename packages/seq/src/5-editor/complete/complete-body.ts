/**
 * What may come next in a cell, block or model.
 */
import { isSign, isWord } from "../../1-parse/scan.ts";
import { entryOf, type Parameter } from "../../tables/kind.ts";
import { cellOptions, initialValues, layerFunctions } from "../../tables/layers.ts";
import type { Analysis } from "../analysis.ts";
import { keywords } from "../describe.ts";
import type { NameSymbol } from "../names/name-index.ts";
import { type Draft, fromEntry, fromOption, fromSymbol, fromWord, wordsOf } from "./completion.ts";
import type { Cursor, OpenBracket } from "./cursor.ts";
import { axisNames, definitionAround, localNames, unique } from "./visible.ts";

export function completeBody(analysis: Analysis, cursor: Cursor): readonly Draft[] {
  const { statement, word, heads } = cursor;
  const bracket = cursor.brackets.at(-1);
  const isCell = (definitionAround(analysis, word.start)?.kind ?? heads[0]) === "cell";
  if (isSign(statement.at(-1), "->")) return callables(analysis, cursor, isCell);
  if (bracket?.sign === "[") return axisNames(analysis, word.start);
  if (bracket !== undefined && bracket.callee !== "") return inCall(analysis, cursor, bracket, isCell);
  const [first] = statement;
  if (first === undefined) return [...starts(isCell), ...values(analysis, cursor, isCell)];
  if (isWord(first, "state", "weight") && cursor.option !== undefined)
    return isWord(first, "weight")
      ? initialValues.map(fromEntry)
      : ["zeros", "ones", "learned"].map((start) => fromWord(start));
  if (isWord(first, "layer")) return cursor.option === undefined ? [] : callables(analysis, cursor, isCell);
  return values(analysis, cursor, isCell);
}

function statementStart({ statement: [first], word }: Cursor): number {
  return first?.start ?? word.start;
}

/** Words that a statement may begin with. */
function starts(isCell: boolean): readonly Draft[] {
  return keywords
    .filter((word) => word.in === "body" || (word.in === "cell" && isCell))
    .map(({ name, form, doc }) => ({
      label: name,
      kind: "keyword",
      detail: form,
      documentation: doc,
      insert: `${name} `,
    }));
}

/** Everything that can stand behind an arrow. */
function callables(analysis: Analysis, cursor: Cursor, isCell: boolean): readonly Draft[] {
  const { word } = cursor;
  const layers = localNames(analysis, word.start, statementStart(cursor)).filter(
    ({ kind }) => kind === "layer",
  );
  const functions = layerFunctions.filter(({ cellOnly }) => cellOnly !== true || isCell);
  return unique([
    ...[...layers, ...definitions(analysis)].map((symbol) => fromSymbol(symbol)),
    ...imported(analysis),
    ...functions.map(fromEntry),
  ]);
}

function definitions({ names }: Analysis): readonly NameSymbol[] {
  return names.symbols.filter(
    ({ kind, path }) => (kind === "cell" || kind === "block") && path === undefined,
  );
}

/** Cells and blocks of other files, with their prefix. */
function imported({ checked: { imports } }: Analysis): readonly Draft[] {
  return [...imports].flatMap(([prefix, { parsed }]) =>
    parsed.file.items.flatMap((item): Draft[] =>
      item.kind === "cell" || item.kind === "block"
        ? [
            {
              ...fromWord(`${prefix}.${item.name.text}`, "definition", item.kind),
              documentation: item.doc?.text ?? "",
            },
          ]
        : [],
    ),
  );
}

function values(analysis: Analysis, cursor: Cursor, isCell: boolean): readonly Draft[] {
  const { word } = cursor;
  const locals = localNames(analysis, word.start, statementStart(cursor)).map((symbol) => fromSymbol(symbol));
  const constants = analysis.names.symbols.filter(({ kind }) => kind === "constant");
  return unique([
    ...locals,
    ...constants.map((symbol) => fromSymbol(symbol)),
    ...callables(analysis, cursor, isCell),
  ]);
}

function inCall(analysis: Analysis, cursor: Cursor, bracket: OpenBracket, isCell: boolean): readonly Draft[] {
  const options = optionsOf(analysis, bracket.callee);
  const sizes = axisNames(analysis, cursor.word.start);
  if (cursor.option !== undefined) {
    const parameter = options.find(({ name }) => name === cursor.option);
    const words = parameter === undefined ? [] : wordsOf(parameter);
    if (parameter?.kind.kind === "function") return pointwise();
    if (parameter?.kind.kind === "axis") return sizes;
    return words.length > 0 ? words : unique([...values(analysis, cursor, isCell), ...sizes]);
  }
  const open = options.filter(({ name }) => !bracket.given.includes(name));
  return unique([...open.map(fromOption), ...sizes, ...values(analysis, cursor, isCell)]);
}

/** Element-wise functions, which an `activation` may be. */
function pointwise(): readonly Draft[] {
  return layerFunctions
    .filter(({ from, to, args }) => from === "any" && to === "the same" && args.length === 1)
    .map(fromEntry);
}

function optionsOf({ names, checked: { imports } }: Analysis, callee: string): readonly Parameter[] {
  const [head = "", member] = callee.split(".");
  const items =
    member === undefined
      ? names.symbols.flatMap(({ syntax, kind }) =>
          syntax !== undefined && kind !== "model" ? [syntax] : [],
        )
      : (imports.get(head)?.parsed.file.items ?? []);
  const own = items.find(
    (item) => (item.kind === "cell" || item.kind === "block") && item.name.text === (member ?? head),
  );
  if (own?.kind !== "cell" && own?.kind !== "block") return entryOf(layerFunctions, callee)?.options ?? [];
  const options = own.params
    .filter(({ role }) => role === "option")
    .map(
      ({ name }): Parameter => ({
        name: name.text,
        kind: { kind: "operand" },
        optional: true,
        doc: `an option of ${own.name.text}`,
      }),
    );
  return own.kind === "cell" ? [...options, ...cellOptions] : options;
}
