/**
 * Sections and their keys, language reference sections 3, 10 and 11.
 */

export interface Key {
  readonly name: string;
  /** How a setting of it is written. */
  readonly form: string;
  /** What holds without it, in words; empty for keys that must be there. */
  readonly without: string;
  readonly doc: string;
  /** May stand more than once. */
  readonly repeats?: true;
  readonly needed?: true;
}

export interface SectionKind {
  readonly name: string;
  readonly doc: string;
  readonly keys: readonly Key[];
}

type Flags = Partial<Pick<Key, "repeats" | "needed">>;

function key(name: string, form: string, without: string, doc: string, flags: Flags = {}): Key {
  return { name, form, without, doc, ...flags };
}

const repeats: Flags = { repeats: true };

const data: readonly Key[] = [
  key("source", 'source csv("prices.csv")', "", "Where the rows come from.", { needed: true }),
  key(
    "join",
    'join market = csv("index.csv")',
    "none",
    "Columns of a second source, matched on time and series.",
    repeats,
  ),
  key(
    "where",
    "where price > 0",
    "all rows",
    "Rows that fail the condition are left out before anything else.",
    repeats,
  ),
  key(
    "time",
    "time date, every = day",
    "rows are independent",
    "The column that orders the rows; `time row` if they are in order.",
  ),
  key("series", "series shop", "one series", "Columns that tell series apart."),
  key("ahead", "ahead price, promotion", "none", "Columns known for the future.", repeats),
  key("late", "late inflation, by = 1", "none", "Columns known some steps after their time.", repeats),
  key("let", "let return = log(close / lag(close, 1))", "none", "A new column.", repeats),
  key("input", "input return, volume", "", "Columns known at the present step.", {
    needed: true,
    repeats: true,
  }),
  key("known", "known price, promotion", "none", "Columns known over the horizon.", repeats),
  key("static", "static onehot(region)", "none", "Columns that do not change within a series.", repeats),
  key("target", "target return", "", "Columns to be predicted.", { needed: true, repeats: true }),
  key("feedback", "feedback previous = y", "none", "A field that is the target one step late.", repeats),
  key("report", "report close", "the target", "The column in whose units results are shown."),
  key("window", "window 60", "whole sequences", "Number of steps in an example."),
  key("horizon", "horizon 1", "none", "Number of steps to predict after the window."),
  key("stride", "stride 1", "1", "Steps from one window to the next."),
  key("split", "split 70% / 15% / 15%", "70% / 15% / 15%", "Training, validation and test part."),
  key("scale", "scale standard", "none", "How numbers are scaled; fitted on the training part.", repeats),
  key("missing", "missing forward", "error", "What to do about missing values."),
];

const train: readonly Key[] = [
  key("loss", "loss mse", "", "What training makes small.", { needed: true }),
  key("optimiser", "optimiser adam(rate = 1e-3)", "adam(rate = 1e-3)", "How weights follow their gradients."),
  key("schedule", "schedule cosine(warmup = 5%)", "constant", "How the rate changes."),
  key("clip", "clip norm = 1", "none", "Bounds gradients: `norm` of all weights together, or each `value`."),
  key("batch", "batch 32", "32", "Examples in a step."),
  key("epochs", "epochs 20", "20", "Times all training examples are seen."),
  key("steps", "steps 1000", "by epochs", "Training steps, instead of epochs."),
  key("stop", "stop patience = 5", "none", "Ends training when validation no longer improves."),
  key("keep", "keep best", "best with validation, else last", "Which weights are kept."),
  key("truncate", "truncate 100", "none", "Steps that gradients reach back."),
  key("teacher", "teacher 100%", "100%", "Share of true answers among the fed back ones while training."),
  key("accumulate", "accumulate 4", "1", "Batches in a step."),
  key("average", "average 99%", "none", "Share of the old average when weights are averaged."),
  key("order", "order kept", "shuffled; kept with truncate", "Order of the training examples."),
  key("metrics", "metrics mae, r2", "by loss", "What is measured beside the loss."),
  key("precision", "precision f32", "f32", "Numbers of the weights: f32 or f64."),
  key("seed", "seed 1", "1", "Where randomness starts; several for mean and spread."),
];

const forecast: readonly Key[] = [
  key(
    "baselines",
    "baselines naive, drift",
    "naive, drift, seasonal by the frequency, linear",
    "What the model is compared with.",
  ),
  key("intervals", "intervals conformal(80%, 95%)", "by loss", "Ranges around the forecast."),
  key("backtest", "backtest origins = 20", "none", "Forecasts from several points in time."),
  key("metrics", "metrics mae, mase", "mae, rmse, mase", "What is measured, in the units of `report`."),
];

const detect: readonly Key[] = [
  key("score", "score absolute", "absolute", "How an error counts: absolute or squared."),
  key("threshold", "threshold quantile(99.5%)", "quantile(99%)", "From which score on a step is a finding."),
  key("smooth", "smooth 3", "1", "Steps over which scores are averaged."),
  key("merge", "merge 12", "0", "Steps between two findings below which they are one."),
];

const sample: readonly Key[] = [
  key("prompt", 'prompt "Once"', '""', "Text to begin with."),
  key("length", "length 200", "200", "Symbols to write."),
  key("temperature", "temperature 0.8", "1", "0 takes the likeliest symbol."),
  key("top", "top 40", "all", "Only so many of the likeliest symbols."),
  key("seed", "seed 1", "1", "Where randomness starts."),
];

/** Every section. */
export const sections: readonly SectionKind[] = [
  { name: "data", doc: "What the data are.", keys: data },
  { name: "train", doc: "How the models are trained.", keys: train },
  { name: "forecast", doc: "How forecasts are made and judged.", keys: forecast },
  { name: "detect", doc: "How findings are made of errors.", keys: detect },
  { name: "sample", doc: "How text is written.", keys: sample },
];

/** Words that are read as others: `optimizer` is formatted to `optimiser`. */
export const keySpellings: ReadonlyMap<string, string> = new Map([["optimizer", "optimiser"]]);

/** Keys that may stand more than once, in the order of the reference. */
export const repeatingKeys: readonly string[] = [
  "let",
  "input",
  "known",
  "static",
  "target",
  "join",
  "feedback",
  "ahead",
  "late",
  "where",
  "scale",
];

/** What `time` takes behind `every =`; a span in quotes such as `15min` goes as well. */
export const timeSteps: readonly string[] = [
  "minute",
  "hour",
  "day",
  "businessDay",
  "week",
  "month",
  "quarter",
  "year",
];
