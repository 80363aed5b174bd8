/** From a spec and its sources to rows in order, complete, with their columns: the first half of the way. */
import { SeqError } from "@seqloom/diagnostic";
import { fold } from "@seqloom/tensor";
import { dateColumns } from "./1-read/date-columns.ts";
import { type Inputs, readSource } from "./1-read/read.ts";
import { columnOf, type Table } from "./1-read/table.ts";
import { extendFuture } from "./2-time/extend.ts";
import { settleGaps } from "./2-time/gaps.ts";
import { joinLatest } from "./2-time/join.ts";
import { keepRows, type Presence, presenceOf, settleMissing } from "./2-time/missing.ts";
import { type Ordered, orderRows } from "./2-time/order.ts";
import type { Span } from "./2-time/span.ts";
import { parseStep, type Step } from "./2-time/step.ts";
import type { Knowledge } from "./3-columns/delay.ts";
import { evaluator } from "./3-columns/evaluate.ts";
import { columnsIn, type Definitions, defineLets, resolve } from "./3-columns/resolve.ts";
import { type Frame, numbersOf } from "./3-columns/values.ts";
import { seriesGenerators } from "./generators/generate.ts";
import type { DataSpec, FieldSpec, Notice, TimeSpec } from "./spec.ts";

/** Rows in order and complete, and what is needed to evaluate columns on them. */
export interface Arranged extends Ordered {
  readonly frame: Frame;
  readonly definitions: Definitions;
  readonly knowledge: Knowledge;
  readonly time: TimeSpec | undefined;
  readonly step: Step | undefined;
  readonly notices: readonly Notice[];
}

/**
 * Reads, orders, joins and completes the rows of a spec: `source`, `time`, `join`, `where`, `missing`, `gaps` in that
 * order.
 *
 * @throws SeqError of each of these stages
 */
export function arrange(spec: DataSpec, inputs: Inputs): Arranged {
  const notices: Notice[] = [];
  const time = spec.time ?? impliedTime(spec);
  const definitions = defineLets(spec.let ?? []);
  const main = orderRows(
    readSource(spec.source, { ...inputs, rng: fold(inputs.rng, 1) }),
    time,
    spec.series ?? [],
  );
  notices.push(...main.notices);
  if (time === undefined) notices.push(...datesUnused(main.table));
  const joined = joinAll(main, spec, time, inputs);
  const wanted = filterRows(joined, spec, definitions);
  const used = [...usedColumns(spec, definitions)];
  for (const name of used) columnOf(wanted.table, name);
  const steady = steadyColumns(spec, definitions);
  const presence = presenceRule(spec, steady);
  const complete = settleMissing(wanted, used, spec.missing ?? "error", presence);
  const step = time?.kind === "clock" && time.every !== undefined ? parseStep(time.every) : undefined;
  const even = evenSteps(complete, time, step, steady);
  notices.push(...even.notices);
  const ahead = futureRows(even, spec, time, step, steady);
  const spans = new Map<string, Span>();
  for (const name of used)
    spans.set(name, presenceOf(name, columnOf(ahead.table, name), ahead.starts, presence));
  const { table, starts, keys, times } = ahead;
  const frame: Frame = { table, starts, isTimed: time !== undefined, spans };
  return {
    table,
    starts,
    keys,
    times,
    frame,
    definitions,
    knowledge: knowledgeOf(spec, steady),
    time,
    step,
    notices,
  };
}

/** A long text and a generated series stand in order; nobody has to say so. */
function impliedTime({ source }: DataSpec): TimeSpec | undefined {
  const isSeries =
    source.kind === "text" || (source.kind === "generator" && seriesGenerators.has(source.name));
  return isSeries ? { kind: "row" } : undefined;
}

function datesUnused(table: Table): Notice[] {
  const [dated] = dateColumns(table);
  if (dated === undefined) return [];
  const message = `${table.name} has dates in ${dated}, and no \`time\`: its rows are shuffled as if they were independent`;
  return [{ code: "time-forgotten", message }];
}

