/**
 * The sections that say what is done with a trained model: forecast, detect, sample.
 */
import type { Setting } from "../../1-parse/syntax.ts";
import { baselines, intervals, thresholds } from "../../tables/forecasting.ts";
import { count, notNegative, type Parameter } from "../../tables/kind.ts";
import type { SettingReader } from "../sections/read-settings.ts";
import type { SectionView } from "../sections/section-view.ts";
import { readMetrics } from "./read-train.ts";
import type { DetectRecord, ForecastRecord, SampleRecord } from "./train-record.ts";

const backtestOptions: readonly Parameter[] = [
  { name: "origins", kind: count(), doc: "points in time to forecast from" },
  { name: "refit", kind: count(0), default: 0, doc: "train again at every n-th origin" },
  { name: "gap", kind: count(0), default: 0, doc: "steps left out before each forecast" },
];

function one<T>(
  { settings }: SectionView,
  key: string,
  read: (setting: Setting) => T | undefined,
): T | undefined {
  const [setting] = settings.get(key) ?? [];
  return setting === undefined ? undefined : read(setting);
}

export function readForecast(view: SectionView, reader: SettingReader): ForecastRecord {
  const named = one(view, "baselines", (setting) =>
    setting.items.flatMap((item) => {
      if (item.kind !== "option") return reader.call(item, baselines, "a baseline", "name-unknown") ?? [];
      reader.reporter.error("setting-form", "baselines takes names", item.span, {
        help: "for instance `baselines naive, drift`",
      });
      return [];
    }),
  );
  const range = one(view, "intervals", (setting) => {
    const expression = reader.single(setting);
    return expression === undefined
      ? undefined
      : reader.call(expression, intervals, "an interval", "name-unknown");
  });
  const backtest = one(view, "backtest", (setting) => {
    const { origins, refit, gap } = reader.options(setting, backtestOptions);
    if (typeof origins !== "number") return undefined;
    return { origins, refit: typeof refit === "number" ? refit : 0, gap: typeof gap === "number" ? gap : 0 };
  });
  return {
    baselines: named ?? [],
    ...(range !== undefined && { intervals: range }),
    ...(backtest !== undefined && { backtest }),
    metrics: one(view, "metrics", (setting) => readMetrics(setting, reader)) ?? [],
  };
}

export function readDetect(view: SectionView, reader: SettingReader): DetectRecord {
  const score = one(view, "score", (setting) => reader.word(setting, ["absolute", "squared"]));
  const threshold = one(view, "threshold", (setting): DetectRecord["threshold"] | undefined => {
    const expression = reader.single(setting);
    if (expression === undefined) return undefined;
    if (expression.kind !== "call") {
      const value = reader.number(setting, notNegative);
      return value === undefined ? undefined : { value };
    }
    const level = reader.call(expression, thresholds, "a threshold", "name-unknown")?.options.level;
    return typeof level === "number" ? { quantile: level } : undefined;
  });
  return {
    score: score === "squared" ? "squared" : "absolute",
    threshold: threshold ?? { quantile: 0.99 },
    smooth: one(view, "smooth", (setting) => reader.number(setting, count())) ?? 1,
    merge: one(view, "merge", (setting) => reader.number(setting, count(0))) ?? 0,
  };
}

export function readSample(view: SectionView, reader: SettingReader): SampleRecord {
  const top = one(view, "top", (setting) => reader.number(setting, count()));
  return {
    prompt: one(view, "prompt", (setting) => reader.text(setting)) ?? "",
    length: one(view, "length", (setting) => reader.number(setting, count())) ?? 200,
    temperature: one(view, "temperature", (setting) => reader.number(setting, notNegative)) ?? 1,
    ...(top !== undefined && { top }),
    seed: one(view, "seed", (setting) => reader.number(setting, count(0))) ?? 1,
  };
}
