/**
 * Whether what a model gives is what its losses want, and which output answers which target.
 */
import type { Span } from "@seqloom/diagnostic";
import { entryOf } from "../../tables/kind.ts";
import { type Loss, losses } from "../../tables/training.ts";
import { type Axis, axis, emptySolution, nameOf, type Solution, sizeOf } from "../axes/axis.ts";
import { constant } from "../axes/polynomial.ts";
import { isClash, pairwise } from "../body/arithmetic.ts";
import { meant, type Reporter } from "../reporter.ts";
import type { PlainCall } from "../sections/read-settings.ts";
import { showType, type Type, type ValueType, valueType } from "../types.ts";
import type { LossDraft } from "./read-train.ts";
import type { LossTerm } from "./train-record.ts";

/** A model as losses see it. */
export interface LossModel {
  readonly name: string;
  readonly results: readonly {
    readonly name: string | undefined;
    readonly type: Type;
    readonly span: Span;
  }[];
}

/** The targets that data give, by the names of their fields. */
export type Targets = ReadonlyMap<string, ValueType>;

/** The size that a loss adds to what a model sees: `quantile` or `parameter`. */
export function lossSizes(terms: readonly PlainCall[]): ReadonlyMap<string, Axis> {
  const sizes = new Map<string, Axis>();
  for (const { name, options } of terms) {
    const entry = entryOf(losses, name);
    const { levels } = options;
    if (entry?.output === "levels" && Array.isArray(levels))
      sizes.set("quantile", axis("quantile", constant(levels.length)));
    if (entry?.parameters !== undefined)
      sizes.set("parameter", axis("parameter", constant(entry.parameters)));
  }
  return sizes;
}

/** Pairs each loss with a target and an output; reports what does not fit. */
export function checkLosses(
  drafts: readonly LossDraft[],
  model: LossModel,
  targets: Targets,
  reporter: Reporter,
): LossTerm[] {
  return drafts.flatMap((draft) => {
    const pair = pairOf(draft, drafts.length, model, targets, reporter);
    if (pair === undefined) return [];
    const { target, output, type } = pair;
    const truth = targets.get(target);
    if (truth !== undefined && type.kind === "value")
      checkOutput(draft, model, truth, target, type, reporter);
    const { name, options, weight } = draft;
    return [{ name, options, weight, target, output: output ?? "y" }];
  });
}

function pairOf(
  { labels, expression, name }: LossDraft,
  count: number,
  model: LossModel,
  targets: Targets,
  reporter: Reporter,
): { target: string; output: string | undefined; type: Type } | undefined {
  const { results } = model;
  const [label, second] = labels;
  const names = [...targets.keys()];
  if (label === undefined) {
    const [result] = results;
    const [target] = names;
    if (result === undefined || (target === undefined && names.length > 0)) return undefined;
    if (results.length > 1 || names.length > 1) {
      const [first = "y"] = results.flatMap((one) => one.name ?? []);
      reporter.error(
        "loss-output",
        `${model.name} gives ${results.length} results and data ${names.length} target${names.length === 1 ? "" : "s"}; ${name} does not say which it compares`,
        expression.span,
        {
          help: `name it: \`${name}(${first})\`${count === 1 ? ", and add a loss for each other" : ""}`,
        },
      );
      return undefined;
    }
    return { target: target ?? "y", output: result.name, type: result.type };
  }
  if (targets.size > 0 && !targets.has(label.name)) {
    const { tail, extra } = meant(label.name, names, "targets");
    reporter.error("field-unknown", `data gives no target \`${label.name}\`${tail}`, label.span, extra);
    return undefined;
  }
  const wanted = second ?? label;
  const result =
    results.find((one) => one.name === wanted.name) ?? (results.length === 1 ? results[0] : undefined);
  if (result === undefined) {
    const { tail, extra } = meant(
      wanted.name,
      results.flatMap((one) => one.name ?? []),
      "results",
    );
    reporter.error("field-unknown", `${model.name} gives no \`${wanted.name}\`${tail}`, wanted.span, extra);
    return undefined;
  }
  return { target: label.name, output: result.name, type: result.type };
}