function joinAll(main: Ordered, spec: DataSpec, time: TimeSpec | undefined, inputs: Inputs): Ordered {
  let table = main.table;
  for (const [i, { name, source }] of (spec.join ?? []).entries()) {
    if (time?.kind !== "clock") {
      throw new SeqError(
        "join-without-time",
        `join ${name}: rows are matched by time, and there is no time column`,
        {
          help: "say which column is the time: `time date`",
          details: { join: name },
        },
      );
    }
    const other = readSource(source, { ...inputs, rng: fold(inputs.rng, 100 + i) });
    const series = spec.series ?? [];
    const hasSeries = series.length > 0 && series.every((column) => other.columns.has(column));
    table = joinLatest({ ...main, table }, orderRows(other, time, hasSeries ? series : []), name, series);
  }
  return { ...main, table };
}

/** Conditions read one row each; there is no order yet in which a row could have a neighbour. */
function filterRows(ordered: Ordered, spec: DataSpec, definitions: Definitions): Ordered {
  const conditions = spec.where ?? [];
  if (conditions.length === 0) return ordered;
  const { table, starts } = ordered;
  const evaluate = evaluator({ table, starts, isTimed: false, spans: new Map() });
  const keep = new Array<boolean>(table.rowCount).fill(true);
  for (const condition of conditions) {
    const expr = resolve(condition, definitions);
    const truth = numbersOf(evaluate(expr), expr, table);
    for (let row = 0; row < keep.length; row++) if (truth[row] !== 1) keep[row] = false;
  }
  if (!keep.includes(true)) {
    throw new SeqError("where-nothing", `no row of ${table.name} fulfils \`where\``, {
      help: "loosen the condition",
      details: { source: table.name, rows: table.rowCount },
    });
  }
  return keepRows(ordered, keep);
}

/** Every column of the source that a field, or what is reported, reads. */
function usedColumns(spec: DataSpec, definitions: Definitions): Set<string> {
  const fields = [...spec.input, ...(spec.known ?? []), ...(spec.static ?? []), ...spec.target];
  const exprs = fields.flatMap((field) => field.columns);
  if (spec.report !== undefined) exprs.push({ kind: "column", name: spec.report });
  return columnsIn(exprs.map((expr) => resolve(expr, definitions)));
}

/** Columns that do not change within a series: its keys and what `static` reads. */
function steadyColumns(spec: DataSpec, definitions: Definitions): Set<string> {
  const exprs = (spec.static ?? []).flatMap((field: FieldSpec) => field.columns);
  return new Set([...(spec.series ?? []), ...columnsIn(exprs.map((expr) => resolve(expr, definitions)))]);
}

function knowledgeOf(spec: DataSpec, steady: ReadonlySet<string>): Knowledge {
  const always = new Set([...steady, ...(spec.ahead ?? [])]);
  if (spec.time?.kind === "clock") always.add(spec.time.column);
  return { always, steady, late: new Map((spec.late ?? []).map(({ column, by }) => [column, by])) };
}

function presenceRule(spec: DataSpec, steady: ReadonlySet<string>): Presence {
  const joined = (spec.join ?? []).map(({ name }) => `${name}.`);
  const hasFuture = futureCount(spec) > 0 || (spec.ahead ?? []).length > 0;
  return {
    mayBeginLate: (column) =>
      spec.missing === "forward" || joined.some((prefix) => column.startsWith(prefix)),
    mayEndEarly: (column) => hasFuture && !steady.has(column),
  };
}

/** Rows after the last are only worth having where something is known of them. */
function futureCount(spec: DataSpec): number {
  const isStepped = spec.time?.kind === "clock" && spec.time.every !== undefined;
  return isStepped && (spec.known ?? []).length > 0 ? (spec.horizon ?? 0) : 0;
}

function evenSteps(
  ordered: Ordered,
  time: TimeSpec | undefined,
  step: Step | undefined,
  steady: ReadonlySet<string>,
): Ordered & { readonly notices: readonly Notice[] } {
  if (time?.kind !== "clock" || step === undefined) return { ...ordered, notices: [] };
  return settleGaps(ordered, step, time.gaps ?? "error", { timeColumn: time.column, columns: steady });
}

function futureRows(
  ordered: Ordered,
  spec: DataSpec,
  time: TimeSpec | undefined,
  step: Step | undefined,
  steady: ReadonlySet<string>,
): Ordered {
  const count = futureCount(spec);
  if (count === 0 || step === undefined || time?.kind !== "clock") return ordered;
  return extendFuture(ordered, step, count, time.column, steady);
}
