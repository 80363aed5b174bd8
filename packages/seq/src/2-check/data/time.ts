import type { Option, Setting } from "../../1-parse/syntax.ts";
import { timeSteps } from "../../tables/sections.ts";
import { meant } from "../reporter.ts";
import type { SettingReader } from "../sections/read-settings.ts";
import { quoted } from "../written.ts";
import { nameIn } from "./column-names.ts";
import { type ColumnSite, columnOf } from "./columns.ts";
import type { TimeRecord } from "./data-record.ts";
import { readGaps } from "./gaps.ts";

/** `time date, every = day, gaps = skip`, or `time row` */
export function readTime(setting: Setting, site: ColumnSite): TimeRecord | undefined {
  const { reader } = site;
  const [first, ...rest] = setting.items;
  const name = first === undefined || first.kind === "option" ? undefined : nameIn(first);
  if (first === undefined || first.kind === "option" || name === undefined) {
    reader.reporter.error("setting-form", "time names the column that orders the rows", setting.span, {
      help: "for instance `time date, every = day`, or `time row` if they stand in order",
    });
    return undefined;
  }
  if (name === "row" && first.kind === "ref" && site.known?.has("row") !== true) {
    const [option] = rest;
    if (option !== undefined)
      reader.reporter.error(
        "option-unknown",
        "`time row` has no clock, so it takes no options",
        option.span,
        { help: "remove it" },
      );
    return { kind: "row" };
  }
  columnOf(first, site);
  const options = new Map(
    rest.flatMap((item) => (item.kind === "option" ? [[item.name.text, item] as const] : [])),
  );
  for (const item of rest) {
    if (item.kind === "option" && ["every", "gaps", "zone"].includes(item.name.text)) continue;
    const { tail, extra } = meant(
      item.kind === "option" ? item.name.text : quoted(item),
      ["every", "gaps", "zone"],
      "options of time",
    );
    reader.reporter.error(
      "option-unknown",
      `time has no option \`${quoted(item)}\`${tail}`,
      item.kind === "option" ? item.name.span : item.span,
      extra,
    );
  }
  const every = everyOf(options.get("every"), reader);
  const gaps = readGaps(options.get("gaps"), reader);
  const zone = zoneOf(options.get("zone"), reader);
  return {
    kind: "clock",
    column: name,
    ...(every !== undefined && { every }),
    ...(gaps !== undefined && { gaps }),
    ...(zone !== undefined && { zone }),
  };
}

function everyOf(option: Option | undefined, reader: SettingReader): string | undefined {
  if (option === undefined) return undefined;
  const { value } = option;
  if (value.kind === "ref") return reader.wordOf(value, timeSteps, "every");
  if (value.kind === "text" && /^[1-9]\d*\s*(ms|s|min|h|d|w)$/.test(value.value)) return value.value;
  reader.reporter.error("every-unknown", `${quoted(value)} is not the size of a step`, value.span, {
    help: `write one of ${timeSteps.join(", ")}, or a span such as "15min"`,
  });
  return undefined;
}

function zoneOf(option: Option | undefined, reader: SettingReader): string | undefined {
  if (option === undefined) return undefined;
  if (option.value.kind === "text" && option.value.value === "UTC") return "UTC";
  if (option.value.kind === "text") {
    reader.reporter.error(
      "not-built",
      `time zones other than UTC are not built yet; this is ${quoted(option.value)}`,
      option.value.span,
      { help: 'convert the column to UTC and write `zone = "UTC"`' },
    );
  } else
    reader.reporter.error(
      "argument-kind",
      `zone is a text; ${quoted(option.value)} is not`,
      option.value.span,
      { help: 'write `zone = "UTC"`' },
    );
  return undefined;
}
