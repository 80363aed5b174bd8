/** The language reference, from the tables that the checker itself works with. */
import { tables } from "@seqloom/seq";
import type { Page } from "../page.ts";
import { withContents } from "./contents.ts";

type Entry = (typeof tables.layerFunctions)[number] | (typeof tables.losses)[number];
type Parameter = Entry["options"][number];

interface Chapter {
  readonly file: string;
  readonly title: string;
  readonly intro: string;
  readonly entries: readonly Callable[];
}

/** What all callable entries of the tables have. */
interface Callable {
  readonly name: string;
  readonly args: readonly Parameter[];
  readonly options: readonly Parameter[];
  readonly doc: string;
  readonly from?: string;
  readonly to?: string;
}

const chapters: readonly Chapter[] = [
  {
    ...{ file: "layers", title: "Layers and operations", entries: tables.layerFunctions },
    intro:
      "What may stand behind an arrow or in an equation. `*` stands for any axes, `t` for the ordered one.",
  },
  {
    ...{ file: "sources", title: "Sources of data", entries: tables.sources },
    intro: "What `source` and `join` of a `data` section may be.",
  },
  {
    ...{ file: "columns", title: "Column functions", entries: tables.columnFunctions },
    intro: "What columns are made with, in `let`, `input` and `target` of a `data` section.",
  },
  { file: "scalers", title: "Scalers", intro: "What `scale` may be.", entries: tables.scalers },
  {
    file: "initial",
    title: "First values of weights",
    intro: "What `init` may be.",
    entries: tables.initialValues,
  },
  {
    file: "losses",
    title: "Losses",
    intro: "What `loss` of a `train` section may be.",
    entries: tables.losses,
  },
  { file: "optimisers", title: "Optimisers", intro: "What `optimiser` may be.", entries: tables.optimisers },
  { file: "schedules", title: "Schedules", intro: "What `schedule` may be.", entries: tables.schedules },
  {
    ...{ file: "baselines", title: "Baselines", entries: tables.baselines },
    intro: "What stands beside a model's forecast.",
  },
  { file: "intervals", title: "Intervals", intro: "What `intervals` may be.", entries: tables.intervals },
];

export function languagePages(): Page[] {
  return [
    pageOf("sections", "Sections and settings", sectionsMarkdown()),
    ...chapters.map((chapter) => pageOf(chapter.file, chapter.title, chapterMarkdown(chapter))),
    pageOf("metrics", "Metrics", metricsMarkdown()),
  ];
}

function pageOf(file: string, title: string, markdown: string): Page {
  return {
    ...{ path: `language/${file}.html`, source: `docs/language/${file}.md`, title, language: "en" },
    ...{ section: "language", markdown: withContents(`# ${title}\n\n${markdown}`) },
  };
}

function chapterMarkdown({ intro, entries }: Chapter): string {
  return `${intro}\n\n${entries.map(entryMarkdown).join("\n\n")}\n`;
}

function entryMarkdown({ name, args, options, doc, from, to }: Callable): string {
  const axes = from === undefined || to === undefined ? "" : `\n\n\`${from}\` to \`${to}\``;
  const rows = [...args.map((one) => rowOf(one, "by place")), ...options.map((one) => rowOf(one, "by name"))];
  const table =
    rows.length === 0
      ? ""
      : `\n\n| name | given | takes | default | what it is |\n| --- | --- | --- | --- | --- |\n${rows.join("\n")}`;
  return `## ${name}\n\n${doc}${axes}${table}`;
}

function rowOf(parameter: Parameter, given: string): string {
  const { name, kind, default: without, optional, many, doc } = parameter;
  const fallback = without !== undefined ? `\`${without}\`` : optional === true ? "none" : "must be given";
  const cells = [`\`${name}${many === true ? ", ..." : ""}\``, given, kindText(kind), fallback, doc];
  return `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
}

function kindText(kind: Parameter["kind"]): string {
  switch (kind.kind) {
    case "number": {
      const limits = [
        ...(kind.from === undefined ? [] : [`from ${kind.from}`]),
        ...(kind.above === undefined ? [] : [`above ${kind.above}`]),
        ...(kind.to === undefined ? [] : [`to ${kind.to}`]),
        ...(kind.below === undefined ? [] : [`below ${kind.below}`]),
      ];
      return [kind.whole === true ? "whole number" : "number", ...limits].join(" ");
    }
    case "truth":
      return "`true` or `false`";
    case "word":
      return kind.words.map((word) => `\`${word}\``).join(", ");
    default:
      return kind.kind;
  }
}

function sectionsMarkdown(): string {
  const parts = tables.sections.map(({ name, doc, keys }) => {
    const rows = keys.map((key) =>
      [`\`${key.name}\``, `\`${key.form}\``, key.needed === true ? "must be there" : key.without, key.doc]
        .map((text) => text.replaceAll("|", "\\|"))
        .join(" | "),
    );
    const table = rows.map((row) => `| ${row} |`).join("\n");
    return `## ${name}\n\n${doc}\n\n| key | written as | without it | what it says |\n| --- | --- | --- | --- |\n${table}`;
  });
  return `A spec has sections; a section has settings, a key and its value a line.\n\n${parts.join("\n\n")}\n`;
}

function metricsMarkdown(): string {
  const rows = tables.metrics.map(
    ({ name, on, better, doc }) => `| \`${name}\` | ${on} | ${better} | ${doc} |`,
  );
  return `What \`metrics\` may name.\n\n| metric | of | better is | what it is |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}
