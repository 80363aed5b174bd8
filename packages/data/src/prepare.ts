/**
 * The whole way of the data: a spec and its sources to fitted fields and the examples of each part.
 *
 * Nothing that is fitted, and no example of the training part, depends on a value that was not known when the training
 * part ended; `prepare.leakage.test.ts` changes later values and looks.
 */
import { SeqError } from "@seqloom/diagnostic";
import { fold } from "@seqloom/tensor";
import type { Inputs } from "./1-read/read.ts";
import { intersect } from "./2-time/span.ts";
import { delayOf, leadOf } from "./3-columns/delay.ts";
import type { Frame } from "./3-columns/values.ts";
import type { PartName } from "./4-split/shares.ts";
import type { Cuts } from "./4-split/split-time.ts";
import { type Fitted, fit } from "./5-fit/fit.ts";
import { checkSpec } from "./6-examples/check.ts";
import { evaluateFields, type RawField } from "./6-examples/columns.ts";
import { draftFields, type FieldDraft } from "./6-examples/draft.ts";
import { encodeField, type Field } from "./6-examples/encode.ts";
import type { Examples, TargetReach } from "./6-examples/examples.ts";
import { type Arranged, arrange } from "./arrange.ts";
import { divide, spansOf, undivided } from "./divide.ts";
import type { DataSpec, Notice } from "./spec.ts";

/** Data ready for batches. */
export interface Prepared {
  readonly spec: DataSpec;
  readonly arranged: Arranged;
  readonly fields: readonly Field[];
  readonly fitted: Fitted;
  /**
   * The parts there are, in order of time: train, test, and validation between them if the split has three parts. With
   * `fitted` one, test, which holds every example.
   */
  readonly parts: ReadonlyMap<PartName, Examples>;
  /** Where the parts end, in milliseconds (or steps without a clock); undefined where rows were shuffled. */
  readonly cuts: Cuts | undefined;
  readonly reach: TargetReach;
  readonly notices: readonly Notice[];
}

export interface PrepareOptions {
  /** Scalers and vocabularies of an earlier run: nothing is fitted, so nothing is divided either, and rows may be few. */
  readonly fitted?: Fitted;
}

/**
 * Reads, orders, splits, fits and encodes the data of a spec.
 *
 * @throws SeqError  one for each kind of bad file, column or setting; see the table of errors in the README
 * @example const data = prepare(spec, { files: new Map([["prices.csv", text]]), rng: rng(7) });
 */
export function prepare(spec: DataSpec, inputs: Inputs, options: PrepareOptions = {}): Prepared {
  const arranged = arrange(spec, inputs);
  const { frame, keys, knowledge } = arranged;
  const drafts = draftFields(spec, arranged.definitions);
  checkSpec(spec, drafts, knowledge, arranged.time);
  const raw = evaluateFields(drafts, frame);
  const reach = reachOf(drafts, arranged);
  const split =
    options.fitted === undefined ? divide(spec, arranged, raw, reach, fold(inputs.rng, 2)) : undefined;
  const parts = new Map<PartName, Examples>(split?.examples ?? [["test", undivided(spec, arranged, raw)]]);
  const isTraining = split?.isTraining ?? new Uint8Array();
  const fitted = options.fitted ?? fit(spec, raw, { frame, keys, knowledge, isTraining });
  const encoded = raw.map((field) => encodeField(field, fitted, frame, keys));
  if (split !== undefined) refuseEmpty(spec, parts, split.rowsOfPart);
  const fields = [...encoded, ...feedbackFields(spec, encoded)];
  const notices = [...arranged.notices, ...rowsWithoutValue(raw, frame)];
  return { spec, arranged, fields, fitted, parts, cuts: split?.cuts, reach, notices };
}

/** Rows at the start of a series that no example can use, because a lag, a mean or a joined column begins later. */
function rowsWithoutValue(raw: readonly RawField[], { starts }: Frame): Notice[] {
  const { input, target } = spansOf(raw, starts);
  let rows = 0;
  for (const [s, from] of intersect([input, target]).from.entries()) rows += from - (starts[s] ?? 0);
  if (rows === 0) return [];
  const words = rows === 1 ? "1 row at the start is" : `${rows} rows at the start are`;
  const message = `${words} only looked back at: some column has no value there yet (lag, mean, join)`;
  return [{ code: "rows-before-first", message }];
}

/**
 * The examples of a part.
 *
 * @throws SeqError "part-missing" for the validation part of a split in two
 */
export function partOf(prepared: Prepared, name: PartName): Examples {
  const part = prepared.parts.get(name);
  if (part !== undefined) return part;
  throw new SeqError(
    "part-missing",
    `there is no ${name} part: the split has ${[...prepared.parts.keys()].join(" and ")}`,
    {
      help: "split in three: `split 70% / 15% / 15%`",
      details: { part: name },
    },
  );
}

function reachOf(drafts: readonly FieldDraft[], { knowledge }: Arranged): TargetReach {
  const targets = drafts.filter(({ role }) => role === "target").flatMap(({ columns }) => columns);
  const picks = new Set(targets.map(({ pick }) => pick));
  return {
    lead: Math.min(...targets.map(({ expr }) => leadOf(expr, knowledge))),
    delay: Math.max(0, ...targets.map(({ expr }) => delayOf(expr, knowledge))),
    pick: picks.size === 1 ? [...picks][0] : undefined,
  };
}

/** @throws SeqError "window-too-long" if windows do not fit into a part, "part-empty" */
function refuseEmpty(
  spec: DataSpec,
  parts: ReadonlyMap<PartName, Examples>,
  rowsOfPart: readonly number[],
): void {
  for (const [i, [name, { count }]] of [...parts].entries()) {
    if (count > 0) continue;
    const rows = rowsOfPart[i] ?? 0;
    const { window, horizon } = spec;
    if (window !== undefined && name === "train") {
      const need = window + (horizon ?? 0);
      const horizonWords = horizon === undefined ? "" : ` and a horizon of ${horizon}`;
      throw new SeqError(
        "window-too-long",
        `no example fits into the training part: it has ${rows} rows, and a window of ${window}${horizonWords} needs ${need}`,
        {
          help:
            rows > (horizon ?? 0) + 1
              ? `use a window of at most ${rows - (horizon ?? 0)}`
              : "bring more rows",
          details: { part: name, rows, window, horizon, need },
        },
      );
    }
    throw new SeqError("part-empty", `the ${name} part holds no example; it has ${rows} rows`, {
      help: "give it a larger share of the split, or bring more rows",
      details: { part: name, rows, window, horizon },
    });
  }
}

function feedbackFields(spec: DataSpec, fields: readonly Field[]): Field[] {
  return (spec.feedback ?? []).flatMap(({ name, field }) => {
    const target = fields.find((other) => other.name === field && other.role === "target");
    return target === undefined ? [] : [{ ...target, name, role: "feedback" as const, source: field }];
  });
}
