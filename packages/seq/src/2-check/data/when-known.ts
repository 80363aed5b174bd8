/**
 * Whether every column is known when it is used: nothing from the future goes in, and no target among the inputs.
 */
import type { Reporter } from "../reporter.ts";
import type { ColumnInfo } from "./columns.ts";
import type { FieldDraft, Shape } from "./fields.ts";

export function checkWhenKnown(
  drafts: readonly FieldDraft[],
  shape: Shape,
  hasHorizon: boolean,
  reporter: Reporter,
): void {
  for (const { role, columns } of drafts) {
    for (const { info, expression } of columns) {
      if (role === "input" && info.delay > 0) futureInput(info, expression.span, reporter);
      if (role === "known" && shape.horizon !== undefined && info.delay > -shape.horizon)
        notYetKnown(info, shape.horizon, expression.span, reporter);
    }
  }
  if (!hasHorizon) checkTargets(drafts, reporter);
}

function futureInput(
  { delay, text, record, key }: ColumnInfo,
  span: { start: number; end: number },
  reporter: Reporter,
): void {
  const isShift = record.kind === "call" && (record.name === "next" || record.name === "lead");
  const instead = isShift ? `use ${key}` : `use lag(${text}, ${delay})`;
  reporter.error(
    "future-input",
    `${text} is known ${delay === 1 ? "one step" : `${delay} steps`} too late to be an input`,
    span,
    {
      why: "at the moment of the forecast it has not happened yet",
      help: `${instead}, or move it to target`,
      replace: isShift ? key : undefined,
    },
  );
}

function notYetKnown(
  { delay, text, record }: ColumnInfo,
  horizon: number,
  span: { start: number; end: number },
  reporter: Reporter,
): void {
  const steps = horizon + delay;
  const late = steps === 1 ? "one step" : `${steps} steps`;
  const isColumn = record.kind === "column";
  const inner =
    record.kind === "call" && record.name === "lag" && record.args[0]?.kind === "column"
      ? record.args[0].name
      : undefined;
  const lag = inner === undefined ? `\`lag(${text}, ${steps})\`` : `\`lag(${inner}, ${horizon})\``;
  const message = isColumn
    ? `${text} is known only when it is measured, up to ${late} after the forecast is made`
    : `${text} is known up to ${late} after the forecast is made`;
  reporter.error("not-yet-known", message, span, {
    help: isColumn ? `if it is planned or forecast, add \`ahead ${text}\`; else use ${lag}` : `use ${lag}`,
  });
}

/** Where input and target belong to the same step, a column in both would give the answer away. */
function checkTargets(drafts: readonly FieldDraft[], reporter: Reporter): void {
  const inputs = drafts.filter(({ role }) => role === "input").flatMap(({ columns }) => columns);
  const targets = drafts.filter(({ role }) => role === "target").flatMap(({ columns }) => columns);
  for (const { info, expression } of inputs) {
    const present = [...info.reads].filter(([, step]) => step >= 0).map(([name]) => name);
    const shared = targets
      .flatMap(({ info: target }) => [...target.reads].filter(([, step]) => step <= 0).map(([name]) => name))
      .find((name) => present.includes(name));
    if (shared === undefined) continue;
    const target = targets.find(({ info: one }) => one.reads.has(shared));
    const isItself = info.record.kind === "column" && info.text === shared;
    const what = isItself ? shared : `${info.text}, made of ${shared} too,`;
    const isSame = target?.info.text === shared;
    reporter.error(
      "target-in-input",
      isSame
        ? `${shared} is the target, and ${what} of the same row is an input`
        : `the target is made of ${shared}, and ${what} of the same row is an input`,
      expression.span,
      {
        why: "the model would read the answer off its input",
        help: `remove ${info.text} from \`input\``,
      },
    );
  }
}
