/** A checked model and the shapes of its data: a model of layers with weights under stable paths. */
import type {
  Mode,
  Module,
  Parameter,
  Params,
  RecurrentResult,
  RecurrentState,
  TensorParams,
} from "@seqloom/nn";
import { initParameters, prefixed } from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import type { DType, FloatDType, Rng, Shape } from "@seqloom/tensor";
import { type Axis, nameOf } from "../2-check/axes/axis.ts";
import type { TypedBody } from "../2-check/types.ts";
import { Parts, type RecurrentInput, type Run, type Stage } from "./frame.ts";
import { type Item, valueItem } from "./item.ts";
import { runBody } from "./run-body.ts";
import { withStandIns } from "./stand-in.ts";

/** What the data say of a field. */
export interface FieldShape {
  readonly name: string;
  readonly dtype: DType;
  /** Batch first; any size along axes that differ from batch to batch. */
  readonly shape: Shape;
}

/** What a batch hands to a model. */
export interface ModelCall extends Mode {
  /** Steps of each sequence, i32 [batch], by field; fields whose sequences are even are left out. */
  readonly lengths?: Readonly<Record<string, Value>>;
  /** States to begin with, by the path of their layer. */
  readonly states?: ReadonlyMap<string, RecurrentState>;
  /** Runs a recurrent layer, by its path, in place of its own `apply`: to look inside, or to change what happens there. */
  readonly through?: (path: string, input: RecurrentInput) => RecurrentResult;
}

export interface ModelResult {
  /** By the names of the model's results; a single result without a name is `y`. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** States of all recurrent layers after the last step, by path. */
  readonly states: ReadonlyMap<string, RecurrentState>;
  /** What each recurrent layer was given, by path, to run it again and look inside. */
  readonly inputs: ReadonlyMap<string, RecurrentInput>;
}

export interface LoweredModel {
  readonly name: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Layers by path, to look inside. */
  readonly modules: ReadonlyMap<string, Module>;
  /** Shapes at every stage, for `explain`; the batch is 1. */
  readonly stages: readonly Stage[];
  init(rng: Rng, dtype?: FloatDType): TensorParams;
  /** @param fields  batch first, by name */
  apply(params: Params, fields: Readonly<Record<string, Value>>, call?: ModelCall): ModelResult;
}

/**
 * Builds the model by running its body once on stand-ins of the fields' shapes.
 *
 * @param sizeOf  the size of an axis as a number, with what the data say
 * @throws SeqError "not-built" naming what parses and checks but is not carried out yet
 */
export function lowerModel(
  body: TypedBody,
  fields: readonly FieldShape[],
  sizeOf: (axis: Axis) => number,
): LoweredModel {
  const parts = new Parts();
  const runWith = (
    weights: Run["weights"],
    given: Readonly<Record<string, Value>>,
    call: ModelCall,
  ): ModelResult => {
    const steps = stepsOf(body, given, call.lengths ?? {});
    const run: Run = {
      parts,
      weights,
      mode: {
        ...(call.training !== undefined && { training: call.training }),
        ...(call.key !== undefined && { key: call.key }),
      },
      sizeOf,
      steps,
      carried: call.states,
      through: call.through,
      states: new Map(),
      inputs: new Map(),
      draws: 0,
    };
    const names = new Map<string, Item>(
      body.params.flatMap(({ name, type }) => {
        const value = given[name];
        if (value === undefined) return [];
        const lengths = call.lengths?.[name];
        const axis =
          type.kind === "value"
            ? type.axes.map(nameOf).find((own) => own === "time" || own === "step")
            : undefined;
        return [
          [
            name,
            valueItem(
              value,
              lengths === undefined || axis === undefined ? new Map() : new Map([[axis, lengths]]),
            ),
          ] as const,
        ];
      }),
    );
    const results = runBody(body, { run, path: "", names, isOwnFile: true, cell: undefined });
    const outputs = results.flatMap((item, i): [string, Value][] =>
      item.kind === "value" ? [[body.results[i]?.name ?? "y", item.value]] : [],
    );
    return { outputs: Object.fromEntries(outputs), states: run.states, inputs: run.inputs };
  };
  withStandIns((make) =>
    runWith(make, Object.fromEntries(fields.map((field) => [field.name, make(field)])), {}),
  );
  const parameters = Object.fromEntries([
    ...[...parts.modules].flatMap(([path, module]) => Object.entries(prefixed(module.parameters, path))),
    ...parts.weights,
  ]);
  return {
    name: body.name,
    parameters,
    modules: parts.modules,
    stages: parts.stages,
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    apply: (params, given, call = {}) => runWith(params, given, call),
  };
}

/** Steps of the batch along each ordered axis, from the fields that have it. */
function stepsOf(
  body: TypedBody,
  given: Readonly<Record<string, Value>>,
  lengths: Readonly<Record<string, Value>>,
): Run["steps"] {
  const steps = new Map<string, { count: number; lengths: Value | undefined }>();
  for (const { name, type } of body.params) {
    const value = given[name];
    if (value === undefined || type.kind !== "value") continue;
    type.axes.forEach((axis, i) => {
      const own = nameOf(axis);
      if (own !== undefined && !steps.has(own))
        steps.set(own, {
          count: value.shape[i] ?? 1,
          lengths: own === "time" || own === "step" ? lengths[name] : undefined,
        });
    });
  }
  return steps;
}
