/**
 * The data section: from settings to the record that @seqloom/data takes, and the fields that models see.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Expression, Option, Setting } from "../../1-parse/syntax.ts";
import { scalers } from "../../tables/forecasting.ts";
import { count, namesOf } from "../../tables/kind.ts";
import { timeSteps } from "../../tables/sections.ts";
import type { SourceColumn } from "../../tables/sources.ts";
import { fixedAxes } from "../axes/axis.ts";
import { meant } from "../reporter.ts";
import type { SettingReader } from "../sections/read-settings.ts";
import type { SectionView } from "../sections/section-view.ts";
import { quoted } from "../written.ts";
import { type ColumnInfo, type ColumnSite, columnOf } from "./columns.ts";
import type {
  DataRecord,
  FutureSource,
  GapRecord,
  MissingRecord,
  ScaleRecord,
  SourceRecord,
  SplitRecord,
  TimeRecord,
} from "./data-record.ts";
import {
  checkFieldNames,
  checkMixed,
  draftField,
  type FieldDraft,
  type Fields,
  fieldsOf,
  type Role,
  type Shape,
} from "./fields.ts";
import { type FactsOf, readSource, type SourceInfo } from "./source.ts";
import { readSplit } from "./split.ts";
import { isWayBack } from "./way-back.ts";
import { checkWhenKnown } from "./when-known.ts";
import { checkWindowFits } from "./window-fits.ts";

export type AnyDataRecord = DataRecord<SourceRecord | FutureSource>;

/** A data section, understood. */
export interface DataInfo {
  /** Missing where something in it is wrong. */
  readonly record: AnyDataRecord | undefined;
  readonly fields: Fields;
  readonly drafts: readonly FieldDraft[];
  readonly split: SplitRecord | undefined;
  readonly source: SourceInfo | undefined;
  readonly isTimed: boolean;
  readonly window: number | undefined;
  readonly horizon: number | undefined;
  /** Where each setting stands, by key. */
  readonly places: ReadonlyMap<string, Span>;
}

/** @param factsOf  what is known of data files without reading them here */
export function readData(view: SectionView, reader: SettingReader, factsOf: FactsOf): DataInfo {
  const section = new DataReader(view, reader, factsOf);
  return section.read();
}

class DataReader {
  private readonly view: SectionView;
  private readonly reader: SettingReader;
  private readonly factsOf: FactsOf;
  private readonly lets = new Map<string, ColumnInfo>();
  private readonly usedLets = new Set<string>();
  private readonly poisoned = new Set<string>();

  constructor(view: SectionView, reader: SettingReader, factsOf: FactsOf) {
    this.view = view;
    this.reader = reader;
    this.factsOf = factsOf;
  }

