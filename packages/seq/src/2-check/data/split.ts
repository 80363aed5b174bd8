/**
 * How rows are divided into training, validation and test.
 */
import type { Setting } from "../../1-parse/syntax.ts";
import type { Reporter } from "../reporter.ts";
import { scalarOfNumber } from "../scalar.ts";
import { quoted } from "../written.ts";
import type { SplitRecord } from "./data-record.ts";

export interface SplitSite {
  readonly reporter: Reporter;
  /** Rows have a time or stand in order. */
  readonly isTimed: boolean;
  /** What checks that a name is a column. */
  readonly columnName: (setting: Setting, option: string) => string | undefined;
}

/** Training, validation and test for a split of three, training and test for one of two. */
export const defaultShares: readonly number[] = [0.7, 0.15, 0.15];

export function readSplit(setting: Setting, site: SplitSite): SplitRecord | undefined {
  const { reporter, isTimed } = site;
  const extras: { group?: string; stratify?: string } = {};
  for (const item of setting.items) {
    const name = item.kind === "option" ? item.name.text : item.kind === "ref" ? item.name : "";
    if (name === "shuffle" || (name === "stratify" && isTimed)) {
      splitOrder(name, item.span, isTimed, reporter);
    } else if (item.kind === "option" && (name === "group" || name === "stratify")) {
      const column = site.columnName(setting, name);
      if (column !== undefined) extras[name] = column;
    } else {
      reporter.error("option-unknown", `split has no option \`${quoted(item)}\``, item.span, {
        help: "options of split: group, stratify",
      });
    }
  }
  const parts = readParts(setting, site);
  return parts === undefined ? undefined : { ...parts, ...extras };
}

function splitOrder(name: string, span: Setting["span"], isTimed: boolean, reporter: Reporter): void {
  if (!isTimed) {
    reporter.error(
      "option-unknown",
      "split has no option `shuffle`: rows without a time are shuffled with the seed anyway",
      span,
      { help: "remove `shuffle`" },
    );
    return;
  }
  const message =
    name === "shuffle"
      ? "rows with a time are split by time; shuffling would train on the future"
      : "rows with a time are split by time, so no part can be made like another";
  reporter.error("split-order", message, span, { help: `remove \`${name}\`` });
}

function readParts(setting: Setting, { reporter, isTimed }: SplitSite): SplitRecord | undefined {
  const parts = setting.parts ?? [];
  const [first] = parts;
  const last = parts.at(-1);
  const span =
    first === undefined || last === undefined
      ? setting.span
      : { start: first.span.start, end: last.span.end };
  const wrong = (message: string, help: string): undefined => {
    reporter.error("split-parts", message, span, { help });
    return undefined;
  };
  if (first === undefined)
    return wrong("split says how large the parts are", "for instance `split 70% / 15% / 15%`");
  const texts = parts.flatMap((part) => (part.kind === "text" ? [part.value] : []));
  const numbers = parts.flatMap((part) => (part.kind === "number" ? [scalarOfNumber(part)] : []));
  if (texts.length > 0 && numbers.length > 0)
    return wrong("dates and numbers do not mix", "for instance `70% / 15% / 15%`, or two dates");
  if (texts.length > 0) return readDates(texts, isTimed, wrong);
  const unit = numbers.find(({ measure }) => measure !== undefined && measure !== "share");
  if (unit !== undefined)
    return wrong("a part is a share or a number of rows", "for instance `70% / 15% / 15%`");
  const values = numbers.map(({ value }) => value);
  const isShares = numbers.some(({ measure }) => measure === "share") || values.every((value) => value < 1);
  if (values.length < 2 || values.length > 3)
    return wrong(
      `a split has two or three parts; here ${values.length === 1 ? "is one" : `are ${values.length}`}`,
      "for instance `70% / 15% / 15%`",
    );
  if (values.some((value) => value <= 0))
    return wrong("every part needs some rows", "for instance `70% / 15% / 15%`");
  if (!isShares)
    return values.every(Number.isInteger)
      ? { kind: "counts", counts: values }
      : wrong("numbers of rows are whole", "for instance `8000 / 1000 / 1000`");
  const sum = values.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) > 1e-9)
    return wrong(
      `the parts add up to ${Number((100 * sum).toPrecision(6))}%`,
      "for instance `70% / 15% / 15%`",
    );
  return { kind: "shares", shares: values };
}

function readDates(
  cuts: readonly string[],
  isTimed: boolean,
  wrong: (message: string, help: string) => undefined,
): SplitRecord | undefined {
  if (!isTimed)
    return wrong(
      "dates cut rows that have a time, and these have none",
      "say which column is the time, or use shares: `70% / 15% / 15%`",
    );
  if (cuts.length > 2)
    return wrong(
      `one or two dates cut the data in two or three; here are ${cuts.length}`,
      "name the dates at which validation and test begin",
    );
  const times = cuts.map((cut) => Date.parse(dateText(cut)));
  const bad = cuts.find(
    (cut, i) => !/^\d{4}(-\d\d(-\d\d( \d\d:\d\d)?)?)?$/.test(cut) || Number.isNaN(times[i]),
  );
  if (bad !== undefined)
    return wrong(
      `"${bad}" is not a date`,
      'dates are written "2015", "2015-01", "2015-01-31" or "2015-01-31 18:00"',
    );
  const [a, b] = times;
  if (a !== undefined && b !== undefined && a >= b)
    return wrong("the second date is not later than the first", "put them in order of time");
  return { kind: "dates", cuts };
}

function dateText(cut: string): string {
  return cut.includes(" ") ? `${cut.replace(" ", "T")}Z` : cut;
}

/** How many parts a split makes. */
export function partCount(split: SplitRecord | undefined): number {
  switch (split?.kind) {
    case undefined:
      return 3;
    case "shares":
      return split.shares.length;
    case "counts":
      return split.counts.length;
    case "dates":
      return split.cuts.length + 1;
    default:
      return split satisfies never;
  }
}
