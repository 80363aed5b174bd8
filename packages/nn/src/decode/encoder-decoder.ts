/** From one sequence to another: an encoder's last state starts a decoder that reads its own past. */
import { SeqError } from "@seqloom/diagnostic";
import { concat, foldKey, transpose, type Value } from "@seqloom/ops";
import type { AttentionLayer } from "../attention/attention.ts";
import {
  initParameters,
  type Layer,
  type Mode,
  type Module,
  type Parameter,
  type Params,
  prefixed,
  type State,
  type StatefulResult,
  scoped,
} from "../module.ts";
import type { Coverage } from "../recurrent/lengths.ts";
import type { RecurrentLayer } from "../recurrent/recurrent.ts";
import { runWithFeedback } from "./feedback.ts";
import { handOver } from "./hand-over.ts";

export interface EncoderDecoderOptions {
  /** Reads the input; its last states start the decoder. */
  readonly encoder: RecurrentLayer;
  /** Writes the output step by step; as many layers as the encoder, of the same size (twice that for both directions). */
  readonly decoder: RecurrentLayer;
  /** Turns what is fed back into the decoder's input, for instance an embedding; left out, it goes in as it is. */
  readonly input?: Layer;
  /** Looks from the decoder's outputs at the encoder's; `output` then takes both side by side. */
  readonly attention?: AttentionLayer;
  /** From the decoder's outputs [B, H] (with attention [B, H + N]) to what the model gives. */
  readonly output: Layer;
  /** From what the model gives to what is fed back: `(y) => argmax(y, -1)` for classes; the same if left out. */
  readonly feedback?: (y: Value) => Value;
}

export interface EncoderDecoderInput extends Coverage {
  /** What the encoder reads, with lengths or a mask where it is padded. */
  readonly x: Value;
  /** What goes into the decoder at its first step, [B, ...]: a start mark, the last known value. */
  readonly first: Value;
  /** What should come out, [U, B, ...] in the form of `first`. Left out in use. */
  readonly truth?: Value;
  /** Number of steps to write; needed without truth. */
  readonly steps?: number;
  /** Share of steps fed with the truth instead of the model's own answer; 1 if left out. */
  readonly teacher?: number;
}

export interface EncoderDecoder extends Module {
  /**
   * @returns y [U, B, ...] and the decoder's last state
   * @throws SeqError "feedback-steps", "feedback-type", "key-missing", and those of the parts
   */
  apply(params: Params, input: EncoderDecoderInput, mode?: Mode): StatefulResult;
}

/**
 * An encoder and a decoder. Weights are called `encoder.`, `decoder.`, `input.`, `attention.`, `output.` and what they
 * are called there.
 *
 * @throws SeqError "hand-over" if the encoder's states do not fit the decoder
 * @see Sutskever, Vinyals & Le 2014, https://arxiv.org/abs/1409.3215; Cho et al. 2014, https://arxiv.org/abs/1406.1078
 * @example
 * const model = encoderDecoder({
 *   encoder: gru({ input: 3, hidden: 32 }),
 *   decoder: gru({ input: 1, hidden: 32 }),
 *   output: linear({ input: 32, output: 1 }),
 * });
 * model.apply(params, { x, first, truth });         // training: fed the truth
 * model.apply(params, { x, first, steps: 12 });     // in use: fed its own answers
 */
export function encoderDecoder(options: EncoderDecoderOptions): EncoderDecoder {
  const { encoder, decoder, input, attention, output, feedback } = options;
  const parts = { encoder, decoder, ...(input && { input }), ...(attention && { attention }), output };
  const parameters: Readonly<Record<string, Parameter>> = Object.assign(
    {},
    ...Object.entries(parts).map(([name, part]: [string, Module]) => prefixed(part.parameters, name)),
  );
  const start = handOver(encoder, decoder);
  if (attention !== undefined && encoder.options.output === "last") {
    throw new SeqError(
      "hand-over",
      "the encoder gives only its last output, and attention looks at all of them",
      {
        help: 'leave out `output: "last"` in the encoder',
        details: { output: encoder.options.output },
      },
    );
  }
  return {
    kind: "encoderDecoder",
    parameters,
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    apply(params, given, mode = {}) {
      const at = (name: keyof typeof parts) => scoped(params, name);
      const modeOf = (name: keyof typeof parts, time?: Value): Mode => {
        if (mode.key === undefined) return mode;
        const own = foldKey(mode.key, Object.keys(parts).indexOf(name));
        return { ...mode, key: time === undefined ? own : foldKey(own, time) };
      };
      const { x, lengths, mask, first, truth, steps, teacher } = given;
      const encoded = encoder.apply(at("encoder"), x, undefined, { ...modeOf("encoder"), lengths, mask });
      const keys = encoder.options.batchFirst ? transpose(encoded.y, 0, 1) : encoded.y;
      const covers = mask && encoder.options.batchFirst ? { mask: transpose(mask) } : { lengths, mask };
      const step = (fed: Value, state: State, time: Value): StatefulResult => {
        const value = input === undefined ? fed : input.apply(at("input"), fed, modeOf("input", time));
        const decoded = decoder.step(at("decoder"), value, state, { ...modeOf("decoder"), time });
        const looked = attention?.apply(at("attention"), decoded.y, keys, covers).y;
        const seen = looked === undefined ? decoded.y : concat([decoded.y, looked], -1);
        return { y: output.apply(at("output"), seen, modeOf("output", time)), state: decoded.state };
      };
      const key = mode.key && foldKey(mode.key, -1);
      return runWithFeedback({
        step,
        first,
        state: start(encoded.state),
        truth,
        steps,
        teacher,
        key,
        feedback,
      });
    },
  };
}
