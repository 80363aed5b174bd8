import type { Expression, Option, Setting } from "../../1-parse/syntax.ts";
import { count } from "../../tables/kind.ts";
import type { SettingReader } from "../sections/read-settings.ts";
import { quoted } from "../written.ts";

/** The column that a name or text stands for. */
export function nameIn(expression: Expression): string | undefined {
  return expression.kind === "ref"
    ? expression.name
    : expression.kind === "text"
      ? expression.value
      : undefined;
}

/** Names of columns in a list. */
export function columnNames(setting: Setting, reader: SettingReader): string[] {
  return setting.items.flatMap((item) => {
    const name = item.kind === "option" ? undefined : nameIn(item);
    if (name !== undefined) return [name];
    reader.reporter.error(
      "setting-form",
      `${setting.key.text} takes names of columns; ${quoted(item)} is none`,
      item.span,
      { help: `for instance \`${setting.key.text} price\`` },
    );
    return [];
  });
}

/** `late inflation, by = 1` */
export function readLate(setting: Setting, reader: SettingReader): [string, number][] {
  const by = setting.items.find((item): item is Option => item.kind === "option" && item.name.text === "by");
  const names = columnNames({ ...setting, items: setting.items.filter((item) => item !== by) }, reader);
  const scalar =
    by === undefined ? undefined : reader.scalar(count(0), by.value, "by", (value) => `by = ${value}`);
  if (by === undefined)
    reader.reporter.error(
      "argument-missing",
      "late says how many steps later the column is known",
      setting.span,
      { help: "write `late inflation, by = 1`" },
    );
  return scalar?.kind === "number" ? names.map((name) => [name, scalar.value]) : [];
}
