/**
 * The outline of a file: constants, sections with their settings, definitions with their parameters and values.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Definition, Section, Statement, TopItem } from "../1-parse/syntax.ts";
import type { Analysis } from "./analysis.ts";

export type OutlineKind =
  | "import"
  | "constant"
  | "section"
  | "setting"
  | "column"
  | "cell"
  | "block"
  | "model"
  | "parameter"
  | "state"
  | "weight"
  | "layer"
  | "value"
  | "repeat";

export interface OutlineItem {
  readonly kind: OutlineKind;
  readonly name: string;
  /** What stands behind the name: a value, parameters. */
  readonly detail: string;
  readonly span: Span;
  /** The part to select: the name, inside `span`. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

/** The outline, in the order of the text. Lines that did not parse are not in it. */
export function documentSymbols({ parsed, source }: Analysis): readonly OutlineItem[] {
  return parsed.file.items.flatMap((item) => itemOf(item, source.text));
}

function itemOf(item: TopItem, text: string): OutlineItem[] {
  switch (item.kind) {
    case "import":
      return [leaf("import", item.as.text, item.file.value, item.span, item.as.span)];
    case "let":
      return item.bindings.map(({ name, value, span }) =>
        leaf("constant", name.text, written(value.span, text), span, name.span),
      );
    case "section":
      return [section(item, text)];
    case "cell":
    case "block":
    case "model":
      return item.name.text === "" ? [] : [definition(item, text)];
    case "broken":
      return [];
    default:
      return item satisfies never;
  }
}

function section(item: Section, text: string): OutlineItem {
  const children = item.settings.flatMap((setting): OutlineItem[] => {
    if (setting.kind === "broken") return [];
    if (setting.kind === "let")
      return setting.bindings.map(({ name, value, span }) =>
        leaf("column", name.text, written(value.span, text), span, name.span),
      );
    const { key, span } = setting;
    return [leaf("setting", key.text, written({ start: key.span.end, end: span.end }, text), span, key.span)];
  });
  const { word, name, span } = item;
  return { kind: "section", name: word.text, detail: name?.text ?? "", span, nameSpan: word.span, children };
}

function definition(item: Definition, text: string): OutlineItem {
  const params = item.params.map(({ name, span }) =>
    leaf("parameter", name.text, written({ start: name.span.end, end: span.end }, text), span, name.span),
  );
  return {
    kind: item.kind,
    name: item.name.text,
    detail: written({ start: item.name.span.end, end: item.head.end }, text),
    span: item.span,
    nameSpan: item.name.span,
    children: [...params, ...item.body.flatMap((statement) => statementOf(statement, text))],
  };
}

function statementOf(statement: Statement, text: string): OutlineItem[] {
  const { span } = statement;
  switch (statement.kind) {
    case "state":
    case "weight":
      return statement.names.map((name) =>
        leaf(statement.kind, name.text, written(statement.type.span, text), span, name.span),
      );
    case "layer":
      return [
        leaf("layer", statement.name.text, written(statement.call.span, text), span, statement.name.span),
      ];
    case "assign":
      return statement.targets.flatMap((target) =>
        target.name === "_"
          ? []
          : [
              leaf(
                "value",
                written(target.span, text),
                written(statement.value.span, text),
                span,
                target.span,
              ),
            ],
      );
    case "repeat": {
      const children = statement.body.flatMap((inner) => statementOf(inner, text));
      const count = statement.count === undefined ? "" : written(statement.count.span, text);
      const nameSpan = { start: span.start, end: span.start + "repeat".length };
      return [{ kind: "repeat", name: "repeat", detail: count, span, nameSpan, children }];
    }
    case "result":
    case "broken":
      return [];
    default:
      return statement satisfies never;
  }
}

function leaf(kind: OutlineKind, name: string, detail: string, span: Span, nameSpan: Span): OutlineItem {
  return { kind, name, detail, span, nameSpan, children: [] };
}

/** On one line, and no longer than an outline is wide. */
function written({ start, end }: Span, text: string): string {
  const line = text.slice(start, end).trim().replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
