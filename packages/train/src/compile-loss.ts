/** A loss that is only evaluated: for validation. */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import { type Compiler, type Executable, plainCompiler, trace } from "@seqloom/graph";
import type { Params, TensorParams } from "@seqloom/nn";
import { leaves, type Tree, withLeaves } from "@seqloom/ops";
import { formatType, type Tensor } from "@seqloom/tensor";
import { tensorsOf } from "./compile-step.ts";
import { type LossFunction, resultOf } from "./step.ts";

export interface CompileLossOptions<Batch extends Tree, Carry extends Tree> {
  readonly loss: LossFunction<Batch, Carry>;
  readonly carry?: Carry;
  /** `plainCompiler` if left out. */
  readonly compiler?: Compiler;
}

/** A compiled loss with its parameters inside. */
export interface CompiledLoss<Batch extends Tree> {
  /** Sets the parameters, and starts again from the first carry. */
  write(params: TensorParams): void;
  /** The loss of a batch, outside training: no dropout, no update. */
  run(batch: Batch): number;
}

/** Prepares a loss; like a training step it is recorded once for each shape of batch. */
export function compileLoss<Batch extends Tree, Carry extends Tree = Record<string, never>>(
  options: CompileLossOptions<Batch, Carry>,
): CompiledLoss<Batch> {
  const { loss: lossOf, compiler = plainCompiler } = options;
  const firstCarry = options.carry ?? ({} as Carry); // left out: the empty record
  const executables = new Map<string, Executable>();
  let form: { readonly params: Params; readonly carry: Carry } | undefined;
  let current: Executable | undefined;
  let state: readonly Tensor[] = [];

  const compiled = (batch: Batch, types: readonly string[]): Executable => {
    const signature = types.join();
    const known = executables.get(signature);
    if (known !== undefined) return known;
    if (form === undefined)
      throw new SeqError("not-written", "the loss has no parameters yet", { help: "call write first" });
    const at = form;
    const carried = leaves(at);
    const graph = trace(
      (...values) => {
        const { params, carry } = withLeaves(at, values.slice(0, carried.length));
        const result = resultOf(lossOf(params, withLeaves(batch, values.slice(carried.length)), {}, carry));
        return [...leaves({ params, carry: result.carry ?? carry }), result.loss];
      },
      [...carried, ...leaves(batch)],
    );
    const executable = compiler.compile({ graph, carried: carried.length });
    executables.set(signature, executable);
    return executable;
  };

  return {
    write(params) {
      form = { params, carry: firstCarry };
      state = tensorsOf(form, "the parameters");
      current = undefined;
    },
    run(batch) {
      const values = tensorsOf(batch, "the batch");
      const executable = compiled(batch, values.map(formatType));
      if (executable !== current) executable.write(current?.read() ?? state);
      current = executable;
      const [loss] = executable.call(values);
      if (loss === undefined) throw internalFault("a loss was lost");
      return loss.item();
    },
  };
}
