/**
 * The train section: its settings one by one.
 */
import type { Expression, Ref, Setting } from "../../1-parse/syntax.ts";
import { count, namesOf, notNegative, type Parameter, positive, share } from "../../tables/kind.ts";
import { losses, metrics, optimisers, schedules } from "../../tables/training.ts";
import { meant } from "../reporter.ts";
import type { SettingReader } from "../sections/read-settings.ts";
import type { SectionView } from "../sections/section-view.ts";
import { quoted } from "../written.ts";
import type { LossTerm, TrainRecord } from "./train-record.ts";

/** A loss as it is written, before models say which output it is for. */
export interface LossDraft extends Omit<LossTerm, "target" | "output"> {
  readonly expression: Expression;
  /** `huber(demand)`: the fields it names, target first. */
  readonly labels: readonly Ref[];
}

/** The settings of training, but for which output answers which target. */
export interface TrainInfo {
  readonly view: SectionView;
  readonly losses: readonly LossDraft[];
  readonly record: Omit<TrainRecord, "loss" | "keep">;
  /** As written; else validation decides. */
  readonly keep: "best" | "last" | undefined;
}

const stopOptions: readonly Parameter[] = [
  { name: "patience", kind: count(), doc: "epochs without improvement" },
  {
    name: "watch",
    kind: { kind: "word", words: ["loss", ...namesOf(metrics)] },
    default: "loss",
    doc: "what must improve",
  },
  { name: "least", kind: notNegative, default: 0, doc: "the least improvement that counts" },
];

const clipOptions: readonly Parameter[] = [
  { name: "norm", kind: positive, optional: true, doc: "largest norm of all gradients together" },
  { name: "value", kind: positive, optional: true, doc: "largest absolute value of a gradient" },
];

/** @param base  settings for all models, where this section is for one */
export function readTrain(view: SectionView, reader: SettingReader, base?: TrainInfo): TrainInfo {
  const one = <T>(key: string, read: (setting: Setting) => T | undefined): T | undefined => {
    const [setting] = view.settings.get(key) ?? [];
    return setting === undefined ? undefined : read(setting);
  };
  const number = (key: string, kind: Parameter["kind"]) =>
    one(key, (setting) => reader.number(setting, kind));
  const word = (key: string, words: readonly string[]) => one(key, (setting) => reader.word(setting, words));
  const callOf = (key: string, table: Parameters<SettingReader["call"]>[1], what: string) =>
    one(key, (setting) => {
      const expression = reader.single(setting);
      return expression === undefined ? undefined : reader.call(expression, table, what, "name-unknown");
    });
  const truncate = number("truncate", count()) ?? base?.record.truncate;
  const [epochs, steps] = [number("epochs", count()), number("steps", count())];
  if (epochs !== undefined && steps !== undefined) epochsAndSteps(view, reader);
  const ownLength = steps !== undefined ? { steps } : epochs !== undefined ? { epochs } : undefined;
  const baseLength =
    base?.record.steps !== undefined ? { steps: base.record.steps } : { epochs: base?.record.epochs ?? 20 };
  const clip = one("clip", (setting) => numbersIn(reader.options(setting, clipOptions))) ?? base?.record.clip;
  const stop = one("stop", (setting) => readStop(setting, reader)) ?? base?.record.stop;
  const average = number("average", { ...share, below: 1 }) ?? base?.record.average;
  const order = word("order", ["shuffled", "kept"]);
  const keep = word("keep", ["best", "last"]);
  const precision = word("precision", ["f32", "f64"]);
  return {
    view,
    losses: one("loss", (setting) => readLosses(setting, reader)) ?? base?.losses ?? [],
    keep: keep === "best" || keep === "last" ? keep : base?.keep,
    record: {
      optimiser: callOf("optimiser", optimisers, "an optimiser") ??
        base?.record.optimiser ?? {
          name: "adam",
          options: { rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 },
        },
      schedule: callOf("schedule", schedules, "a schedule") ??
        base?.record.schedule ?? { name: "constant", options: {} },
      ...(clip !== undefined && { clip }),
      batch: number("batch", count()) ?? base?.record.batch ?? 32,
      ...(ownLength ?? baseLength),
      ...(stop !== undefined && { stop }),
      ...(truncate !== undefined && { truncate }),
      teacher: number("teacher", share) ?? base?.record.teacher ?? 1,
      accumulate: number("accumulate", count()) ?? base?.record.accumulate ?? 1,
      ...(average !== undefined && { average }),
      order:
        order === "shuffled" || order === "kept"
          ? order
          : (base?.record.order ?? (truncate === undefined ? "shuffled" : "kept")),
      metrics: one("metrics", (setting) => readMetrics(setting, reader)) ?? base?.record.metrics ?? [],
      precision: precision === "f32" || precision === "f64" ? precision : (base?.record.precision ?? "f32"),
      seeds: one("seed", (setting) => readSeeds(setting, reader)) ?? base?.record.seeds ?? [1],
    },
  };
}

