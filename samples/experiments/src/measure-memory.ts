/** Where a model that was trained to recall a symbol keeps it: states and gates are changed in the middle. */
import { internalFault } from "@seqloom/diagnostic";
import { type Edit, erase, inspect, pin, type TensorParams, transplant } from "@seqloom/nn";
import { Tensor } from "@seqloom/tensor";
import type { Figures } from "./experiment.ts";
import { type Model, recurrentParams } from "./model.ts";
import { type Batch, topClass } from "./task.ts";

/**
 * Shares of answers. `untouched`, `erase h`, `erase c`, `close f`, `close f and i`: that are still right.
 * `transplant h`, `transplant c`: that name the donor's symbol where it is another one.
 *
 * @param own    sequences [T, B, I] and their answers [B], of an LSTM's task
 * @param donor  as many others
 * @param step   after which states are changed, and at which gates are held at 0
 */
export function measureMemory(
  model: Model,
  params: TensorParams,
  { own, donor, step }: { readonly own: Batch; readonly donor: Batch; readonly step: number },
): Figures {
  const weights = recurrentParams(params);
  const given = inspect(model.layer, weights, donor.x);
  const answers = (edits: readonly Edit[]): readonly number[] => {
    const { y } = inspect(model.layer, weights, own.x, { edits, watch: [] });
    const scores = model.readOut(params, y);
    if (!(scores instanceof Tensor)) throw internalFault("measured while being recorded");
    const [B = 0, C = 1] = scores.shape;
    return Array.from({ length: B }, (_, b) => topClass(scores, b, C));
  };
  const right = (...edits: readonly Edit[]) => share(answers(edits), (answer, b) => answer === own.y.data[b]);
  const others = Array.from(own.y.data, (symbol, b) => symbol !== donor.y.data[b]);
  const donated = (state: string) =>
    share(
      answers([transplant(given, state, step)]),
      (answer, b) => answer === donor.y.data[b],
      (b) => others[b] === true,
    );
  const once = { from: step, to: step + 1 };
  return {
    untouched: right(),
    "transplant c": donated("c"),
    "transplant h": donated("h"),
    "erase h": right(erase("h", step)),
    "erase c": right(erase("c", step)),
    "close f": right(pin("f", 0, once)),
    "close f and i": right(pin("f", 0, once), pin("i", 0, once)),
  };
}

function share(
  answers: readonly number[],
  isHit: (answer: number, b: number) => boolean,
  counts: (b: number) => boolean = () => true,
): number {
  const counted = answers.map((_, b) => b).filter(counts);
  return counted.filter((b) => isHit(answers[b] ?? -1, b)).length / counted.length;
}