  read(): DataInfo {
    const before = this.reader.reporter.diagnostics.length;
    const source = this.valueOf("source", (expression) => readSource(expression, this.reader, this.factsOf));
    const joins = this.all("join").flatMap((setting) => this.join(setting) ?? []);
    const site = this.site(source, joins);
    const time = this.one("time", (setting) => this.time(setting, site));
    const isTimed = time !== undefined || this.view.broken.has("time") || source?.entry.isSeries === true;
    const where = this.all("where").flatMap((setting) => this.condition(setting, site) ?? []);
    const letRecords = this.readLets(site);
    const window = this.one("window", (setting) => this.steps(setting, isTimed));
    const horizon = this.one("horizon", (setting) => this.steps(setting, isTimed));
    const stride = this.one("stride", (setting) => this.steps(setting, isTimed));
    const drafts = (["input", "known", "static", "target"] as const).flatMap((role) =>
      this.all(role).map((setting) => draftField(role, setting, site)),
    );
    const feedback = this.all("feedback").flatMap((setting) => this.feedback(setting, drafts) ?? []);
    const shape: Shape = { isTimed, window, horizon, fedBack: new Set(feedback.map(({ field }) => field)) };
    checkFieldNames(drafts, this.reader.reporter);
    for (const draft of drafts) checkMixed(draft, this.reader.reporter);
    checkWhenKnown(
      drafts,
      shape,
      horizon !== undefined || this.view.broken.has("horizon"),
      this.reader.reporter,
    );
    this.checkSteps(drafts);
    const split = this.one("split", (setting) =>
      readSplit(setting, {
        reporter: this.reader.reporter,
        isTimed,
        columnName: (s, option) => this.splitColumn(s, option, site),
      }),
    );
    const report = this.report(drafts, site);
    const scale = this.all("scale").flatMap((setting) => this.scale(setting, site) ?? []);
    const missing = this.one("missing", (setting) => this.missing(setting));
    this.warnUnused(drafts);
    const isWrong = this.reader.reporter.diagnostics
      .slice(before)
      .some(({ severity }) => severity === "error");
    const series = this.all("series").flatMap((setting) => this.names(setting));
    const record: AnyDataRecord | undefined =
      source === undefined || isWrong
        ? undefined
        : {
            source: source.record,
            ...(joins.length > 0 && { join: joins.map(({ name, info }) => ({ name, source: info.record })) }),
            ...(where.length > 0 && { where: where.map(({ record: condition }) => condition) }),
            ...(time !== undefined && { time }),
            ...(series.length > 0 && { series }),
            ...(site.ahead.length > 0 && { ahead: site.ahead }),
            ...(site.late.size > 0 && { late: [...site.late].map(([column, by]) => ({ column, by })) }),
            ...(letRecords.length > 0 && { let: letRecords }),
            ...fieldRecords(drafts),
            ...(feedback.length > 0 && { feedback }),
            ...(report !== undefined && { report }),
            ...(window !== undefined && { window }),
            ...(horizon !== undefined && { horizon }),
            ...(stride !== undefined && { stride }),
            ...(split !== undefined && { split }),
            ...(scale.length > 0 && { scale }),
            ...(missing !== undefined && { missing }),
          };
    const info: DataInfo = {
      record,
      fields: fieldsOf(drafts, feedback, shape),
      drafts,
      split,
      source,
      isTimed,
      window,
      horizon,
      places: this.places(),
    };
    checkWindowFits(info, this.view, this.reader.reporter);
    return info;
  }

  private one<T>(key: string, read: (setting: Setting) => T | undefined): T | undefined {
    const [setting] = this.all(key);
    return setting === undefined ? undefined : read(setting);
  }

  private all(key: string): readonly Setting[] {
    return this.view.settings.get(key) ?? [];
  }

  private valueOf<T>(key: string, read: (expression: Expression) => T | undefined): T | undefined {
    return this.one(key, (setting) => {
      const expression = this.reader.single(setting);
      return expression === undefined ? undefined : read(expression);
    });
  }

  private places(): ReadonlyMap<string, Span> {
    return new Map(
      [...this.view.settings].flatMap(([key, [first]]) => (first === undefined ? [] : [[key, first.span]])),
    );
  }

  // ---- sources and their columns ----

  private join(setting: Setting): { name: string; info: SourceInfo } | undefined {
    const [first, second] = setting.items;
    if (first?.kind !== "option" || second !== undefined) {
      this.reader.reporter.error("setting-form", "join names a second source", setting.span, {
        help: 'write `join market = csv("index.csv")`',
      });
      return undefined;
    }
    const info = readSource(first.value, this.reader, this.factsOf);
    return info === undefined ? undefined : { name: first.name.text, info };
  }

  private site(
    source: SourceInfo | undefined,
    joins: readonly { name: string; info: SourceInfo }[],
  ): ColumnSite & { readonly ahead: readonly string[] } {
    const known =
      source?.columns === undefined
        ? undefined
        : new Map<string, SourceColumn | undefined>(source.columns.map((column) => [column.name, column]));
    for (const { name, info } of joins)
      for (const column of info.columns ?? []) known?.set(`${name}.${column.name}`, column);
    const timeItem = this.all("time")[0]?.items[0];
    const ahead = this.all("ahead").flatMap((setting) => this.names(setting));
    const series = this.all("series").flatMap((setting) => this.names(setting));
    const late = new Map(this.all("late").flatMap((setting) => this.late(setting)));
    return {
      reader: this.reader,
      known,
      joins: new Set(joins.map(({ name }) => name)),
      source: source?.title ?? "the source",
      time: timeItem === undefined || timeItem.kind === "option" ? undefined : nameIn(timeItem),
      always: new Set([...ahead, ...series]),
      ahead,
      late,
      lets: this.lets,
      usedLets: this.usedLets,
      poisoned: this.poisoned,
    };
  }

  /** Names of columns in a list. */
  private names(setting: Setting): string[] {
    return setting.items.flatMap((item) => {
      const name = item.kind === "option" ? undefined : nameIn(item);
      if (name !== undefined) return [name];
      this.reader.reporter.error(
        "setting-form",
        `${setting.key.text} takes names of columns; ${quoted(item)} is none`,
        item.span,
        { help: `for instance \`${setting.key.text} price\`` },
      );
      return [];
    });
  }

