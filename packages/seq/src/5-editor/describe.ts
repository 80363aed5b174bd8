/**
 * Entries of the language's tables as Markdown, for hover and completion.
 */
import { type Entry, formOf, type Parameter } from "../tables/kind.ts";
import type { LayerFunction } from "../tables/layers.ts";
import type { Key } from "../tables/sections.ts";

/** Text of the language in a fence of its own. */
export function code(text: string): string {
  return `\`\`\`seq\n${text}\n\`\`\``;
}

/** How it is written, what it does, its arguments and options. */
export function describeEntry(entry: Entry): string {
  const parts = [code(writtenForm(entry)), entry.doc, ...axesOf(entry)];
  const given = [...entry.args, ...entry.options].map((parameter) => `- ${describeParameter(parameter)}`);
  if (given.length > 0) parts.push(given.join("\n"));
  return parts.join("\n\n");
}

/** A layer with the arrow that brings its value: `x -> last`. */
function writtenForm(entry: Entry | LayerFunction): string {
  const [value] = entry.args;
  if (!("from" in entry) || value?.kind.kind !== "value" || value.many) return formOf(entry);
  return `${value.name} -> ${formOf({ ...entry, args: entry.args.slice(1) })}`;
}

function axesOf(entry: Entry | LayerFunction): string[] {
  return "from" in entry
    ? [`From ${entry.from} to ${entry.to}${entry.cellOnly ? ", in cells only" : ""}.`]
    : [];
}

/** `layers`: layers on top of each other; a whole number from 1; 1 if left out. */
export function describeParameter(parameter: Parameter): string {
  const { name, doc } = parameter;
  const takes = rangeOf(parameter);
  const without = parameter.default === undefined ? "" : `; ${parameter.default} if left out`;
  return `\`${name}\`: ${doc}${takes === "" ? "" : `; ${takes}`}${without}`;
}

/** What a parameter takes, where its doc does not say so. */
function rangeOf({ kind }: Parameter): string {
  if (kind.kind === "word") return kind.words.join(", ");
  if (kind.kind === "truth") return "true or false";
  if (kind.kind !== "number") return "";
  const { whole, from, above, to, below, unit } = kind;
  const bounds = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(to === undefined ? [] : [`to ${to}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ];
  const units = { share: ", also with %", time: " in ms or s", frequency: " in Hz or kHz" };
  return `${whole ? "a whole number" : "a number"}${bounds.map((bound) => ` ${bound}`).join("")}${unit === undefined ? "" : units[unit]}`;
}

export function describeKey({ form, doc, without, needed, repeats }: Key): string {
  const rules = [
    needed ? "It must be there." : `Without it: ${without}.`,
    ...(repeats ? ["It may stand more than once."] : []),
  ];
  return [code(form), doc, rules.join(" ")].join("\n\n");
}

/** Words that begin lines and are in no table. */
export const keywords: readonly {
  readonly name: string;
  readonly form: string;
  readonly doc: string;
  readonly in: "file" | "body" | "cell";
}[] = [
  {
    name: "import",
    form: 'import "cells.seq" as own',
    doc: "Cells and blocks of another file, as `own.name`.",
    in: "file",
  },
  { name: "let", form: "let hidden = 32", doc: "A constant: a number, a text or a truth value.", in: "file" },
  {
    name: "cell",
    form: "cell name(x: [in], hidden) { }",
    doc: "One time step of a recurrent layer.",
    in: "file",
  },
  {
    name: "block",
    form: "block Name(x: [batch, time, feature], width) -> [batch, width] { }",
    doc: "Layers under one name, with weights of their own at each use.",
    in: "file",
  },
  {
    name: "model",
    form: "model Name(x: [batch, time, feature]) -> [batch, horizon] { }",
    doc: "What is trained: its parameters are fields of `data`, its results answer the targets.",
    in: "file",
  },
  {
    name: "layer",
    form: "layer e = embedding(16)",
    doc: "A layer without its input; it shares its weights wherever it is used.",
    in: "body",
  },
  { name: "weight", form: "weight w: [hidden] = zeros", doc: "Learned numbers.", in: "body" },
  {
    name: "repeat",
    form: "repeat 3 { }",
    doc: "Its body several times, each time with weights of its own.",
    in: "body",
  },
  {
    name: "state",
    form: "state h: [hidden]",
    doc: "What is carried from step to step; `h'` is its value after the step.",
    in: "cell",
  },
];
