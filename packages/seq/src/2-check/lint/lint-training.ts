/**
 * Training that runs and does not do what was meant.
 */
import type { Span } from "@seqloom/diagnostic";
import { metrics } from "../../tables/training.ts";
import type { TrainedModel } from "../train/check-training.ts";
import { valuesOf } from "../typed-walk.ts";
import type { LintSite } from "./lint-site.ts";

/** Rates above this make adaptive optimisers jump about. */
const highRate = 0.1;
const adaptive: ReadonlySet<string> = new Set(["adam", "adamW", "nadam", "lion", "rmsprop"]);

export function lintTraining(model: TrainedModel, site: LintSite): void {
  const { info } = model;
  if (info === undefined) return;
  clipMissing(model, site);
  rateHigh(model, site);
  metricUnfit(model, site);
  boundedOutput(model, site);
  flagAsNumber(model, site);
}

function placeOf({ info, definition }: TrainedModel, key: string): Span {
  const setting = info?.view.settings.get(key)?.[0];
  return setting?.span ?? info?.view.section.word.span ?? definition.name.span;
}

/** Gradients of recurrent layers may explode. */
function clipMissing(model: TrainedModel, { reporter, bodies, models }: LintSite): void {
  const { info, body } = model;
  if (info === undefined || info.record.clip !== undefined || models[0] !== model) return;
  const recurs = [body, ...[...bodies.values()].map((found) => found.body)].some((one) =>
    [...valuesOf(one)].some(
      (value) => value.kind === "call" && value.results.some(({ kind }) => kind === "state"),
    ),
  );
  if (!recurs) return;
  const last = info.view.section.settings.at(-1);
  const at = last?.span.end ?? info.view.section.span.end - 1;
  reporter.hint(
    "clip-missing",
    "a recurrent layer is trained without `clip`; its gradients may explode",
    info.view.section.word.span,
    {
      help: "add `clip norm = 1`",
      edits: [{ span: { start: at, end: at }, newText: "\n  clip norm = 1" }],
    },
  );
}

function rateHigh(model: TrainedModel, { reporter }: LintSite): void {
  const { name, options } = model.info?.record.optimiser ?? { name: "", options: {} };
  const { rate } = options;
  if (!adaptive.has(name) || typeof rate !== "number" || rate <= highRate) return;
  reporter.warning(
    "rate-high",
    `${name} takes steps of about its rate in each weight, and ${rate} is more than most weights are large`,
    placeOf(model, "optimiser"),
    {
      help: "start from `rate = 1e-3`",
    },
  );
}

/** Accuracy of numbers, or the mean error of classes. */
function metricUnfit(model: TrainedModel, { data, reporter }: LintSite): void {
  const { info, losses } = model;
  if (data === undefined || info === undefined || losses.length === 0) return;
  const kinds = new Set(
    losses.map(({ name, target }) =>
      data.fields.types.get(target)?.of !== undefined || name === "binaryCrossEntropy"
        ? "classes"
        : "numbers",
    ),
  );
  for (const name of info.record.metrics) {
    const metric = metrics.find((one) => one.name === name);
    if (metric === undefined || metric.on === "distributions" || kinds.has(metric.on)) continue;
    reporter.warning(
      "metric-unfit",
      `${name} measures ${metric.on}, and the targets are ${[...kinds].join(" and ")}`,
      placeOf(model, "metrics"),
      {
        help: metric.on === "classes" ? "use mae, rmse or r2" : "use accuracy or macroF1",
      },
    );
  }
}

/** A result between -1 and 1 cannot reach a target that goes beyond. */
function boundedOutput(model: TrainedModel, { data, reporter, sections }: LintSite): void {
  const isBoundedTarget = (sections.views.get("data")?.settings.get("scale") ?? []).some(
    ({ items: [first] }) =>
      (first?.kind === "ref" && first.name === "minmax") ||
      (first?.kind === "call" && first.callee.name === "minmax"),
  );
  if (data === undefined || isBoundedTarget) return;
  for (const { type } of model.body.results) {
    const squashed = type.kind === "value" ? type.traits.squashed : undefined;
    const isNumbers = model.losses.some(({ name }) => ["mse", "mae", "huber", "logCosh"].includes(name));
    if (squashed === undefined || !isNumbers || (squashed.by !== "tanh" && squashed.by !== "sigmoid"))
      continue;
    if (squashed.by === "sigmoid" && hasFlag(data.drafts)) continue;
    const range = squashed.by === "tanh" ? "-1 and 1" : "0 and 1";
    reporter.warning(
      "output-bounded",
      `what the model gives lies between ${range}, and the target does not`,
      squashed.span,
      {
        why: "values beyond can never be predicted",
        help: `remove \`-> ${squashed.by}\`, or use \`scale minmax\``,
      },
    );
  }
}

function hasFlag(drafts: NonNullable<LintSite["data"]>["drafts"]): boolean {
  return drafts.some(
    ({ role, columns }) =>
      role === "target" &&
      columns.some(({ info: { record } }) => record.kind === "call" && record.name === "flag"),
  );
}

/** 0 and 1 by squared error learns slowly where it is sure and wrong. */
function flagAsNumber({ losses, info }: TrainedModel, { data, reporter }: LintSite): void {
  const [loss] = losses;
  const [draft] = info?.losses ?? [];
  if (
    data === undefined ||
    loss === undefined ||
    draft === undefined ||
    losses.length > 1 ||
    loss.name !== "mse" ||
    !hasFlag(data.drafts)
  )
    return;
  reporter.hint("loss-flag", "the target is 0 or 1, and mse compares it as a number", draft.expression.span, {
    help: "use `binaryCrossEntropy`, which takes scores",
    replace: "binaryCrossEntropy",
  });
}
