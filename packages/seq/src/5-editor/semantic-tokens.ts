/**
 * What every word of a text is, for colours: the words of the language, names by what they mean, numbers, texts,
 * comments.
 */
import type { Span } from "@seqloom/diagnostic";
import { definitionWords, sectionWords } from "../1-parse/cut.ts";
import { isSign, scan, type Token } from "../1-parse/scan.ts";
import type { Expression, SyntaxNode } from "../1-parse/syntax.ts";
import { fixedAxes } from "../2-check/axes/axis.ts";
import { columnFunctions } from "../tables/column-functions.ts";
import { namesOf } from "../tables/kind.ts";
import { initialValues, layerFunctions } from "../tables/layers.ts";
import type { Analysis } from "./analysis.ts";
import type { NameKind, Occurrence } from "./names/name-index.ts";

/** In the order in which a client is told of them. */
export const tokenTypes = [
  "keyword",
  "namespace",
  "function",
  "class",
  "parameter",
  "variable",
  "property",
  "typeParameter",
  "enumMember",
  "number",
  "string",
  "comment",
  "operator",
] as const;

export const tokenModifiers = [
  "declaration",
  "readonly",
  "modification",
  "defaultLibrary",
  "documentation",
] as const;

export interface SemanticToken {
  readonly span: Span;
  readonly type: (typeof tokenTypes)[number];
  readonly modifiers: readonly (typeof tokenModifiers)[number][];
}

const typeOfKind: Readonly<Record<NameKind, SemanticToken["type"]>> = {
  constant: "variable",
  cell: "class",
  block: "class",
  model: "class",
  import: "namespace",
  parameter: "parameter",
  size: "typeParameter",
  option: "parameter",
  value: "variable",
  state: "property",
  weight: "property",
  layer: "function",
  result: "variable",
  axis: "typeParameter",
  column: "variable",
  join: "namespace",
  field: "parameter",
};

const lineWords = [
  "seq",
  "import",
  "as",
  "let",
  "of",
  "state",
  "weight",
  "layer",
  "repeat",
  ...definitionWords,
  ...sectionWords,
];
const builtIn = new Set(namesOf([...layerFunctions, ...columnFunctions, ...initialValues]));

/** All tokens that have a colour, in order, none across lines. */
export function semanticTokens({ source, parsed, names }: Analysis): readonly SemanticToken[] {
  const words = new Map<number, SemanticToken>();
  for (const { span, type } of wordsOfSyntax(parsed.file))
    words.set(span.start, { span, type, modifiers: libraryOf(type) });
  for (const occurrence of names.occurrences) words.set(occurrence.span.start, tokenOf(occurrence));
  const tokens = scan(source.text);
  return tokens.flatMap((token, i): SemanticToken[] => {
    const found = words.get(token.start);
    if (found !== undefined && token.kind === "word") return [{ ...found, span: spanOf(token) }];
    return plainToken(token, tokens[i - 1]);
  });
}

function spanOf({ start, end }: Token): Span {
  return { start, end };
}

function libraryOf(type: SemanticToken["type"]): SemanticToken["modifiers"] {
  return type === "function" || type === "typeParameter" ? ["defaultLibrary"] : [];
}

function tokenOf({ span, symbol, role }: Occurrence): SemanticToken {
  const modifiers: SemanticToken["modifiers"][number][] = [];
  if (role === "definition") modifiers.push("declaration");
  if (role === "write") modifiers.push("modification");
  if (symbol.kind === "constant") modifiers.push("readonly");
  return { span, type: typeOfKind[symbol.kind], modifiers };
}

/** Signs, literals and comments; words at the start of a line that begin a statement. */
function plainToken(token: Token, before: Token | undefined): SemanticToken[] {
  const span = spanOf(token);
  switch (token.kind) {
    case "comment": {
      const end = token.start + token.text.trimEnd().length;
      const isDoc = /^##(?!#)/.test(token.text);
      return [
        { span: { start: token.start, end }, type: "comment", modifiers: isDoc ? ["documentation"] : [] },
      ];
    }
    case "string":
      return [{ span, type: "string", modifiers: [] }];
    case "number":
      return [{ span, type: "number", modifiers: [] }];
    case "sign":
      return isSign(token, "->", "+", "-", "*", "/", "^", "=", "==", "!=", "<", ">", "<=", ">=")
        ? [{ span, type: "operator", modifiers: [] }]
        : [];
    case "word": {
      const isFirst = before === undefined || before.kind === "newline" || isSign(before, "{", "}");
      const isKeyword =
        ["and", "or", "not", "true", "false"].includes(token.text) ||
        ((isFirst || ["as", "of"].includes(token.text)) && lineWords.includes(token.text));
      return isKeyword ? [{ span, type: "keyword", modifiers: [] }] : [];
    }
    case "newline":
    case "other":
      return [];
    default:
      return token.kind satisfies never;
  }
}

// ---- words whose meaning only the tree tells ----

interface Word {
  readonly span: Span;
  readonly type: SemanticToken["type"];
}

function* wordsOfSyntax(root: SyntaxNode): Generator<Word> {
  const stack: SyntaxNode[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield* wordsOf(node);
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) stack.push(child);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value;
}

function wordsOf(node: SyntaxNode): Word[] {
  switch (node.kind) {
    case "section":
      return [{ span: node.word.span, type: "keyword" }];
    case "setting":
      return [
        { span: node.key.span, type: "property" },
        ...node.items.flatMap((item) => valueWord(item.kind === "option" ? item.value : item)),
      ];
    case "option":
      return [{ span: node.name.span, type: "property" }, ...valueWord(node.value)];
    case "call":
      return [{ span: node.callee.span, type: "function" }];
    case "flow":
      return node.stages.flatMap((stage) =>
        stage.kind === "ref" ? [{ span: stage.span, type: "function" as const }] : [],
      );
    case "ref":
      if (fixedAxes.includes(node.name)) return [{ span: node.span, type: "typeParameter" }];
      return builtIn.has(node.name) ? [{ span: node.span, type: "function" }] : [];
    default:
      return [];
  }
}

/** A word such as `best` or `businessDay`. */
function valueWord(value: Expression): Word[] {
  return value.kind === "ref" && !fixedAxes.includes(value.name)
    ? [{ span: value.span, type: "enumMember" }]
    : [];
}
