/**
 * Columns that reach a model as they are, or squashed flat.
 */
import type { Expression } from "../../1-parse/syntax.ts";
import type { DataInfo } from "../data/data-info.ts";
import type { FieldDraft } from "../data/fields.ts";
import { expressionsIn } from "../syntax-walk.ts";
import type { LintSite } from "./lint-site.ts";

export function lintColumns({ data, sections, reporter, file, models }: LintSite): void {
  const view = sections.views.get("data");
  if (data === undefined || view === undefined || models.length === 0) return;
  const values = [
    ...data.drafts.flatMap(({ columns }) => columns.map(({ expression }) => expression)),
    ...view.lets.flatMap(({ bindings }) => bindings.map(({ value }) => value)),
  ];
  const lets = new Set(view.lets.flatMap(({ bindings }) => bindings.map(({ name }) => name.text)));
  for (const value of values) {
    for (const call of saturated(value, lets)) {
      reporter.warning(
        "tanh-saturates",
        "tanh of a raw column is 1 nearly everywhere: it only tells numbers between -2 and 2 apart",
        call.span,
        {
          help: "scale the column instead: `scale standard`",
        },
      );
    }
  }
  if (
    file.items.some((item) => item.kind === "section" && item.settings.some(({ kind }) => kind === "broken"))
  )
    return;
  const raw = rawColumns(data).filter(
    ({ text }, i, all) => !lets.has(text) && all.findIndex((one) => one.text === text) === i,
  );
  const [first] = raw;
  if (first === undefined || view.settings.has("scale") || data.source?.entry.reads === "generator") return;
  const last = view.section.settings.at(-1);
  const at = last === undefined ? view.section.span.end - 1 : last.span.end;
  reporter.warning(
    "scale-missing",
    raw.length === 1
      ? `${first.text} reaches the model in its own units`
      : `${first.text} and ${raw.length - 1} more reach the model in their own units`,
    view.section.word.span,
    {
      why: "numbers in the thousands make gates stick and steps too large",
      help: "add `scale standard`",
      edits: [{ span: { start: at, end: at }, newText: "\n  scale standard" }],
    },
  );
}

/** `tanh(close)`, where close is a column of the source. */
function saturated(value: Expression, lets: ReadonlySet<string>): Expression[] {
  return [...expressionsIn(value)].filter((part) => {
    if (part.kind !== "call" || part.callee.name !== "tanh") return false;
    const [inner] = part.args;
    return inner?.kind === "text" || (inner?.kind === "ref" && !lets.has(inner.name));
  });
}

/** Numbers that are taken as they stand in the source. */
function rawColumns({ drafts }: DataInfo): FieldDraft["columns"][number]["info"][] {
  const infos = drafts.flatMap(({ columns }) => columns.map(({ info }) => info));
  return infos.filter(({ form, record }) => form.kind === "plain" && record.kind === "column");
}