/** What an output must be for a loss; the axes in the order of the table in the reference. */
function wantedAxes(entry: Loss, draft: LossDraft, y: ValueType): readonly Axis[] | undefined {
  switch (entry.output) {
    case "same":
    case "scores":
      return y.axes;
    case "levels":
    case "parameters": {
      const [size] = lossSizes([draft]).values();
      return size === undefined ? undefined : [...y.axes, size];
    }
    case "classes":
      return y.of === undefined ? undefined : [...y.axes, y.of];
    default:
      return entry.output satisfies never;
  }
}

function checkOutput(
  draft: LossDraft,
  model: LossModel,
  y: ValueType,
  target: string,
  p: ValueType,
  reporter: Reporter,
): void {
  const entry = entryOf(losses, draft.name);
  if (entry === undefined) return;
  const solution = emptySolution();
  const { span } = draft.expression;
  if (entry.output !== "classes" && y.of !== undefined) {
    classesAsNumbers(draft, model, y, target, p, solution, reporter);
    return;
  }
  if (entry.output === "classes" && y.of === undefined) {
    reporter.error(
      "loss-output",
      `${entry.name} is for classes, but ${target} is ${showType(y, solution)}: numbers`,
      span,
      {
        help: "use `mse` or `huber`; or make the target classes: `target category(...)`",
      },
    );
    return;
  }
  const want = wantedAxes(entry, draft, y);
  if (want !== undefined && !fits(want, p, solution)) {
    reporter.error(
      "loss-output",
      `${entry.name} wants ${showType(valueType(want), solution)}, and ${model.name} gives ${showType(p, solution)}`,
      span,
      {
        related: model.results.map((result) => ({ span: result.span, message: "given here" })),
        help: `let ${model.name} give \`${showType(valueType(want), solution)}\`, or use another loss`,
      },
    );
    return;
  }
  checkSquashed(entry, p, reporter);
}

/** The same sizes; names must agree only where they are fixed or those of the data. */
function fits(want: readonly Axis[], p: ValueType, solution: Solution): boolean {
  if (p.of !== undefined || want.length !== p.axes.length) return false;
  return !isClash(
    pairwise(
      want,
      p.axes.map((one) => axis(nameOf(one), sizeOf(one, solution))),
      solution,
    ),
  );
}

function classesAsNumbers(
  draft: LossDraft,
  model: LossModel,
  y: ValueType,
  target: string,
  p: ValueType,
  solution: Solution,
  reporter: Reporter,
): void {
  const scores = y.of === undefined ? y : valueType([...y.axes, y.of]);
  const vocabulary = y.of === undefined ? "places" : (nameOf(y.of) ?? "places");
  const gives = fits(scores.axes, p, solution) ? `; ${model.name} gives just these` : "";
  reporter.error(
    "loss-output",
    `${draft.name} compares numbers, but ${target} is ${showType(y, solution)}: places in a list of ${plural(vocabulary)}`,
    draft.expression.span,
    {
      help: `use \`crossEntropy\`, which wants scores ${showType(scores, solution)}${gives}`,
      ...(draft.labels.length === 0 && { replace: "crossEntropy" }),
    },
  );
}

function plural(word: string): string {
  return /[sxz]$|ch$|sh$/.test(word)
    ? word
    : word.endsWith("y") && !/[aeiou]y$/.test(word)
      ? `${word.slice(0, -1)}ies`
      : `${word}s`;
}

/** Scores are before softmax or sigmoid. */
function checkSquashed(entry: Loss, { traits }: ValueType, reporter: Reporter): void {
  const { squashed } = traits;
  if (squashed === undefined) return;
  const isSoftmax = squashed.by === "softmax" || squashed.by === "logSoftmax";
  if (entry.output === "classes" && isSoftmax) {
    reporter.error(
      "softmax-twice",
      "crossEntropy takes scores and applies softmax itself; a second one hides the gradient",
      squashed.span,
      { help: `remove \`-> ${squashed.by}\`` },
    );
  } else if (entry.output === "scores" && squashed.by === "sigmoid") {
    reporter.error(
      "softmax-twice",
      "binaryCrossEntropy takes scores and applies sigmoid itself; a second one hides the gradient",
      squashed.span,
      { help: "remove `-> sigmoid`" },
    );
  }
}
