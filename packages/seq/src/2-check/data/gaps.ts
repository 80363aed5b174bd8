import type { Expression, Option, Setting } from "../../1-parse/syntax.ts";
import type { SettingReader } from "../sections/read-settings.ts";
import { quoted } from "../written.ts";
import type { GapRecord, MissingRecord } from "./data-record.ts";

/** What to do where a step has no row: `gaps = skip`. */
export function readGaps(option: Option | undefined, reader: SettingReader): GapRecord | undefined {
  if (option === undefined) return undefined;
  const filled = fillOf(option.value, reader);
  if (filled !== undefined) return filled;
  if (option.value.kind === "call") return undefined;
  const word = reader.wordOf(option.value, ["error", "skip", "forward"], "gaps");
  return word === "error" || word === "skip" || word === "forward" ? word : undefined;
}

/** What to do where a cell is empty: `missing forward`. */
export function readMissing(setting: Setting, reader: SettingReader): MissingRecord | undefined {
  const expression = reader.single(setting);
  if (expression === undefined) return undefined;
  if (expression.kind === "call") return fillOf(expression, reader);
  const word = reader.wordOf(expression, ["error", "drop", "forward"], "missing");
  return word === "error" || word === "drop" || word === "forward" ? word : undefined;
}

/** `fill(0)` */
function fillOf(expression: Expression, reader: SettingReader): { fill: number } | undefined {
  if (expression.kind !== "call") return undefined;
  const [value, more] = expression.args;
  if (
    expression.callee.name === "fill" &&
    value !== undefined &&
    more === undefined &&
    expression.options.length === 0
  ) {
    const scalar = reader.scalar({ kind: "number" }, value, "fill", (text) => `fill(${text})`);
    return scalar?.kind === "number" ? { fill: scalar.value } : undefined;
  }
  reader.reporter.error(
    "word-unknown",
    `${quoted(expression)} says nothing about what is missing`,
    expression.span,
    { help: "for instance `fill(0)`" },
  );
  return undefined;
}
