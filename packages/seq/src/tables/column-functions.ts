/**
 * Functions over columns, language reference section 3.
 */
import { count, type Entry, type Kind, type Parameter, share, text } from "./kind.ts";

/**
 * `row`: works on the numbers of one row. `shift` and `trailing`: look at other steps of the same series. `calendar`: at
 * the time column. `text`: on words. `whole`: gives one value a sequence. `encoder`: makes numbers for a model.
 */
export type ColumnGroup = "row" | "shift" | "trailing" | "calendar" | "text" | "whole" | "encoder";

export interface ColumnFunction extends Entry {
  readonly group: ColumnGroup;
}

const column: Kind = { kind: "column" };
const c: Parameter = { name: "c", kind: column, doc: "a column" };
const steps: Parameter = { name: "n", kind: count(), doc: "steps" };

function define(
  group: ColumnGroup,
  name: string,
  args: readonly Parameter[],
  doc: string,
  options: readonly Parameter[] = [],
): ColumnFunction {
  return { name, group, args, options, doc };
}

const most: Parameter = {
  name: "most",
  kind: count(2),
  optional: true,
  doc: "largest number of places in the vocabulary",
};
const longest: Parameter = {
  name: "longest",
  kind: count(),
  optional: true,
  doc: "steps at which a sequence is cut off",
};
const sound: readonly Parameter[] = [
  { name: "bands", kind: count(), default: 40, doc: "frequency bands" },
  {
    name: "frame",
    kind: { kind: "number", above: 0, unit: "time" },
    default: "25ms",
    doc: "length of what one step looks at",
  },
  {
    name: "step",
    kind: { kind: "number", above: 0, unit: "time" },
    default: "10ms",
    doc: "time from one step to the next",
  },
];

const calendar = {
  year: "Year.",
  quarter: "Quarter, 1 to 4.",
  month: "Month, 1 to 12.",
  weekOfYear: "Week of the year (ISO 8601).",
  dayOfYear: "Day of the year, from 1.",
  dayOfMonth: "Day of the month, from 1.",
  dayOfWeek: "Day of the week, Monday is 1.",
  hour: "Hour, 0 to 23.",
  minute: "Minute, 0 to 59.",
};

/** Every column function. */
export const columnFunctions: readonly ColumnFunction[] = [
  define("row", "log", [c], "Natural logarithm."),
  define("row", "exp", [c], "Exponential."),
  define("row", "sqrt", [c], "Square root."),
  define("row", "abs", [c], "Absolute value."),
  define("row", "tanh", [c], "Hyperbolic tangent, between -1 and 1."),
  define("row", "sign", [c], "-1, 0 or 1."),
  define(
    "row",
    "clamp",
    [c, { name: "low", kind: column, doc: "least" }, { name: "high", kind: column, doc: "largest" }],
    "Keeps a column between two bounds.",
  ),
  define(
    "row",
    "where",
    [
      { ...c, name: "condition" },
      { ...c, name: "a" },
      { ...c, name: "b" },
    ],
    "a where the condition holds, else b.",
  ),
  define("shift", "lag", [c, steps], "The value n steps ago."),
  define("shift", "diff", [c, { ...steps, default: 1 }], "The value minus the one n steps ago."),
  define("shift", "lead", [c, steps], "The value n steps ahead; for targets."),
  define("shift", "next", [c], "The value of the next step; for targets."),
  define("trailing", "mean", [c, steps], "Mean of the last n steps."),
  define("trailing", "sum", [c, steps], "Sum of the last n steps."),
  define("trailing", "min", [c, steps], "Least of the last n steps."),
  define("trailing", "max", [c, steps], "Largest of the last n steps."),
  define("trailing", "std", [c, steps], "Standard deviation of the last n steps."),
  define(
    "trailing",
    "ewm",
    [c, { name: "share", kind: { ...share, above: 0 }, doc: "weight of the newest value" }],
    "Exponentially weighted mean.",
  ),
  ...Object.entries(calendar).map(([name, doc]) => define("calendar", name, [c], doc)),
  define(
    "encoder",
    "cycle",
    [c],
    "Sine and cosine of a calendar number, so that its end meets its beginning.",
  ),
  define(
    "text",
    "before",
    [c, { name: "mark", kind: text, doc: "what ends the part" }],
    "The part of a text before a mark.",
  ),
  define(
    "text",
    "after",
    [c, { name: "mark", kind: text, doc: "what begins the part" }],
    "The part of a text after a mark.",
  ),
  define("text", "lower", [c], "A text in small letters."),
  define("whole", "first", [c], "The first value of each sequence."),
  define("whole", "last", [c], "The last value of each sequence."),
  define("encoder", "onehot", [c], "A column for each class, 1 in one of them.", [most]),
  define("encoder", "flag", [c], "0 or 1."),
  define("encoder", "category", [c], "The place of a class in the list of classes.", [most]),
  define("encoder", "characters", [c], "The characters of a text, a step each.", [most, longest]),
  define("encoder", "words", [c], "The words of a text, a step each.", [most, longest]),
  define("encoder", "categories", [c], "The places of a list of classes, a step each.", [most, longest]),
  define("encoder", "logMel", [c], "Loudness of a sound in bands of frequency, a step each.", sound),
  define("encoder", "mfcc", [c], "Cepstral coefficients of a sound, a step each.", sound),
];
