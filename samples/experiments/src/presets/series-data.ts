/** A generated series as data: the next value from a window, split by time, scaled on the training part. */
import { column, type DataSpec, type GeneratorName } from "@seqloom/data";

export function nextValue(
  name: GeneratorName,
  options: Readonly<Record<string, number>>,
  window: number,
): DataSpec {
  const value = [{ columns: [column("value")] }];
  return {
    source: { kind: "generator", name, options },
    time: { kind: "row" },
    ...{ input: value, target: value, window, horizon: 1 },
    split: { kind: "shares", shares: [0.7, 0.3] },
    scale: [{ method: "standard" }],
  };
}
