import type { Expression, Setting } from "../../1-parse/syntax.ts";
import { scalers } from "../../tables/forecasting.ts";
import { namesOf } from "../../tables/kind.ts";
import { meant } from "../reporter.ts";
import type { SettingReader } from "../sections/read-settings.ts";
import { quoted } from "../written.ts";
import { nameIn } from "./column-names.ts";
import { type ColumnSite, columnOf } from "./columns.ts";
import type { ScaleRecord } from "./data-record.ts";

/**
 * `scale standard`, `scale robust(volume)`, `scale standard(by = series)`
 *
 * @param hasSeries  whether the section says what a series is
 */
export function readScale(setting: Setting, site: ColumnSite, hasSeries: boolean): ScaleRecord | undefined {
  const { reader } = site;
  const { reporter } = reader;
  const expression = reader.single(setting);
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
  const by = scalerOptions(expression, method, reader, hasSeries);
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

/** What a scaler is fitted on: all series together, each, or each window. */
function scalerOptions(
  expression: Expression,
  method: string,
  reader: SettingReader,
  hasSeries: boolean,
): ScaleRecord["by"] {
  const { reporter } = reader;
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
      const word = reader.wordOf(option.value, ["series", "window"], "by");
      by = word === "series" || word === "window" ? word : undefined;
      if (by === "series" && !hasSeries) {
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
  return by;
}
