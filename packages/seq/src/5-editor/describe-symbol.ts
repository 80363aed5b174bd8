/**
 * A name of the text as Markdown: what it is, its doc, and what follows from it.
 */
import type { Definition } from "../1-parse/syntax.ts";
import type { Analysis } from "./analysis.ts";
import { code } from "./describe.ts";
import type { NameSymbol } from "./names/name-index.ts";
import type { Shape } from "./shapes.ts";
import { sumBelow, weightCounts } from "./weights.ts";

/** What each kind is called. */
export const kindNames: Readonly<Record<NameSymbol["kind"], string>> = {
  constant: "constant",
  cell: "cell",
  block: "block",
  model: "model",
  import: "import",
  parameter: "parameter",
  size: "size",
  option: "option",
  value: "value",
  state: "state",
  weight: "weight",
  layer: "layer",
  result: "result",
  axis: "axis",
  column: "column",
  join: "joined source",
  field: "field",
};

export function describeSymbol(analysis: Analysis, symbol: NameSymbol, shape?: Shape): readonly string[] {
  const { syntax, doc } = symbol;
  if (syntax?.kind === "cell" || syntax?.kind === "block" || syntax?.kind === "model")
    return [
      code(headOf(analysis, symbol, syntax)),
      doc,
      ...fileOf(symbol),
      ...gives(shape),
      ...learned(analysis, syntax),
    ];
  return [code(lineOf(analysis, symbol, shape)), doc, whatOf(symbol)];
}

/** The head as it is written, on one line. */
function headOf(analysis: Analysis, symbol: NameSymbol, { head }: Definition): string {
  const text = [...analysis.checked.imports.values()].find(({ path }) => path === symbol.path)?.parsed.source
    .text;
  return (text ?? analysis.source.text).slice(head.start, head.end).replace(/\s+/g, " ");
}

function fileOf({ path }: NameSymbol): string[] {
  return path === undefined ? [] : [`From ${path}`];
}

function gives(shape: Shape | undefined): string[] {
  return shape === undefined ? [] : [`Here: \`${shape.text}\``];
}

function learned(analysis: Analysis, { kind, name }: Definition): string[] {
  const counts = kind === "model" ? weightCounts(analysis, name.text) : undefined;
  return counts === undefined ? [] : [`${sumBelow(counts, "").toLocaleString("en")} weights`];
}

function lineOf({ source, checked }: Analysis, symbol: NameSymbol, shape: Shape | undefined): string {
  const { kind, name, syntax } = symbol;
  if (syntax?.kind === "binding") {
    const written = source.text.slice(syntax.span.start, syntax.span.end).replace(/\s+/g, " ");
    const value = kind === "constant" ? checked.spec?.constants[name] : undefined;
    const isPlain = value === undefined || syntax.value.kind === "number" || syntax.value.kind === "text";
    return isPlain ? `let ${written}` : `let ${written}    # ${value}`;
  }
  if (syntax?.kind === "import" || syntax?.kind === "setting")
    return source.text.slice(syntax.span.start, syntax.span.end).replace(/\s+/g, " ");
  if (kind === "option" && syntax?.kind === "param")
    return source.text.slice(syntax.span.start, syntax.span.end);
  return shape === undefined ? name : `${name}: ${shape.text}`;
}

function whatOf(symbol: NameSymbol): string {
  const { kind, field, definition } = symbol;
  if (kind === "column" && definition === undefined) return "A column of the source.";
  if (field !== undefined) return `The field ${field.name} of the data.`;
  return kind === "constant" || kind === "import" || kind === "field"
    ? ""
    : `${kindNames[kind].charAt(0).toUpperCase()}${kindNames[kind].slice(1)}.`;
}
