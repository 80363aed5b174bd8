/** Sequences that are fed their own past: step by step, the truth or the model's own answer goes back in. */
import { SeqError } from "@seqloom/diagnostic";
import { scan } from "@seqloom/graph";
import { concat, expandDims, foldKey, less, randomUniform, slice, type Value, where } from "@seqloom/ops";
import { arange, formatType } from "@seqloom/tensor";
import type { State, StatefulResult } from "../module.ts";

export interface FeedbackOptions {
  /**
   * One step: from what is fed back [B, ...] and the state to what the model gives [B, ...] and the next state; `time`
   * is the number of the step, i32 [].
   */
  readonly step: (input: Value, state: State, time: Value) => StatefulResult;
  /** What goes in at the first step, [B, ...]: a start mark, the last known value. */
  readonly first: Value;
  readonly state: State;
  /** What should come out, [U, B, ...] in the form of `first`. Left out in use, when the model feeds itself. */
  readonly truth?: Value;
  /** Number of steps U; needed without truth. */
  readonly steps?: number;
  /**
   * Probability with which a step is fed the truth instead of the model's own answer, drawn for each step and example
   * (scheduled sampling: lower it as training goes on). 1 if left out.
   */
  readonly teacher?: number;
  /** Random key, needed for a probability between 0 and 1. */
  readonly key?: Value;
  /**
   * From what the model gives to what is fed back; the same if left out. For classes: `(y) => argmax(y, -1)`. Wrap it in
   * stopGradient where no gradient is to go through what is fed back.
   */
  readonly feedback?: (y: Value) => Value;
}

/**
 * Runs a model that reads its own past.
 *
 * @returns  y [U, B, ...] and the last state
 * @throws SeqError "feedback-steps" if neither truth nor steps are given, "feedback-type" if what is fed back has not
 *         the type of `first`, "key-missing", "share-range"
 * @see Williams & Zipser 1989 (teacher forcing), https://doi.org/10.1162/neco.1989.1.2.270; Bengio et al. 2015
 *      (scheduled sampling), https://arxiv.org/abs/1506.03099
 */
export function runWithFeedback(options: FeedbackOptions): StatefulResult {
  const { step, first, state, truth, key, feedback = (y) => y } = options;
  const teacher = truth === undefined ? 0 : (options.teacher ?? 1);
  const steps = truth?.shape[0] ?? options.steps;
  checkCall(options, steps);
  const isMixed = teacher > 0 && teacher < 1;
  const { carry, ys } = scan(
    (carried: Carried, at: { readonly truth: State; readonly t: Value }) => {
      const before = at.truth.before;
      const isTrue =
        isMixed && key !== undefined ? truthMask(foldKey(key, at.t), teacher, carried.fed) : undefined;
      const input =
        before === undefined
          ? carried.fed
          : isTrue === undefined
            ? before
            : where(isTrue, before, carried.fed);
      const result = step(input, carried.state, at.t);
      const fed = teacher === 1 ? carried.fed : checkFed(feedback(result.y), first);
      return { carry: { fed, state: inOrder(result.state, state) }, ys: result.y };
    },
    { fed: first, state },
    {
      truth: truth === undefined || teacher === 0 ? {} : { before: oneLater(first, truth) },
      t: arange(0, steps ?? 0),
    },
  );
  return { y: ys, state: carry.state };
}

interface Carried {
  readonly [name: string]: Value | State;
  /** What the model gave last, in the form in which it goes back in. */
  readonly fed: Value;
  readonly state: State;
}

/** The truth one step late, beginning with `first`. */
function oneLater(first: Value, truth: Value): Value {
  return concat([expandDims(first, 0), slice(truth, 0, 0, -1)]);
}

/** For each example, whether it is fed the truth: bool [B, 1, ...]. */
function truthMask(key: Value, teacher: number, like: Value): Value {
  const shape = like.shape.map((n, axis) => (axis === 0 ? n : 1));
  return less(randomUniform(key, shape), teacher);
}

function inOrder(state: State, like: State): State {
  return Object.fromEntries(Object.keys(like).flatMap((name) => (state[name] ? [[name, state[name]]] : [])));
}

function checkFed(fed: Value, first: Value): Value {
  if (formatType(fed) === formatType(first)) return fed;
  throw new SeqError(
    "feedback-type",
    `what is fed back is ${formatType(fed)}, the first input is ${formatType(first)}`,
    {
      help: "use the option feedback to turn what the model gives into what it takes; for classes argmax",
      details: {
        fed: { dtype: fed.dtype, shape: fed.shape },
        first: { dtype: first.dtype, shape: first.shape },
      },
    },
  );
}

function checkCall({ truth, teacher = 1, key, first }: FeedbackOptions, steps: number | undefined): void {
  if (steps === undefined || steps < 1) {
    throw new SeqError("feedback-steps", "it is not said how many steps to run with feedback", {
      help: "give the truth, or the number of steps",
      details: { steps },
    });
  }
  if (
    truth !== undefined &&
    formatType(truth) !== formatType({ dtype: first.dtype, shape: [steps, ...first.shape] })
  ) {
    throw new SeqError(
      "feedback-type",
      `the truth is ${formatType(truth)}, the first input ${formatType(first)}`,
      { help: "the truth is the first input's type with a time axis in front", details: { steps } },
    );
  }
  if (!(teacher >= 0 && teacher <= 1)) {
    throw new SeqError("share-range", `teacher is ${teacher}; a share lies from 0 to 1`, {
      help: "1 feeds the truth at every step, 0 the model's own answer",
      details: { option: "teacher", share: teacher },
    });
  }
  if (truth !== undefined && teacher > 0 && teacher < 1 && key === undefined) {
    throw new SeqError("key-missing", "scheduled sampling is random and was given no key", {
      help: "pass key: keyTensor(rng(seed)), another one at every training step",
      details: { teacher },
    });
  }
}
