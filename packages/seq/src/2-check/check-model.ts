/**
 * Checks one model against its data and its training.
 */
import type { Definition } from "../1-parse/syntax.ts";
import { emptySolution, type Solution } from "./axes/axis.ts";
import { inferDefinition } from "./body/infer-definition.ts";
import type { BodyChecker } from "./body-checker.ts";
import type { DataInfo } from "./data/data-info.ts";
import { partCount } from "./data/split.ts";
import type { Library } from "./library.ts";
import { bindingOf } from "./model-params.ts";
import type { Reporter } from "./reporter.ts";
import { checkLosses, lossSizes, type Targets } from "./train/check-losses.ts";
import type { TrainInfo } from "./train/read-train.ts";
import type { LossTerm, TrainRecord } from "./train/train-record.ts";
import type { TypedBody } from "./types.ts";

/** What was found out about a model. */
export interface ModelInfo {
  readonly definition: Definition;
  readonly body: TypedBody;
  readonly solution: Solution;
  /** Training as it is written, and with its defaults; missing without a train section. */
  readonly info: TrainInfo | undefined;
  readonly train: TrainRecord | undefined;
  readonly losses: readonly LossTerm[];
}

export interface ModelSite {
  readonly library: Library;
  readonly bodies: BodyChecker;
  readonly data: DataInfo | undefined;
  readonly reporter: Reporter;
}

export function checkModel(
  definition: Definition,
  info: TrainInfo | undefined,
  { library, bodies, data, reporter }: ModelSite,
): ModelInfo {
  const solution = emptySolution();
  const name = definition.name.text;
  if (definition.headBroken) {
    const body: TypedBody = { kind: "model", name, params: [], statements: [], results: [] };
    return { definition, body, solution, info, train: undefined, losses: [] };
  }
  const entry = { definition, library, isImported: false };
  const model = bindingOf(data, lossSizes(info?.losses ?? []));
  const inferred = inferDefinition({ entry, reporter, solution, bodies, model });
  bodies.keep(definition, inferred);
  const { body } = inferred;
  const results = body.results.map((result, i) => ({
    ...result,
    span: definition.results[i]?.span ?? definition.name.span,
  }));
  const losses =
    info === undefined ? [] : checkLosses(info.losses, { name, results }, targetsOf(data), reporter);
  const train = info === undefined ? undefined : recordOf(info, losses, data);
  return { definition, body, solution, info, train, losses };
}

function targetsOf(data: DataInfo | undefined): Targets {
  if (data === undefined) return new Map();
  return new Map([...data.fields.types].filter(([name]) => data.fields.roles.get(name) === "target"));
}

/** Training with its defaults: the best weights are kept where there is a validation part. */
function recordOf(
  { record, keep }: TrainInfo,
  loss: readonly LossTerm[],
  data: DataInfo | undefined,
): TrainRecord {
  return { ...record, loss, keep: keep ?? (partCount(data?.split) === 3 ? "best" : "last") };
}
