/**
 * The forward pass of a one-layer RNN or LSTM with a linear answer, for the model on the home page: small enough to
 * need no engine. Weights lie as PyTorch lays them out, gates in the order i, f, g, o.
 */

export interface SmallModel {
  readonly cell: "rnn" | "lstm";
  readonly hidden: number;
  readonly input: number;
  /** By name: weight_ih, weight_hh, bias_ih, bias_hh, head_weight, head_bias. */
  readonly weights: Readonly<Record<WeightName, readonly number[]>>;
}

export const weightNames = {
  weight_ih: "rnn.weight_ih_l0",
  weight_hh: "rnn.weight_hh_l0",
  bias_ih: "rnn.bias_ih_l0",
  bias_hh: "rnn.bias_hh_l0",
  head_weight: "head.weight",
  head_bias: "head.bias",
} as const;
export type WeightName = keyof typeof weightNames;

/**
 * @param symbols  one number a step; it is the place of the 1 in the input
 * @returns        the share of each answer after the last step, 0 to 1
 */
export function answer({ cell, hidden, input, weights }: SmallModel, symbols: readonly number[]): number[] {
  let h = new Float64Array(hidden);
  let c = new Float64Array(hidden);
  const sum = (row: number, symbol: number) => {
    let total =
      (weights.bias_ih[row] ?? 0) +
      (weights.bias_hh[row] ?? 0) +
      (weights.weight_ih[row * input + symbol] ?? 0);
    for (let k = 0; k < hidden; k++) total += (weights.weight_hh[row * hidden + k] ?? 0) * (h[k] ?? 0);
    return total;
  };
  for (const symbol of symbols) {
    const [nextH, nextC] = [new Float64Array(hidden), new Float64Array(hidden)];
    for (let unit = 0; unit < hidden; unit++) {
      if (cell === "rnn") {
        nextH[unit] = Math.tanh(sum(unit, symbol));
        continue;
      }
      const i = sigmoid(sum(unit, symbol));
      const f = sigmoid(sum(hidden + unit, symbol));
      const g = Math.tanh(sum(2 * hidden + unit, symbol));
      const o = sigmoid(sum(3 * hidden + unit, symbol));
      nextC[unit] = f * (c[unit] ?? 0) + i * g;
      nextH[unit] = o * Math.tanh(nextC[unit] ?? 0);
    }
    [h, c] = [nextH, nextC];
  }
  const logits = weights.head_bias.map((bias, row) =>
    h.reduce((total, value, k) => total + value * (weights.head_weight[row * hidden + k] ?? 0), bias),
  );
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const all = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / all);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
