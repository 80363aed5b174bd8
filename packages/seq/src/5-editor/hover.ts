/**
 * What there is to know about the place under the pointer, as Markdown.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Call, Flow, Name, Ref, SyntaxNode } from "../1-parse/syntax.ts";
import { fixedAxes } from "../2-check/axes/axis.ts";
import { columnFunctions } from "../tables/column-functions.ts";
import { type Entry, entryOf, type Parameter } from "../tables/kind.ts";
import { initialValues, layerFunctions } from "../tables/layers.ts";
import { keySpellings, sections } from "../tables/sections.ts";
import type { Analysis } from "./analysis.ts";
import { code, describeEntry, describeKey, describeParameter, keywords } from "./describe.ts";
import { describeSymbol } from "./describe-symbol.ts";
import { settingWords } from "./setting-words.ts";
import { type Shape, shapesOf } from "./shapes.ts";
import { stageWeights } from "./stage-weights.ts";
import { covers, innermost, pathAt } from "./syntax-path.ts";

export interface Hover {
  /** What it is about. */
  readonly span: Span;
  readonly markdown: string;
}

/**
 * Shape of a value or of what an arrow brings, docs of names, layers, keys and options, numbers of weights.
 *
 * @param offset  UTF-16, as in `text.slice`
 * @returns       undefined where there is nothing to say
 * @example hoverAt(analyse(text), text.indexOf("lstm"))?.markdown;
 */
export function hoverAt(analysis: Analysis, offset: number): Hover | undefined {
  const path = pathAt(analysis.parsed.file, offset);
  return (
    arrow(analysis, path, offset) ??
    name(analysis, path, offset) ??
    word(analysis, path) ??
    keyword(analysis, path, offset)
  );
}

/** What flows through an arrow. */
function arrow(analysis: Analysis, path: readonly SyntaxNode[], offset: number): Hover | undefined {
  const { text } = analysis.source;
  const start = text.startsWith("->", offset) ? offset : text.startsWith("->", offset - 1) ? offset - 1 : -1;
  const flow = start < 0 ? undefined : innermost(path, "flow");
  const from = flow === undefined ? undefined : sourceOf(flow, start);
  const shape =
    from === undefined ? undefined : shapesOf(analysis.parsed.file, analysis.checked).of(from.span);
  if (shape === undefined) return undefined;
  return { span: { start, end: start + 2 }, markdown: join(code(shape.text), sizesOf(shape)) };
}

function sourceOf(flow: Flow, arrowAt: number): SyntaxNode | undefined {
  return [flow.from, ...flow.stages].findLast(({ span }) => span.end <= arrowAt);
}

/** A name that the text gives, with the shape it has at this place. */
function name(analysis: Analysis, path: readonly SyntaxNode[], offset: number): Hover | undefined {
  const found = analysis.names.at(offset);
  if (found === undefined) return undefined;
  const shape = shapeAround(analysis, path, found.span);
  return {
    span: found.span,
    markdown: join(
      ...describeSymbol(analysis, found.symbol, shape),
      sizesOf(shape),
      weightsAt(analysis, path, found.span),
    ),
  };
}

/** Words of the language: keys, options, layers, functions, axes. */
function word(analysis: Analysis, all: readonly SyntaxNode[]): Hover | undefined {
  const inRef = all.at(-1)?.kind === "name" && all.at(-2)?.kind === "ref";
  const path = inRef ? all.slice(0, -1) : all; // parts of a reference stand for the whole
  const node = path.at(-1);
  if (node?.kind === "name") return namedWord(path, node);
  const ref = node?.kind === "ref" ? node : undefined;
  if (ref === undefined) return undefined;
  const entry = entryFor(path, ref);
  if (entry !== undefined) {
    const shape = shapeAround(analysis, path, ref.span);
    const gives = shape === undefined ? undefined : `Here: \`${shape.text}\``;
    return {
      span: ref.span,
      markdown: join(describeEntry(entry), gives, sizesOf(shape), weightsAt(analysis, path, ref.span)),
    };
  }
  return fixedAxes.includes(ref.name) ? axis(analysis, path, ref) : undefined;
}

function axis(analysis: Analysis, path: readonly SyntaxNode[], ref: Ref): Hover {
  const size = innermost(path, "model") && analysis.checked.spec?.program.data;
  const steps = ref.name === "time" ? size?.window : ref.name === "horizon" ? size?.horizon : undefined;
  const known = steps === undefined ? "" : ` Data give it ${steps === 1 ? "one step" : `${steps} steps`}.`;
  const what =
    ref.name === "batch" ? "The axis of examples." : "An ordered axis; recurrent layers run along it.";
  return { span: ref.span, markdown: join(code(ref.name), what + known) };
}

