/**
 * Whether data, models and training go together: a validation part where one is needed, no state carried through what
 * cannot carry it, and no look at what is to be predicted.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Definition, Setting } from "../../1-parse/syntax.ts";
import { nameOf } from "../axes/axis.ts";
import type { BodyChecker } from "../body-checker.ts";
import type { DataInfo } from "../data/data-info.ts";
import { partCount } from "../data/split.ts";
import type { Reporter } from "../reporter.ts";
import type { FileSections, SectionView } from "../sections/section-view.ts";
import type { Ahead, TypedBody } from "../types.ts";
import type { TrainInfo } from "./read-train.ts";
import type { LossTerm } from "./train-record.ts";

/** A model as training sees it. */
export interface TrainedModel {
  readonly definition: Definition;
  readonly body: TypedBody;
  readonly info: TrainInfo | undefined;
  readonly losses: readonly LossTerm[];
}

export interface TrainingSite {
  readonly sections: FileSections;
  readonly data: DataInfo | undefined;
  readonly models: readonly TrainedModel[];
  readonly bodies: BodyChecker["found"];
  readonly reporter: Reporter;
}

export function checkTraining(site: TrainingSite): void {
  checkValidation(site);
  checkTruncation(site);
  checkLooksAhead(site);
}

// ---- validation ----

function checkValidation({ sections, data, reporter }: TrainingSite): void {
  if (data === undefined || partCount(data.split) === 3) return;
  const need = (span: Span | undefined, what: string) => {
    if (span === undefined) return;
    reporter.error(
      "validation-missing",
      `${what} the validation part, and the split has only training and test`,
      span,
      {
        help: "split in three: `split 70% / 15% / 15%`",
      },
    );
  };
  for (const view of [sections.views.get("train"), ...sections.trainFor.values()]) {
    if (view === undefined) continue;
    need(keyOf(view, "stop"), "stop watches");
    need(keyOf(view, "keep", isWord("best")), "the best weights are found on");
    need(keyOf(view, "schedule", isWord("plateau")), "plateau watches");
  }
  const forecast = sections.views.get("forecast");
  if (forecast !== undefined)
    need(keyOf(forecast, "intervals", isWord("conformal")), "conformal intervals are calibrated on");
  need(sections.views.get("detect")?.section.word.span, "a threshold is found on");
}

function keyOf(
  { settings }: SectionView,
  key: string,
  fits: (setting: Setting) => boolean = () => true,
): Span | undefined {
  const [setting] = settings.get(key) ?? [];
  return setting !== undefined && fits(setting) ? setting.key.span : undefined;
}

function isWord(word: string): (setting: Setting) => boolean {
  return ({ items: [first] }) =>
    first?.kind === "ref" ? first.name === word : first?.kind === "call" && first.callee.name === word;
}

// ---- truncation ----

const truncateWords: Readonly<Record<Ahead["how"], readonly [message: string, remove: string]>> = {
  backward: ["a layer that also reads backwards cannot carry its state from part to part", "`bidirectional`"],
  reverse: ["what runs from the end of a sequence cannot be cut into parts", "`reverse`"],
  ends: ["a layer that also reads backwards cannot carry its state from part to part", "`ends`"],
  reduction: [
    "a reduction over time needs the whole sequence, and truncation cuts it into parts",
    "the reduction",
  ],
  attention: [
    "attention over time needs the whole sequence, and truncation cuts it into parts",
    "the attention",
  ],
  convolution: ["a convolution that looks ahead needs steps of the next part", "`causal = false`"],
};

function checkTruncation({ models, bodies, data, reporter }: TrainingSite): void {
  for (const { definition, info, losses } of models) {
    if (info?.record.truncate === undefined) continue;
    for (const { span, how } of aheadIn(definition, "time", bodies)) {
      const [message, remove] = truncateWords[how];
      reporter.error("truncate-backward", message, span, {
        help: `remove ${remove}, or remove \`truncate\``,
      });
    }
    const span = keyOf(info.view, "truncate");
    const whole = losses
      .map(({ target }) => data?.fields.types.get(target))
      .find((type) => type !== undefined && !type.axes.some((axis) => nameOf(axis) === "time"));
    if (span !== undefined && whole !== undefined) {
      reporter.error(
        "truncate-backward",
        "the target is one value for a whole sequence, and truncation cuts sequences into parts",
        span,
        { help: "remove `truncate`" },
      );
    }
    checkOrder(info, reporter);
  }
}

/** A state that is carried on must come from the part before. */
function checkOrder({ view, record }: TrainInfo, reporter: Reporter): void {
  const [setting] = view.settings.get("order") ?? [];
  if (setting === undefined || record.order === "kept") return;
  reporter.error(
    "order-carried",
    "with `truncate` states go from part to part, and shuffled parts do not follow each other",
    setting.span,
    {
      why: "each part would begin with the state of a stranger",
      help: "remove `order shuffled`",
    },
  );
}

/** Every stage of a body that sees later steps of an axis, each place once. */
function aheadIn(definition: Definition, axis: string, bodies: BodyChecker["found"]): Ahead[] {
  const found = new Map<string, Ahead>();
  for (const { type } of bodies.get(definition)?.notes ?? []) {
    if (type.kind !== "value") continue;
    for (const ahead of type.traits.ahead ?? [])
      if (ahead.axis === axis) found.set(`${ahead.span.start} ${ahead.span.end}`, ahead);
  }
  return [...found.values()];
}

// ---- the model must not see what it predicts ----

const aheadWords: Readonly<Record<Ahead["how"], readonly [subject: string, help: string]>> = {
  backward: ["a layer that reads backwards", "remove `bidirectional`"],
  reverse: ["what reads from the end", "remove `reverse`"],
  ends: ["`ends`", "use `last`"],
  reduction: ["a reduction over all steps", "use a recurrent layer, or reduce over another axis"],
  attention: ["attention over all steps", "attend to another sequence"],
  convolution: ["a convolution that looks ahead", "remove `causal = false`"],
};

function checkLooksAhead({ models, data, reporter }: TrainingSite): void {
  if (data === undefined) return;
  const fed = [...data.fields.roles].flatMap(([name, role]) =>
    role === "feedback" ? [data.fields.types.get(name)] : [],
  );
  const fedAxes = fed
    .flatMap((type) => type?.axes.flatMap((axis) => nameOf(axis) ?? []) ?? [])
    .filter((name) => name === "step" || name === "horizon" || name === "time");
  const guarded = [
    ...(data.fields.hasNext ? [["time", "the target at each step is the next input"] as const] : []),
    ...fedAxes.map((name) => [name, "the answers so far come back one by one"] as const),
  ];
  for (const { body } of models) {
    for (const { type } of body.results) {
      if (type.kind !== "value") continue;
      for (const { axis, span, how } of type.traits.ahead ?? []) {
        const guard = guarded.find(([name]) => name === axis);
        if (guard === undefined) continue;
        const [subject, help] = aheadWords[how];
        reporter.error("looks-ahead", `${guard[1]}, and ${subject} has already seen it`, span, {
          why: "in training the model would copy the answer; in use there is none to copy",
          help,
        });
      }
    }
  }
}
