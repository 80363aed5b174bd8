/** What a spec may not ask for, found without looking at a single value. */
import { SeqError } from "@seqloom/diagnostic";
import { delayOf, type Knowledge, latestSteps, leadOf } from "../3-columns/delay.ts";
import type { DataSpec, TimeSpec } from "../spec.ts";
import type { FieldDraft } from "./draft.ts";

/**
 * Refuses inputs from the future, targets among the inputs, and settings that need others.
 *
 * @throws SeqError "future-input", "not-yet-known", "target-in-input", "window-missing", "time-needed", "out-of-range",
 *         "known-without-horizon", "field-twice", "field-empty", "field-unknown", "late-negative"
 */
export function checkSpec(
  spec: DataSpec,
  fields: readonly FieldDraft[],
  knowledge: Knowledge,
  time: TimeSpec | undefined,
): void {
  checkSettings(spec, time);
  checkNames(spec, fields);
  if (time !== undefined) checkDelays(fields, knowledge, spec.horizon ?? 0);
  if (spec.horizon === undefined) checkTargets(fields, knowledge);
}

function checkSettings(spec: DataSpec, time: TimeSpec | undefined): void {
  if (time === undefined && (spec.series ?? []).length > 0) {
    throw new SeqError("time-needed", "`series` makes sequences of rows, and these rows have no order", {
      help: "say which column is the time: `time date`, or `time row` if the rows stand in order",
      details: { setting: "series" },
    });
  }
  for (const setting of ["window", "horizon", "stride"] as const) {
    const value = spec[setting];
    if (value === undefined) continue;
    if (!Number.isInteger(value) || value < 1) {
      throw new SeqError("out-of-range", `${setting} is a whole number of at least 1; ${value} is not`, {
        help: `for instance ${setting} 1`,
        details: { setting, value },
      });
    }
    if (time === undefined) {
      throw new SeqError("time-needed", `${setting} counts steps, and these rows have no order`, {
        help: "say which column is the time: `time date`, or `time row` if the rows stand in order",
        details: { setting },
      });
    }
    if (setting !== "window" && spec.window === undefined) {
      throw new SeqError(
        "window-missing",
        `${setting} needs a window: how many steps an example looks back`,
        {
          help: "for instance `window 60`",
          details: { setting, value },
        },
      );
    }
  }
  if (spec.known !== undefined && spec.known.length > 0 && spec.horizon === undefined) {
    throw new SeqError(
      "known-without-horizon",
      "`known` holds columns over the horizon, and there is no horizon",
      {
        help: "add `horizon 1`, or move the columns to `input`",
        details: {},
      },
    );
  }
  const bad = (spec.late ?? []).find(({ by }) => !Number.isInteger(by) || by < 0);
  if (bad !== undefined) {
    throw new SeqError(
      "out-of-range",
      `late ${bad.column}: by is a whole number of at least 0; ${bad.by} is not`,
      {
        help: "a column known in advance goes under `ahead`",
        details: { column: bad.column, by: bad.by },
      },
    );
  }
}

function checkNames(spec: DataSpec, fields: readonly FieldDraft[]): void {
  const names = [...fields.map(({ name }) => name), ...(spec.feedback ?? []).map(({ name }) => name)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new SeqError("field-twice", `two fields are called ${twice}`, {
      help: "give one of them a label: `input weather = temperature, wind`",
      details: { field: twice },
    });
  }
  for (const role of ["input", "target"] as const) {
    const own = fields.filter((field) => field.role === role);
    if (own.length > 0 && own.every(({ columns }) => columns.length > 0)) continue;
    throw new SeqError("field-empty", `\`${role}\` names no column`, {
      help: `for instance \`${role} value\``,
      details: { role },
    });
  }
  for (const { name, field } of spec.feedback ?? []) {
    if (fields.some((other) => other.name === field && other.role === "target")) continue;
    throw new SeqError("field-unknown", `feedback ${name}: there is no target ${field}`, {
      help: `targets: ${fields.flatMap((f) => (f.role === "target" ? [f.name] : [])).join(", ")}`,
      details: { feedback: name, field },
    });
  }
}

function checkDelays(fields: readonly FieldDraft[], knowledge: Knowledge, horizon: number): void {
  for (const { role, columns } of fields) {
    for (const { name, expr } of columns) {
      const delay = delayOf(expr, knowledge);
      if (role === "input" && delay > 0) {
        throw new SeqError("future-input", `${name} is known ${steps(delay)} too late to be an input`, {
          help: `use lag(${name}, ${delay}), or move it to target`,
          details: { column: name, delay },
        });
      }
      if (role === "known" && delay > -horizon) {
        throw new SeqError(
          "not-yet-known",
          `${name} is known only when it is measured, up to ${steps(horizon + delay)} after the forecast is made`,
          {
            help: `if it is planned or forecast, add \`ahead ${name}\`; else use lag(${name}, ${horizon + delay})`,
            details: { column: name, delay, horizon },
          },
        );
      }
    }
  }
}

function steps(count: number): string {
  return count === 1 ? "one step" : `${count} steps`;
}

/** Where input and target are of the same step, a column in both would give the answer away. */
function checkTargets(fields: readonly FieldDraft[], knowledge: Knowledge): void {
  const inputs = new Map<string, string>();
  for (const { columns } of fields.filter(({ role }) => role === "input")) {
    for (const { name, expr } of columns) {
      for (const [column, step] of latestSteps(expr)) if (step >= 0) inputs.set(column, name);
    }
  }
  for (const { columns } of fields.filter(({ role }) => role === "target")) {
    for (const { name, expr } of columns) {
      if (leadOf(expr, knowledge) > 0) continue;
      for (const column of latestSteps(expr).keys()) {
        const input = inputs.get(column);
        if (input === undefined) continue;
        throw new SeqError(
          "target-in-input",
          `the target ${name} is made of ${column}, and ${input === column ? column : `${input}, made of ${column} too,`} of the same row is an input`,
          { help: `remove ${input} from \`input\``, details: { target: name, column, input } },
        );
      }
    }
  }
}