/** The name of a section, key or option. */
function namedWord(path: readonly SyntaxNode[], node: Name): Hover | undefined {
  const parent = path.at(-2);
  const section = innermost(path, "section");
  const kind = sections.find(({ name: own }) => own === section?.word.text);
  if (parent?.kind === "section" && parent.word === node && kind !== undefined)
    return { span: node.span, markdown: join(code(`${kind.name} { }`), kind.doc) };
  if (parent?.kind === "setting" && parent.key === node) {
    const own = keySpellings.get(node.text) ?? node.text;
    const key = kind?.keys.find((one) => one.name === own);
    return key === undefined ? undefined : { span: node.span, markdown: describeKey(key) };
  }
  if (parent?.kind === "option" && parent.name === node) {
    const parameter = optionFor(path, node.text);
    if (parameter !== undefined) return { span: node.span, markdown: describeParameter(parameter) };
  }
  return undefined;
}

function optionFor(path: readonly SyntaxNode[], option: string): Parameter | undefined {
  const call = innermost(path, "call");
  if (call !== undefined) {
    const entry = entryFor([...path.slice(0, path.indexOf(call) + 1), call.callee], call.callee);
    return entry === undefined
      ? undefined
      : [...entry.options, ...entry.args].find((one) => one.name === option);
  }
  const [section, setting] = [innermost(path, "section"), innermost(path, "setting")];
  if (section === undefined || setting === undefined) return undefined;
  return settingWords(section.word.text, setting.key.text).options.find((one) => one.name === option);
}

/** The table entry that a word stands for in its place. */
function entryFor(path: readonly SyntaxNode[], { name: written }: Ref): Entry | undefined {
  const section = innermost(path, "section");
  if (section === undefined) {
    const declared = innermost(path, "weight", "state");
    return (declared && entryOf(initialValues, written)) ?? entryOf(layerFunctions, written);
  }
  const setting = innermost(path, "setting");
  if (setting === undefined) return entryOf(columnFunctions, written); // a `let`
  return entryOf(settingWords(section.word.text, setting.key.text).entries, written);
}

const words = new Map(keywords.map((one) => [one.name, one]));

/** The word that a line begins with. */
function keyword({ source }: Analysis, path: readonly SyntaxNode[], offset: number): Hover | undefined {
  const line = path.findLast((node) => "blankBefore" in node);
  if (line === undefined || !covers(line.span, offset)) return undefined;
  const [written = ""] = /^[a-z]+/.exec(source.text.slice(line.span.start, line.span.start + 10)) ?? [];
  const found = words.get(written);
  if (found === undefined || line.kind === "assign" || offset > line.span.start + written.length)
    return undefined;
  const span = { start: line.span.start, end: line.span.start + written.length };
  return { span, markdown: join(code(found.form), found.doc) };
}

// ---- shapes and weights ----

/** The shape of the innermost call, name or stage whose own name the span is. */
function shapeAround(analysis: Analysis, path: readonly SyntaxNode[], span: Span): Shape | undefined {
  const shapes = shapesOf(analysis.parsed.file, analysis.checked);
  const call = callOf(path, span);
  if (call !== undefined) return shapes.of(call.span);
  const node = path.findLast((one) => one.kind === "ref" && covers(one.span, span.start));
  const target = innermost(path, "target");
  const assigned = target === undefined ? undefined : innermost(path, "assign");
  if (assigned !== undefined && assigned.targets.length === 1) return shapes.of(endOf(assigned.value).span);
  return shapes.of(node?.span ?? span);
}

/** The call of which the span is the callee. */
function callOf(path: readonly SyntaxNode[], span: Span): Call | undefined {
  const call = innermost(path, "call");
  return call !== undefined && covers(call.callee.span, span.start) ? call : undefined;
}

/** A flow has the shape of its last stage. */
function endOf(value: SyntaxNode): SyntaxNode {
  return value.kind === "flow" ? (value.stages.at(-1) ?? value) : value;
}

function sizesOf(shape: Shape | undefined): string | undefined {
  if (shape === undefined || shape.sizes.size === 0) return undefined;
  return [...shape.sizes].map(([axisName, size]) => `\`${axisName}\` is ${size}`).join(", ");
}

function weightsAt(analysis: Analysis, path: readonly SyntaxNode[], span: Span): string | undefined {
  const stage = callOf(path, span)?.span ?? innermost(path, "ref")?.span;
  const count = stage === undefined ? undefined : stageWeights(analysis, path, stage);
  return count === undefined || count === 0 ? undefined : `${count.toLocaleString("en")} weights`;
}

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}