  private late(setting: Setting): [string, number][] {
    const by = setting.items.find(
      (item): item is Option => item.kind === "option" && item.name.text === "by",
    );
    const names = this.names({ ...setting, items: setting.items.filter((item) => item !== by) });
    const scalar =
      by === undefined ? undefined : this.reader.scalar(count(0), by.value, "by", (value) => `by = ${value}`);
    if (by === undefined)
      this.reader.reporter.error(
        "argument-missing",
        "late says how many steps later the column is known",
        setting.span,
        { help: "write `late inflation, by = 1`" },
      );
    return scalar?.kind === "number" ? names.map((name) => [name, scalar.value]) : [];
  }

  // ---- time ----

  private time(setting: Setting, site: ColumnSite): TimeRecord | undefined {
    const [first, ...rest] = setting.items;
    const name = first === undefined || first.kind === "option" ? undefined : nameIn(first);
    if (first === undefined || first.kind === "option" || name === undefined) {
      this.reader.reporter.error("setting-form", "time names the column that orders the rows", setting.span, {
        help: "for instance `time date, every = day`, or `time row` if they stand in order",
      });
      return undefined;
    }
    if (name === "row" && first.kind === "ref" && site.known?.has("row") !== true) {
      const [option] = rest;
      if (option !== undefined)
        this.reader.reporter.error(
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
      this.reader.reporter.error(
        "option-unknown",
        `time has no option \`${quoted(item)}\`${tail}`,
        item.kind === "option" ? item.name.span : item.span,
        extra,
      );
    }
    const every = this.every(options.get("every"));
    const gaps = this.gaps(options.get("gaps"));
    const zone = this.zone(options.get("zone"));
    return {
      kind: "clock",
      column: name,
      ...(every !== undefined && { every }),
      ...(gaps !== undefined && { gaps }),
      ...(zone !== undefined && { zone }),
    };
  }

  private every(option: Option | undefined): string | undefined {
    if (option === undefined) return undefined;
    const { value } = option;
    if (value.kind === "ref") return this.reader.wordOf(value, timeSteps, "every");
    if (value.kind === "text" && /^[1-9]\d*\s*(ms|s|min|h|d|w)$/.test(value.value)) return value.value;
    this.reader.reporter.error("every-unknown", `${quoted(value)} is not the size of a step`, value.span, {
      help: `write one of ${timeSteps.join(", ")}, or a span such as "15min"`,
    });
    return undefined;
  }

  private gaps(option: Option | undefined): GapRecord | undefined {
    if (option === undefined) return undefined;
    const fill = this.fill(option.value);
    if (fill !== undefined) return fill;
    if (option.value.kind === "call") return undefined;
    const word = this.reader.wordOf(option.value, ["error", "skip", "forward"], "gaps");
    return word === "error" || word === "skip" || word === "forward" ? word : undefined;
  }

  private zone(option: Option | undefined): string | undefined {
    if (option === undefined) return undefined;
    if (option.value.kind === "text" && option.value.value === "UTC") return "UTC";
    if (option.value.kind === "text") {
      this.reader.reporter.error(
        "not-built",
        `time zones other than UTC are not built yet; this is ${quoted(option.value)}`,
        option.value.span,
        { help: 'convert the column to UTC and write `zone = "UTC"`' },
      );
    } else
      this.reader.reporter.error(
        "argument-kind",
        `zone is a text; ${quoted(option.value)} is not`,
        option.value.span,
        { help: 'write `zone = "UTC"`' },
      );
    return undefined;
  }

  /** `fill(0)` */
  private fill(expression: Expression): { fill: number } | undefined {
    if (expression.kind !== "call") return undefined;
    const [value, more] = expression.args;
    if (
      expression.callee.name === "fill" &&
      value !== undefined &&
      more === undefined &&
      expression.options.length === 0
    ) {
      const scalar = this.reader.scalar({ kind: "number" }, value, "fill", (text) => `fill(${text})`);
      return scalar?.kind === "number" ? { fill: scalar.value } : undefined;
    }
    this.reader.reporter.error(
      "word-unknown",
      `${quoted(expression)} says nothing about what is missing`,
      expression.span,
      { help: "for instance `fill(0)`" },
    );
    return undefined;
  }

  private missing(setting: Setting): MissingRecord | undefined {
    const expression = this.reader.single(setting);
    if (expression === undefined) return undefined;
    if (expression.kind === "call") return this.fill(expression);
    const word = this.reader.wordOf(expression, ["error", "drop", "forward"], "missing");
    return word === "error" || word === "drop" || word === "forward" ? word : undefined;
  }

  private steps(setting: Setting, isTimed: boolean): number | undefined {
    const steps = this.reader.number(setting, count());
    const { reporter } = this.reader;
    const key = setting.key.text;
    if (steps !== undefined && !isTimed) {
      reporter.error("time-needed", `${key} counts steps, and these rows have no order`, setting.span, {
        help: "say which column is the time: `time date`, or `time row` if the rows stand in order",
      });
    }
    if (
      steps !== undefined &&
      key !== "window" &&
      !this.view.settings.has("window") &&
      !this.view.broken.has("window")
    ) {
      reporter.error(
        "window-missing",
        `${key} needs a window: how many steps an example looks back`,
        setting.span,
        { help: "for instance `window 60`" },
      );
    }
    return steps;
  }

  // ---- columns and fields ----

  private condition(setting: Setting, site: ColumnSite): ColumnInfo | undefined {
    const expression = this.reader.single(setting);
    return expression === undefined ? undefined : columnOf(expression, site);
  }

  private readLets(site: ColumnSite): { name: string; value: ColumnInfo["record"] }[] {
    return this.view.lets.flatMap(({ bindings }) =>
      bindings.flatMap(({ name, value }) => {
        if (this.lets.has(name.text)) {
          this.reader.reporter.error("name-twice", `${name.text} is made twice`, name.span, {
            help: "use a new name",
          });
          return [];
        }
        if (fixedAxes.includes(name.text)) {
          this.reader.reporter.error(
            "axis-reserved",
            `${name.text} is the name of an axis in every file`,
            name.span,
            { help: "use another name; fixed are batch, time, step, horizon" },
          );
        }
        const info = columnOf(value, site);
        if (info === undefined) {
          this.poisoned.add(name.text);
          return [];
        }
        this.lets.set(name.text, info);
        this.letSpans.set(name.text, name.span);
        return [{ name: name.text, value: info.record }];
      }),
    );
  }

  private readonly letSpans = new Map<string, Span>();

  private feedback(
    setting: Setting,
    drafts: readonly FieldDraft[],
  ): { name: string; field: string } | undefined {
    const { reporter } = this.reader;
    const [first, second] = setting.items;
    if (first?.kind !== "option" || first.value.kind !== "ref" || second !== undefined) {
      reporter.error(
        "setting-form",
        "feedback gives a name to a target that comes back one step late",
        setting.span,
        { help: "write `feedback previous = y`" },
      );
      return undefined;
    }
    const { name: field, span } = first.value;
    const targets = drafts.filter(({ role }) => role === "target");
    if (!targets.some(({ name }) => name === field)) {
      const names = targets.map(({ name }) => name);
      const { tail, extra } = meant(field, names, "targets");
      reporter.error("field-unknown", `there is no target \`${field}\`${tail}`, span, extra);
      return undefined;
    }
    return { name: first.name.text, field };
  }

  /** `known` and feedback need steps to be known over. */
  private checkSteps(drafts: readonly FieldDraft[]): void {
    const known = drafts.find(({ role }) => role === "known");
    if (known === undefined || this.view.settings.has("horizon") || this.view.broken.has("horizon")) return;
    this.reader.reporter.error(
      "known-without-horizon",
      "`known` holds columns over the horizon, and there is no horizon",
      known.setting.key.span,
      {
        help: "add `horizon 1`, or move the columns to `input`",
      },
    );
  }

  private report(drafts: readonly FieldDraft[], site: ColumnSite): string | undefined {
    return this.valueOf("report", (expression) => {
      const name = nameIn(expression);
      if (name === undefined || columnOf(expression, site) === undefined) {
        if (name === undefined)
          this.reader.reporter.error("setting-form", "report names a column", expression.span, {
            help: "for instance `report close`",
          });
        return undefined;
      }
      const targets = drafts.filter(({ role }) => role === "target").flatMap(({ columns }) => columns);
      if (targets.some(({ info }) => isWayBack(info.record, name, this.lets))) return name;
      const [first] = targets;
      if (first !== undefined) {
        this.reader.reporter.error(
          "report-impossible",
          `${first.info.text} cannot be turned back into ${name} for a forecast`,
          expression.span,
          {
            related: [{ span: first.expression.span, message: "the target" }],
            help: "use a target made with log, diff, +, -, * or /",
          },
        );
      }
      return undefined;
    });
  }

  private splitColumn(setting: Setting, option: string, site: ColumnSite): string | undefined {
    const item = setting.items.find(
      (one): one is Option => one.kind === "option" && one.name.text === option,
    );
    const name = item === undefined ? undefined : nameIn(item.value);
    if (item === undefined) return undefined;
    if (name === undefined)
      this.reader.reporter.error(
        "argument-kind",
        `${option} names a column; ${quoted(item.value)} is none`,
        item.value.span,
        { help: `for instance \`${option} = person\`` },
      );
    else if (columnOf(item.value, site) === undefined) return undefined;
    return name;
  }

  private scale(setting: Setting, site: ColumnSite): ScaleRecord | undefined {
    const { reporter } = this.reader;
    const expression = this.reader.single(setting);
    if (expression === undefined) return undefined;
    const callee =
      expression.kind === "call" ? expression.callee : expression.kind === "ref" ? expression : undefined;
    const method = (["standard", "minmax", "robust", "mean", "log", "none"] as const).find(
      (name) => name === callee?.name,
    );
    if (callee === undefined || method === undefined) {
      const { tail, extra } = meant(callee?.name ?? quoted(expression), namesOf(scalers), "scalers");
      reporter.error(
        "name-unknown",
        `there is no scaler \`${callee?.name ?? quoted(expression)}\`${tail}`,
        (callee ?? expression).span,
        extra,
      );
      return undefined;
    }
    let by: ScaleRecord["by"];
    for (const option of expression.kind === "call" ? expression.options : []) {
      if (option.name.text === "fit") {
        reporter.error(
          "scale-fit",
          "scalers are fitted on the training part only; there is no other way",
          option.span,
          {
            why: "a scaler that has seen later rows carries the future into training",
            help: "remove `fit`",
          },
        );
      } else if (option.name.text === "by") {
        const word = this.reader.wordOf(option.value, ["series", "window"], "by");
        by = word === "series" || word === "window" ? word : undefined;
        if (by === "series" && !this.view.settings.has("series")) {
          reporter.error(
            "series-missing",
            "a scaler for each series needs to know what a series is",
            option.span,
            { help: "add `series shop`, or remove `by`" },
          );
        }
      } else {
        const { tail, extra } = meant(option.name.text, ["by"], "options of a scaler");
        reporter.error(
          "option-unknown",
          `${method} has no option \`${option.name.text}\`${tail}`,
          option.name.span,
          extra,
        );
      }
    }
    const columns = (expression.kind === "call" ? expression.args : []).flatMap((arg) => {
      const name = nameIn(arg);
      if (name === undefined)
        reporter.error("argument-kind", `a scaler takes names of columns; ${quoted(arg)} is none`, arg.span, {
          help: "give the expression a name with `let` first",
        });
      return name !== undefined && columnOf(arg, site) !== undefined ? [name] : [];
    });
    return { method, ...(columns.length > 0 && { columns }), ...(by !== undefined && { by }) };
  }

  private warnUnused(drafts: readonly FieldDraft[]): void {
    if (drafts.some(({ isBroken }) => isBroken)) return;
    for (const [name, span] of this.letSpans) {
      if (this.usedLets.has(name)) continue;
      this.reader.reporter.warning("unused", `column ${name} is never used`, span, {
        help: "remove it, or add it to `input`",
      });
    }
  }
}

/** The column that a name or text stands for. */
function nameIn(expression: Expression): string | undefined {
  return expression.kind === "ref"
    ? expression.name
    : expression.kind === "text"
      ? expression.value
      : undefined;
}

function fieldRecords(drafts: readonly FieldDraft[]) {
  const of = (role: Role) =>
    drafts
      .filter((draft) => draft.role === role)
      .map(({ label, columns }) => ({
        ...(label !== undefined && { name: label }),
        columns: columns.map(({ info }) => info.record),
      }));
  const [known, fixed] = [of("known"), of("static")];
  return {
    input: of("input"),
    ...(known.length > 0 && { known }),
    ...(fixed.length > 0 && { static: fixed }),
    target: of("target"),
  };
}
