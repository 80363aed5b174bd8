/**
 * What may stand behind the key of a setting: entries of tables, words, options, columns.
 */
import { columnFunctions } from "../tables/column-functions.ts";
import { baselines, intervals, scalers, thresholds } from "../tables/forecasting.ts";
import { count, type Entry, type Parameter, word } from "../tables/kind.ts";
import { keySpellings, timeSteps } from "../tables/sections.ts";
import { sources } from "../tables/sources.ts";
import { losses, metrics, optimisers, schedules } from "../tables/training.ts";

export interface SettingWords {
  /** What can be called or named. */
  readonly entries: readonly Entry[];
  readonly words: readonly string[];
  readonly options: readonly Parameter[];
  /** Values are columns and expressions over them. */
  readonly hasColumns: boolean;
}

const column: Parameter["kind"] = { kind: "column" };
const metricEntries: readonly Entry[] = metrics.map(({ name, doc }) => ({
  name,
  doc,
  args: [],
  options: [],
}));
const fill: Entry = {
  name: "fill",
  args: [{ name: "value", kind: { kind: "number" }, doc: "what stands in for it" }],
  options: [],
  doc: "A number in place of what is missing.",
};
const gapWords = ["error", "skip", "forward"];

const timeOptions: readonly Parameter[] = [
  {
    name: "every",
    kind: word(...timeSteps),
    optional: true,
    doc: 'time from one row to the next; also a span such as "15min"',
  },
  {
    name: "gaps",
    kind: word(...gapWords, "fill"),
    default: "error",
    doc: "what to do where rows are missing",
  },
  { name: "zone", kind: { kind: "text" }, optional: true, doc: "time zone of the column" },
];
const splitOptions: readonly Parameter[] = [
  { name: "group", kind: column, optional: true, doc: "rows of one group go to the same part" },
  {
    name: "stratify",
    kind: column,
    optional: true,
    doc: "each part has the same shares of it; without a time only",
  },
];
const stopOptions: readonly Parameter[] = [
  { name: "patience", kind: count(), doc: "epochs without improvement" },
  {
    name: "watch",
    kind: word("loss", ...metrics.map(({ name }) => name)),
    default: "loss",
    doc: "what must improve",
  },
  { name: "least", kind: { kind: "number", from: 0 }, default: 0, doc: "the least improvement that counts" },
];
const clipOptions: readonly Parameter[] = [
  {
    name: "norm",
    kind: { kind: "number", above: 0 },
    optional: true,
    doc: "largest norm of all gradients together",
  },
  {
    name: "value",
    kind: { kind: "number", above: 0 },
    optional: true,
    doc: "largest absolute value of a gradient",
  },
];
const backtestOptions: readonly Parameter[] = [
  { name: "origins", kind: count(), doc: "points in time to forecast from" },
  { name: "refit", kind: count(0), default: 0, doc: "train again at every n-th origin" },
  { name: "gap", kind: count(0), default: 0, doc: "steps left out before each forecast" },
];
const lateOptions: readonly Parameter[] = [{ name: "by", kind: count(0), doc: "steps after its time" }];
const scalerOptions: readonly Parameter[] = [
  {
    name: "by",
    kind: word("series", "window"),
    optional: true,
    doc: "fitted for each series, or from the window alone",
  },
];

const columns: Partial<SettingWords> = { entries: columnFunctions, hasColumns: true };

const table: Readonly<Record<string, Partial<SettingWords>>> = {
  "data.source": { entries: sources },
  "data.join": { entries: sources },
  "data.where": columns,
  "data.let": columns,
  "data.time": { hasColumns: true, words: ["row"], options: timeOptions },
  "data.series": { hasColumns: true },
  "data.ahead": { hasColumns: true },
  "data.late": { hasColumns: true, options: lateOptions },
  "data.input": columns,
  "data.known": columns,
  "data.static": columns,
  "data.target": columns,
  "data.report": { hasColumns: true },
  "data.split": { options: splitOptions },
  "data.scale": { entries: scalers.map((scaler) => ({ ...scaler, options: scalerOptions })) },
  "data.missing": { entries: [fill], words: ["error", "drop", "forward"] },
  "train.loss": { entries: losses },
  "train.optimiser": { entries: optimisers },
  "train.schedule": { entries: schedules },
  "train.clip": { options: clipOptions },
  "train.stop": { options: stopOptions },
  "train.keep": { words: ["best", "last"] },
  "train.order": { words: ["shuffled", "kept"] },
  "train.metrics": { entries: metricEntries },
  "train.precision": { words: ["f32", "f64"] },
  "forecast.baselines": { entries: baselines },
  "forecast.intervals": { entries: intervals },
  "forecast.backtest": { options: backtestOptions },
  "forecast.metrics": { entries: metricEntries },
  "detect.score": { words: ["absolute", "squared"] },
  "detect.threshold": { entries: thresholds },
};

/** What a setting takes beside numbers and constants. */
export function settingWords(section: string, key: string): SettingWords {
  const found = table[`${section}.${keySpellings.get(key) ?? key}`] ?? {};
  return { entries: [], words: [], options: [], hasColumns: false, ...found };
}
