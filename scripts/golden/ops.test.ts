import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromGolden, type GoldenTensor, type OpsCase, runOpsCase } from "./ops.ts";

const folder = new URL("../../../shared/golden/torch/ops/", import.meta.url);

interface Golden extends OpsCase {
  readonly outputs: readonly GoldenTensor[];
  readonly noise: Readonly<Record<string, number>>;
}

/** The largest error in units of what the golden README allows; Infinity for another shape. */
function worst(
  got: { shape: readonly number[]; data: ArrayLike<number> } | undefined,
  golden: GoldenTensor,
  noise = 0,
) {
  const want = fromGolden({ ...golden, dtype: "float64" });
  if (got === undefined || got.shape.join() !== want.shape.join()) return Number.POSITIVE_INFINITY;
  const allowed = Math.max(5e-6, 20 * noise);
  return Array.from(want.data).reduce((most, w, i) => {
    const value = got.data[i] ?? Number.NaN;
    if (Object.is(value, w) || value === w) return most;
    const error = Math.abs(value - w) / Math.max(1, Math.abs(w)) / allowed;
    return Math.max(most, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  }, 0);
}

const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];

describe.skipIf(files.length === 0)("golden operations (skipped where ../shared/golden is absent)", () => {
  it.each(files)("%s agrees in values and gradients", (file) => {
    const golden: Golden = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    const result = runOpsCase(golden);
    const errors = {
      ...Object.fromEntries(
        golden.outputs.map((want, i) => [
          `out.${i}`,
          worst(result?.outputs[i], want, golden.noise[`out.${i}`]),
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(golden.grads).map(([name, want]) => [
          `grad.${name}`,
          worst(result?.gradients[name], want, golden.noise[`grad.${name}`]),
        ]),
      ),
    };
    for (const [what, error] of Object.entries(errors)) expect(error, what).toBeLessThanOrEqual(1);
    expect(result?.outputs.length).toBe(golden.outputs.length);
  });
});
