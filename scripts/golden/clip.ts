/** Golden cases of gradient clipping. */
import type { Params } from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import { fromData, scalar, type Tensor } from "@seqloom/tensor";
import { clipByNorm, clipByValue } from "@seqloom/train";
import type { Comparison } from "./compare.ts";
import { runWith } from "./execute.ts";
import { type Form, hasFields } from "./form.ts";
import { fromGolden, type GoldenTensor } from "./ops.ts";

interface ClipCase {
  readonly name: string;
  readonly max_norm?: number;
  readonly norm_type?: number | "inf";
  readonly grads_before: readonly GoldenTensor[];
  readonly grads_after: readonly GoldenTensor[];
  readonly total_norm?: GoldenTensor;
}

export const clipForm: Form = (file) => {
  if (!Array.isArray(file) || !file.every((entry) => hasFields(entry, "grads_before", "grads_after")))
    return undefined;
  return file.map((golden: ClipCase) => ({
    name: golden.name,
    run: (compiler) =>
      compare(golden, runWith(stepOf(golden), golden.grads_before.map(fromGolden), compiler)),
  }));
};

/** Gradients to the norm and the clipped gradients. */
function stepOf(golden: ClipCase): (...gradients: Value[]) => readonly Value[] {
  return (...values) => {
    const gradients: Params = Object.fromEntries(values.map((value, i) => [String(i), value]));
    if (golden.max_norm === undefined) {
      // The bound stands in the name: clip_value_1.5.
      const most = Number(/[\d.]+$/.exec(golden.name)?.[0]);
      return [scalar(0), ...Object.values(clipByValue(gradients, most))];
    }
    const order = golden.norm_type === "inf" ? Number.POSITIVE_INFINITY : golden.norm_type;
    const { gradients: after, norm } = clipByNorm(gradients, golden.max_norm, order);
    return [norm, ...Object.values(after)];
  };
}

function compare(golden: ClipCase, [norm, ...after]: readonly Tensor[]): Comparison[] {
  const { total_norm, grads_after } = rightly(golden);
  const all = [
    ...(total_norm === undefined ? [] : [{ what: "norm", got: norm, want: total_norm }]),
    ...grads_after.map((want, i) => ({ what: `gradient ${i}`, got: after[i], want })),
  ];
  // 2e-6 relative: ten entries, squares and a root in f32. Gradients of 1e-12 must not pass because they are small.
  const allowed = (want: number) => 2e-6 * Math.abs(want) + 1e-37;
  return all.map(({ what, got, want }) => ({
    what,
    got: got ?? fromData(new Float64Array()),
    want,
    noise: 0,
    allowed,
  }));
}

/**
 * What is right: the file, save where its norm is infinite because f32 squares overflowed. There the file's README
 * prefers the norm of a sum in double precision and gradients that are clipped by it.
 */
function rightly(golden: ClipCase): Pick<ClipCase, "total_norm" | "grads_after"> {
  const { total_norm, grads_before, max_norm = 1 } = golden;
  if (total_norm === undefined || Number.isFinite(Number(total_norm.data[0]))) return golden;
  const sum = grads_before.flatMap(({ data }) => data.map(Number)).reduce((s, g) => s + g * g, 0);
  const norm = Math.sqrt(sum);
  return {
    total_norm: { ...total_norm, data: [norm] },
    grads_after: grads_before.map((g) => ({ ...g, data: g.data.map((v) => (Number(v) * max_norm) / norm) })),
  };
}
