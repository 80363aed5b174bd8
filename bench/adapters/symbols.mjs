// Batches of symbols for libraries that cannot train a table of vectors, and losses of predictions.

/**
 * Symbols as vectors with a single 1: times a matrix, that picks a row.
 *
 * @param {ArrayLike<number>} symbols
 * @param {number} count  how many there are
 * @returns {Float32Array} [..., count]
 */
export function oneHot(symbols, count) {
  const result = new Float32Array(symbols.length * count);
  for (let i = 0; i < symbols.length; i++) result[i * count + symbols[i]] = 1;
  return result;
}

/**
 * [T, B, ...] as [B, T, ...] and back.
 *
 * @param {Float32Array} values
 * @param {number} first   length of the first axis
 * @param {number} second  length of the second
 */
export function swapped(values, first, second) {
  const width = values.length / first / second;
  const result = new Float32Array(values.length);
  for (let i = 0; i < first; i++) {
    for (let j = 0; j < second; j++) {
      const from = (i * second + j) * width;
      result.set(values.subarray(from, from + width), (j * first + i) * width);
    }
  }
  return result;
}

/**
 * The loss of predictions as computed here in float64: for libraries that only predict.
 *
 * @param {import("../src/adapter.ts").Material} material
 * @param {ArrayLike<number>} predicted  [B, 1], or scores [B, C] or [T, B, C]
 */
export function lossOf({ workload, y }, predicted) {
  const { task, outputs } = workload;
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    if (task === "regression") {
      total += (predicted[row] - y[row]) ** 2;
      continue;
    }
    const scores = Array.from({ length: outputs }, (_, c) => predicted[row * outputs + c]);
    const largest = Math.max(...scores);
    const sum = scores.reduce((s, score) => s + Math.exp(score - largest), 0);
    total += largest + Math.log(sum) - scores[y[row]];
  }
  return total / y.length;
}

/**
 * PyTorch's weight [G * H, I] as [I, G * H], with the gates in another order.
 *
 * @param {Float32Array} weight
 * @param {number} hidden
 * @param {number[]} order  which gate comes first, second, ...
 */
export function transposed(weight, hidden, order) {
  const width = weight.length / hidden / order.length;
  const columns = hidden * order.length;
  const result = new Float32Array(weight.length);
  order.forEach((gate, place) => {
    for (let j = 0; j < hidden; j++) {
      for (let k = 0; k < width; k++) {
        result[k * columns + place * hidden + j] = weight[(gate * hidden + j) * width + k];
      }
    }
  });
  return result;
}

/**
 * Rows of gates in another order, without transposing; of biases too.
 *
 * @param {Float32Array} values  [G * H, ...]
 * @param {number[]} order
 */
export function reordered(values, order) {
  const size = values.length / order.length;
  const result = new Float32Array(values.length);
  order.forEach((gate, place) => result.set(values.subarray(gate * size, (gate + 1) * size), place * size));
  return result;
}

/** @param {Float32Array} a @param {Float32Array} b */
export const added = (a, b) => a.map((value, i) => value + b[i]);
