/** Functions of the numbers of one row. Truth is 1, falsehood 0; NaN stays NaN. */

type RowFunction = (a: number, b: number, c: number) => number;

/** A comparison with a missing value is missing, not false. */
function truth(test: (a: number, b: number) => boolean): RowFunction {
  return (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Number(test(a, b)));
}

/** What each function gives for the numbers of one row; unused arguments are 0. */
export const rowFunctions: ReadonlyMap<string, RowFunction> = new Map<string, RowFunction>([
  ["+", (a, b) => a + b],
  ["-", (a, b) => a - b],
  ["*", (a, b) => a * b],
  ["/", (a, b) => a / b],
  ["^", (a, b) => a ** b],
  ["==", truth((a, b) => a === b)],
  ["!=", truth((a, b) => a !== b)],
  ["<", truth((a, b) => a < b)],
  ["<=", truth((a, b) => a <= b)],
  [">", truth((a, b) => a > b)],
  [">=", truth((a, b) => a >= b)],
  ["and", truth((a, b) => a !== 0 && b !== 0)],
  ["or", truth((a, b) => a !== 0 || b !== 0)],
  ["not", (a) => (Number.isNaN(a) ? Number.NaN : Number(a === 0))],
  ["negate", (a) => -a],
  ["log", Math.log],
  ["exp", Math.exp],
  ["sqrt", Math.sqrt],
  ["abs", Math.abs],
  ["tanh", Math.tanh],
  ["sign", Math.sign],
  ["clamp", (c, low, high) => Math.min(Math.max(c, low), high)],
  ["where", (condition, a, b) => (Number.isNaN(condition) ? Number.NaN : condition !== 0 ? a : b)],
]);