function epochsAndSteps({ settings }: SectionView, { reporter }: SettingReader): void {
  const setting = settings.get("steps")?.[0];
  if (setting !== undefined)
    reporter.error("setting-conflict", "training ends after epochs or after steps, not both", setting.span, {
      help: "keep one of the two",
    });
}

function numbersIn(options: Readonly<Record<string, unknown>>): { norm?: number; value?: number } {
  const { norm, value } = options;
  return { ...(typeof norm === "number" && { norm }), ...(typeof value === "number" && { value }) };
}

function readStop(setting: Setting, reader: SettingReader): TrainRecord["stop"] {
  const { patience, watch, least } = reader.options(setting, stopOptions);
  if (typeof patience !== "number") return undefined;
  return {
    patience,
    watch: typeof watch === "string" ? watch : "loss",
    least: typeof least === "number" ? least : 0,
  };
}

export function readMetrics(setting: Setting, reader: SettingReader): string[] {
  return setting.items.flatMap((item) => {
    const name = item.kind === "ref" ? item.name : quoted(item);
    if (item.kind === "ref" && metrics.some((metric) => metric.name === name)) return [name];
    const { tail, extra } = meant(name, namesOf(metrics), "metrics");
    reader.reporter.error("metric-unknown", `there is no metric \`${name}\`${tail}`, item.span, extra);
    return [];
  });
}

function readSeeds(setting: Setting, reader: SettingReader): number[] {
  const seed = { ...count(0), to: 2 ** 32 - 1 };
  return setting.items.flatMap((item) => {
    if (item.kind === "option") {
      reader.reporter.error("setting-form", "seed takes numbers", item.span, {
        help: "for instance `seed 1, 2, 3`",
      });
      return [];
    }
    const scalar = reader.scalar(seed, item, "seed", (value) => `seed ${value}`);
    return scalar?.kind === "number" ? [scalar.value] : [];
  });
}

// ---- losses ----

function readLosses(setting: Setting, reader: SettingReader): LossDraft[] | undefined {
  const expression = reader.single(setting);
  return expression === undefined ? undefined : lossTerms(expression, 1, reader);
}

/** `huber(demand) + 0.3 * crossEntropy(strain)` */
function lossTerms(expression: Expression, weight: number, reader: SettingReader): LossDraft[] {
  if (expression.kind === "binary" && expression.operator === "+") {
    return [...lossTerms(expression.left, weight, reader), ...lossTerms(expression.right, weight, reader)];
  }
  if (expression.kind === "binary" && expression.operator === "*") {
    const [factor, loss] = isLoss(expression.left)
      ? [expression.right, expression.left]
      : [expression.left, expression.right];
    const scalar = reader.scalar(
      { kind: "number", above: 0 },
      factor,
      "weight of a loss",
      (value) => `${value} * ${quoted(loss)}`,
    );
    return scalar?.kind === "number" ? lossTerms(loss, weight * scalar.value, reader) : [];
  }
  if (expression.kind !== "ref" && expression.kind !== "call") {
    reader.reporter.error("loss-unknown", `${quoted(expression)} is not a loss`, expression.span, {
      help: "a loss, or a sum of losses with weights: `huber(demand) + 0.3 * crossEntropy(strain)`",
    });
    return [];
  }
  const callee = expression.kind === "call" ? expression.callee : expression;
  const entry = losses.find(({ name }) => name === callee.name);
  if (entry === undefined) {
    const { tail, extra } = meant(callee.name, namesOf(losses), "losses");
    reader.reporter.error("loss-unknown", `there is no loss \`${callee.name}\`${tail}`, callee.span, extra);
    return [];
  }
  const labels: Ref[] = [];
  const args: Expression[] = [];
  for (const arg of expression.kind === "call" ? expression.args : []) {
    if (arg.kind === "ref" && reader.lookUp(arg) === undefined) labels.push(arg);
    else args.push(arg);
  }
  const bound = reader.bind(expression.kind === "call" ? { ...expression, args } : expression, entry);
  if (bound === undefined) return [];
  const options = reader.values(entry, bound, (name, value) => `${name} = ${value}`);
  return [{ name: entry.name, options, weight, labels, expression }];
}

function isLoss(expression: Expression): boolean {
  const name =
    expression.kind === "call" ? expression.callee.name : expression.kind === "ref" ? expression.name : "";
  return losses.some((loss) => loss.name === name);
}
