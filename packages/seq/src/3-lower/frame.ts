/** One run of a model: its layers by path, its weights, and the names of the body at work. */
import { SeqError } from "@seqloom/diagnostic";
import {
  type Affine,
  type CellScope,
  type Mode,
  type Module,
  type Parameter,
  type Params,
  type RecurrentLayer,
  type RecurrentResult,
  type RecurrentState,
  type SequenceCall,
  scoped,
} from "@seqloom/nn";
import { foldKey, type Value } from "@seqloom/ops";
import type { TensorType } from "@seqloom/tensor";
import type { Axis } from "../2-check/axes/axis.ts";
import type { Item } from "./item.ts";

/** What happened at a stage, for `explain` and for looking inside. */
export interface Stage {
  readonly path: string;
  readonly callee: string;
  readonly input: readonly number[];
  readonly output: readonly number[];
}

/** What a recurrent layer was run on. */
export interface RecurrentInput {
  readonly layer: RecurrentLayer;
  readonly params: Params;
  readonly x: Value;
  readonly state: RecurrentState | undefined;
  readonly call: SequenceCall;
}

/** Layers and weights of a model, found by running its body once on stand-ins. */
export class Parts {
  readonly modules = new Map<string, Module>();
  readonly weights = new Map<string, Parameter>();
  readonly stages: Stage[] = [];
}

export interface Run {
  readonly parts: Parts;
  /** By path; in the first run, which finds out what there is, a maker of stand-ins. */
  readonly weights: Params | ((type: TensorType) => Value);
  readonly mode: Mode;
  readonly sizeOf: (axis: Axis) => number;
  /** Steps of the batch at work along each ordered axis, as its fields have them. */
  readonly steps: ReadonlyMap<string, { readonly count: number; readonly lengths: Value | undefined }>;
  /** States to begin with, by the path of their layer, where they are carried from part to part. */
  readonly carried: ReadonlyMap<string, RecurrentState> | undefined;
  /** Runs a recurrent layer in place of its own `apply`. */
  readonly through: ((path: string, input: RecurrentInput) => RecurrentResult) | undefined;
  /** States after the last step, by the path of their layer; filled while the body runs. */
  readonly states: Map<string, RecurrentState>;
  /** What each recurrent layer was given, by path: its input batch first, its first state, its lengths. */
  readonly inputs: Map<string, RecurrentInput>;
  /** How many random numbers were asked for; each place gets a key of its own. */
  draws: number;
}

export interface Frame {
  readonly run: Run;
  /** In front of the paths of its stages: `encoder.`, or nothing. */
  readonly path: string;
  readonly names: Map<string, Item>;
  /** Whether the spans of what is carried out are of the model's own file, not of one that it imports. */
  readonly isOwnFile: boolean;
  /** Inside a cell: what its equations are written with. */
  readonly cell: CellFrame | undefined;
}

export interface CellFrame {
  readonly q: CellScope;
  /** The learned product of the statement at work. */
  readonly affine: Affine;
  /** What the statement at work defines; in front of the paths of its weights. */
  readonly statement: string;
  /** Weights of this step by path: a layer that is used twice has them once. */
  readonly weights: Map<string, Value>;
}

/** The layer at a path; made in the first run. Inside a cell its weights are the cell's, the same at every step. */
export function moduleAt<M extends Module>(
  { run, path, cell }: Frame,
  stage: string,
  make: () => M,
): { readonly module: M; readonly params: Params } {
  const at = `${path}${stage}`;
  if (cell !== undefined) {
    const own = make();
    const weights = Object.entries(own.parameters).map(([name, parameter]) => [
      name,
      cellWeight(cell, `${at}.${name}`, parameter),
    ]);
    return { module: own, params: Object.fromEntries(weights) };
  }
  const known = run.parts.modules.get(at);
  const module = (known as M | undefined) ?? make(); // the same stage always makes the same kind of layer
  if (known === undefined) run.parts.modules.set(at, module);
  return {
    module,
    params: typeof run.weights === "function" ? standIns(module, run.weights) : scoped(run.weights, at),
  };
}

/** A weight that a body declares itself. */
export function weightAt({ run, path, cell }: Frame, name: string, parameter: Parameter): Value {
  const at = `${path}${name}`;
  if (cell !== undefined) return cellWeight(cell, at, parameter);
  run.parts.weights.set(at, parameter);
  if (typeof run.weights === "function") return run.weights({ dtype: "f32", shape: parameter.shape });
  const value = run.weights[at];
  if (value !== undefined) return value;
  throw new SeqError("weight-missing", `there is no weight ${at}`, {
    help: "use the weights of this model",
    details: { path: at },
  });
}

function cellWeight({ q, statement, weights }: CellFrame, path: string, { shape, init }: Parameter): Value {
  const at = `${statement}.${path}`;
  const known = weights.get(at) ?? q.weight(at, shape, init);
  weights.set(at, known);
  return known;
}

function standIns({ parameters }: Module, make: (type: TensorType) => Value): Params {
  const entries = Object.entries(parameters);
  return Object.fromEntries(entries.map(([path, { shape }]) => [path, make({ dtype: "f32", shape })]));
}

/** The mode with a random key for one place. */
export function modeHere(run: Run): Mode {
  const { training = false, key } = run.mode;
  if (!training || key === undefined) return { training };
  run.draws += 1;
  return { training, key: foldKey(key, run.draws) };
}
