/** A training step that is recorded and compiled once for each shape of batch, and holds its state between calls. */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import { type Compiler, type Coverage, type Executable, type Program, plainCompiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import { keyTensor, leaves, type Tree, withLeaves } from "@seqloom/ops";
import { formatType, type Rng, scalar, Tensor } from "@seqloom/tensor";
import { firstNaN, type Replay } from "./first-nan.ts";
import { dtypeOf } from "./optimiser.ts";
import { firstState, type Objective, type StepState, traceStep } from "./step.ts";

export interface CompileStepOptions<Batch extends Tree, Carry extends Tree> extends Objective<Batch, Carry> {
  /** First values. */
  readonly params: TensorParams;
  /** What the loss carries from batch to batch before the first one; nothing if left out. */
  readonly carry?: Carry;
  /** `plainCompiler` if left out. */
  readonly compiler?: Compiler;
  /** Keeps copies of the state before each of the last two steps, for `firstNaN`; false if left out. */
  readonly findNaN?: boolean;
}

/** What changes from step to step besides the batch. */
export interface StepSettings {
  readonly rate: number;
  /** Only with a schedule that moves the momentum. */
  readonly momentum?: number;
  /** Another one at every step, for layers that are random while training. */
  readonly key?: Rng;
}

export interface StepOutcome {
  /** Before the update. */
  readonly loss: number;
  /** The norm of all gradients together, before clipping. */
  readonly norm: number;
}

/** A compiled step with its state inside. */
export interface TrainingStep<Batch extends Tree, Carry extends Tree = Tree> {
  run(batch: Batch, settings: StepSettings): StepOutcome;
  /** A copy of the state now. */
  read(): StepState<Carry>;
  /** Replaces the state; shapes and dtypes must stay. */
  write(state: StepState<Carry>): void;
  /**
   * What made the first NaN of the last step: that step is run again on the plain device, primitive by primitive, and
   * the one before it where the NaN was carried over.
   *
   * @returns SeqError "nan" or "nan-given", see `detectNaN` of @seqloom/ops; undefined if no NaN is made there, before
   *          the first step, and without the option `findNaN`
   */
  firstNaN(): SeqError | undefined;
  /** How the last step that ran is computed, by kind of equation; empty before the first. */
  coverage(): readonly Coverage[];
}

/**
 * Prepares a training step: forward, backward, clipping and optimiser as one program. Nothing is recorded before the
 * first batch; a batch of another shape (the last one of an epoch, say) is recorded when it first comes.
 *
 * @throws SeqError from `run` whatever the loss throws when it is recorded; "batch-value" if a batch holds no tensors
 * @example
 * const step = compileStep({ loss, params, optimiser: adam({ rate: 1e-3 }), clip: { norm: 1 } });
 * const { loss } = step.run({ x, y }, { rate: 1e-3 });
 */
export function compileStep<Batch extends Tree, Carry extends Tree = Record<string, never>>(
  options: CompileStepOptions<Batch, Carry>,
): TrainingStep<Batch, Carry> {
  const { compiler = plainCompiler, findNaN = false } = options;
  const first = firstState(options, options.params, options.carry ?? ({} as Carry)); // left out: the empty record
  const form = treeOf(first);
  const dtype = dtypeOf(first.params);
  const programs = new Map<string, Compiled>();
  let last: Replay | undefined;
  let previous: Replay | undefined;
  let state: readonly Tensor[] | undefined = tensorsOf(form, "the state");
  let current: Executable | undefined;

  const compiled = (batch: Batch, values: readonly Tensor[], settings: StepSettings): Compiled => {
    const inputs = { hasMomentum: settings.momentum !== undefined, hasKey: settings.key !== undefined };
    const signature = [...values.map(formatType), inputs.hasMomentum, inputs.hasKey].join();
    const known = programs.get(signature);
    if (known !== undefined) return known;
    const program = traceStep(options, first, batch, inputs);
    const made = { program, executable: compiler.compile(program) };
    programs.set(signature, made);
    return made;
  };
  const carried = (): readonly Tensor[] => state ?? current?.read() ?? [];

  return {
    run(batch, settings) {
      const values = tensorsOf(batch, "the batch");
      const { program, executable } = compiled(batch, values, settings);
      const isWritten = state !== undefined;
      const isMoved = isWritten || executable !== current;
      const before = isMoved || findNaN ? carried() : [];
      if (isMoved) executable.write(before);
      [current, state] = [executable, undefined];
      const { rate, momentum, key } = settings;
      const inputs = [
        scalar(rate, dtype),
        ...(momentum === undefined ? [] : [scalar(momentum, dtype)]),
        ...(key === undefined ? [] : [keyTensor(key)]),
        ...values,
      ];
      if (findNaN)
        [last, previous] = [{ program, inputs: [...before, ...inputs] }, isWritten ? undefined : last];
      const [loss, norm] = executable.call(inputs);
      if (loss === undefined || norm === undefined) throw internalFault("a step gave no loss");
      return { loss: loss.item(), norm: norm.item() };
    },
    read: () => withLeaves(form, carried()) as StepState<Carry>, // of tensors, as it was written
    write(next) {
      state = tensorsOf(treeOf(next), "the state");
    },
    firstNaN: () => last && firstNaN(last, previous),
    coverage: () => current?.coverage ?? [],
  };
}

interface Compiled {
  readonly program: Program;
  readonly executable: Executable;
}

function treeOf<Carry extends Tree>({ params, optimiser, carry }: StepState<Carry>) {
  return { params, optimiser, carry };
}

/** @throws SeqError "batch-value" if a value is not a tensor */
export function tensorsOf(tree: Tree, what: string): readonly Tensor[] {
  return leaves(tree).map((value) => {
    if (value instanceof Tensor) return value;
    throw new SeqError("batch-value", `${what} holds a value of a function that is being recorded`, {
      help: "train outside of trace and grad",
    });
  });
}
