/**
 * The data section: from settings to the record that @seqloom/data takes, and the fields that models see.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Expression, Option, Setting } from "../../1-parse/syntax.ts";
import { count } from "../../tables/kind.ts";
import type { SourceColumn } from "../../tables/sources.ts";
import { fixedAxes } from "../axes/axis.ts";
import { meant } from "../reporter.ts";
import type { SettingReader } from "../sections/read-settings.ts";
import type { SectionView } from "../sections/section-view.ts";
import { quoted } from "../written.ts";
import { columnNames, nameIn, readLate } from "./column-names.ts";
import { type ColumnInfo, type ColumnSite, columnOf } from "./columns.ts";
import type { AnyDataRecord, DataInfo } from "./data-info.ts";
import {
  checkFieldNames,
  checkMixed,
  draftField,
  type FieldDraft,
  fieldsOf,
  type Role,
  type Shape,
} from "./fields.ts";
import { readMissing } from "./gaps.ts";
import { readScale } from "./scale.ts";
import { type FactsOf, readSource, type SourceInfo } from "./source.ts";
import { readSplit } from "./split.ts";
import { readTime } from "./time.ts";
import { isWayBack } from "./way-back.ts";
import { checkWhenKnown } from "./when-known.ts";
import { checkWindowFits } from "./window-fits.ts";

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
    const time = this.one("time", (setting) => readTime(setting, site));
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
    const scale = this.all("scale").flatMap(
      (setting) => readScale(setting, site, this.view.settings.has("series")) ?? [],
    );
    const missing = this.one("missing", (setting) => readMissing(setting, this.reader));
    this.warnUnused(drafts);
    const isWrong = this.reader.reporter.diagnostics
      .slice(before)
      .some(({ severity }) => severity === "error");
    const series = this.all("series").flatMap((setting) => columnNames(setting, this.reader));
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
    const ahead = this.all("ahead").flatMap((setting) => columnNames(setting, this.reader));
    const series = this.all("series").flatMap((setting) => columnNames(setting, this.reader));
    const late = new Map(this.all("late").flatMap((setting) => readLate(setting, this.reader)));
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
