/** What a model does with a few held-out examples: its gates over time, and its answers beside the right ones. */
import { gather, type Prepared, partOf, symbolAt } from "@seqloom/data";
import type { TensorParams } from "@seqloom/nn";
import { gateStrips } from "@seqloom/run";
import type { LoweredModel } from "@seqloom/seq";
import { Tensor } from "@seqloom/tensor";

/** A gate or state of the first recurrent layer on the first example. */
export interface Strip {
  readonly name: string;
  /** What its `##` comment says, where it has one. */
  readonly label: string | undefined;
  readonly scale: "share" | "signed";
  readonly steps: number;
  readonly units: number;
  /** [T, H] as bytes: 0 is the lower end of the scale, 255 the upper; beyond is cut. */
  readonly bytes: Uint8Array;
}

export type Answers =
  | {
      readonly kind: "classes";
      readonly names: readonly string[];
      /** 0 to 1 by class, of the first example. */
      readonly shares: readonly number[];
      readonly truth: number;
      /** How many of the probe's examples are right. */
      readonly right: number;
      readonly of: number;
    }
  | {
      readonly kind: "numbers";
      /** What the horizontal axis counts: the steps of one example, or examples. */
      readonly per: "step" | "example";
      readonly target: readonly number[];
      readonly output: readonly number[];
    };

export interface Picture {
  readonly strips: readonly Strip[];
  readonly answers: Answers | undefined;
}

export interface PictureOptions {
  readonly prepared: Prepared;
  readonly model: LoweredModel;
  readonly params: TensorParams;
  /** The output is logits of classes. */
  readonly isClass: boolean;
}

const probeSize = 32;

/** Runs on the plain device: the sizes are small, and nothing has to be compiled. */
export function takePicture({ prepared, model, params, isClass }: PictureOptions): Picture {
  const part = partOf(prepared, prepared.parts.has("test") ? "test" : "train");
  const indices = Int32Array.from({ length: Math.min(probeSize, part.count) }, (_, i) => i);
  const { fields, lengths } = gather(prepared, part, indices);
  const strips = gateStrips(model, params, { fields, lengths }).map((strip): Strip => {
    const [steps = 0, units = 0] = strip.values.shape;
    const { name, label, scale } = strip;
    return { name, label, scale, steps, units, bytes: bytesOf(strip.values.data, scale) };
  });
  const targetName = prepared.fields.find(({ role }) => role === "target")?.name ?? "";
  const target = fields[targetName];
  const [output] = Object.values(model.apply(params, fields, { lengths }).outputs);
  if (target === undefined || !(output instanceof Tensor)) return { strips, answers: undefined };
  return {
    strips,
    answers: isClass ? classAnswers(prepared, output, target) : numberAnswers(output, target),
  };
}

function bytesOf(values: ArrayLike<number>, scale: Strip["scale"]): Uint8Array {
  const [low, span] = scale === "share" ? [0, 1] : [-1, 2];
  return Uint8Array.from({ length: values.length }, (_, i) =>
    Math.max(0, Math.min(255, Math.round((((values[i] ?? 0) - low) / span) * 255))),
  );
}

/** Of answers at every step, the last one counts. */
function classAnswers(prepared: Prepared, output: Tensor, target: Tensor): Answers | undefined {
  const classes = output.shape.at(-1) ?? 1;
  const count = output.shape[0] ?? 0;
  const each = output.size / count;
  const at = (example: number) => (example + 1) * each - classes;
  const truths = Array.from(
    { length: count },
    (_, b) => target.data[(b + 1) * (target.size / count) - 1] ?? 0,
  );
  const logits = (b: number) => Array.from(output.data.subarray(at(b), at(b) + classes));
  const right = truths.filter((truth, b) => indexOfLargest(logits(b)) === truth).length;
  const vocabulary = prepared.fields.find(({ role }) => role === "target")?.vocabulary;
  return {
    kind: "classes",
    names: Array.from({ length: classes }, (_, i) =>
      vocabulary === undefined ? String(i) : symbolAt(vocabulary, i),
    ),
    shares: softmax(logits(0)),
    truth: truths[0] ?? 0,
    ...{ right, of: count },
  };
}

function numberAnswers(output: Tensor, target: Tensor): Answers {
  const count = output.shape[0] ?? 1;
  const each = output.size / count;
  const per = each > 1 ? "step" : "example";
  const take = ({ data }: Tensor) => Array.from(data.subarray(0, per === "step" ? each : count));
  return { kind: "numbers", per, target: take(target), output: take(output) };
}

function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function indexOfLargest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
