import { rng } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { allCells } from "../testing/all-cells.ts";
import { gradientError } from "../testing/gradient-error.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";

describe("built-in cells", () => {
  it.each(Object.entries(allCells))("the gradient of %s agrees with central differences", (_, make) => {
    const { worst, at } = gradientError(make({ input: 3, hidden: 4 }));
    expect(worst, at).toBeLessThan(1e-6);
  });

  it("has PyTorch's names, shapes and order", () => {
    const layer = lstm({ input: 3, hidden: 4, layers: 2, bidirectional: true, projection: 2 });
    expect(Object.entries(layer.parameters).map(([path, { shape }]) => `${path} ${shape.join("x")}`)).toEqual(
      [
        "weight_ih_l0 16x3",
        "weight_hh_l0 16x2",
        "bias_ih_l0 16",
        "bias_hh_l0 16",
        "weight_hr_l0 2x4",
        "weight_ih_l0_reverse 16x3",
        "weight_hh_l0_reverse 16x2",
        "bias_ih_l0_reverse 16",
        "bias_hh_l0_reverse 16",
        "weight_hr_l0_reverse 2x4",
        "weight_ih_l1 16x4",
        "weight_hh_l1 16x2",
        "bias_ih_l1 16",
        "bias_hh_l1 16",
        "weight_hr_l1 2x4",
        "weight_ih_l1_reverse 16x4",
        "weight_hh_l1_reverse 16x2",
        "bias_ih_l1_reverse 16",
        "bias_hh_l1_reverse 16",
        "weight_hr_l1_reverse 2x4",
      ],
    );
  });

  it("starts as PyTorch does: uniform, within 1 / sqrt(hidden)", () => {
    const params = gru({ input: 8, hidden: 64 }).init(rng(7));
    for (const [path, { data }] of Object.entries(params)) {
      const largest = Math.max(...Array.from(data, Math.abs));
      expect(largest, path).toBeLessThanOrEqual(1 / 8);
      expect(largest, path).toBeGreaterThan(0.95 / 8);
    }
  });
});
