// Faults that a test must notice: one wrong edit each, in a rule of gradients or shapes.

/**
 * @typedef {object} Mutant
 * @property {string} file  below packages/
 * @property {string} find  stands in the file exactly once
 * @property {string} replace
 */

const primitives = "ops/src/primitives";
const functions = "ops/src/functions";

/** @type {(file: string, ...edits: readonly (readonly [find: string, replace: string])[]) => Mutant[]} */
const mutants = (file, ...edits) => edits.map(([find, replace]) => ({ file, find, replace }));

/** @type {readonly Mutant[]} */
export const list = [
  // Gradients of entry-by-entry primitives.
  ...mutants(`${primitives}/add.ts`, ["[cotangent, cotangent]", "[cotangent, undefined]"]),
  ...mutants(`${primitives}/sub.ts`, ["neg(cotangent)", "cotangent"]),
  ...mutants(`${primitives}/mul.ts`, ["mul(cotangent, b) : undefined", "mul(cotangent, a) : undefined"]),
  ...mutants(
    `${primitives}/div.ts`,
    ["neg(mul(scaled, output))", "mul(scaled, output)"],
    ["div(cotangent, b)", "div(cotangent, mul(b, b))"],
  ),
  ...mutants(`${primitives}/neg.ts`, ["[neg(cotangent)]", "[cotangent]"]),
  ...mutants(`${primitives}/abs.ts`, ["mul(cotangent, sign(x))", "cotangent"]),
  ...mutants(`${primitives}/exp.ts`, ["mul(cotangent, output)", "cotangent"]),
  ...mutants(`${primitives}/expm1.ts`, ["exp(x))]", "expm1(x))]"]),
  ...mutants(`${primitives}/log.ts`, ["div(cotangent, x)", "div(x, cotangent)"]),
  ...mutants(`${primitives}/log1p.ts`, ["add(1, x)", "add(2, x)"]),
  ...mutants(`${primitives}/sqrt.ts`, ["mul(0.5, cotangent)", "mul(1, cotangent)"]),
  ...mutants(`${primitives}/sin-cos.ts`, ["[neg(mul(cotangent, sin(x)))]", "[mul(cotangent, sin(x))]"]),
  ...mutants(`${primitives}/tanh.ts`, ["sub(1, mul(y, y))", "sub(1, y)"]),
  ...mutants(`${primitives}/sigmoid.ts`, ["mul(y, sub(1, y))", "mul(y, sub(1, mul(y, y)))"]),
  ...mutants(`${primitives}/erf.ts`, ["exp(neg(mul(x, x)))", "exp(neg(x))"]),
  ...mutants(
    `${primitives}/pow.ts`,
    ["mul(b, pow(a, sub(b, 1)))", "mul(b, pow(a, b))"],
    ["where(equal(b, 0), 0, ", "where(equal(b, 1), 0, "],
    ["mul(output, log(a))", "log(a)"],
    ["lessEqual(0, b)", "lessEqual(b, 0)"],
  ),
  ...mutants(`${primitives}/remainder.ts`, ["floor(div(a, b))", "div(a, b)"]),
  ...mutants(
    `${primitives}/maximum-minimum.ts`,
    ["where(isBefore(a, b), g, shared)", "where(isBefore(a, b), g, 0)"],
    ["where(isBefore(b, a), g, shared)", "where(isBefore(a, b), g, shared)"],
    ["mul(0.5, g)", "g"],
    ["(a, b) => less(b, a)", "less"],
    ["Math.min, less)", "Math.min, (a, b) => less(b, a))"],
  ),
  ...mutants(
    `${primitives}/where.ts`,
    ["where(condition, g, 0)", "where(condition, 0, g)"],
    ["where(condition, 0, g) : undefined,\n        ]", "g : undefined,\n        ]"],
  ),
  ...mutants(`${primitives}/stop-gradient.ts`, [
    "of: (x) => x",
    "of: (x) => x, gradient: ({ cotangent }) => [cotangent]",
  ]),
  ...mutants("ops/src/pointwise.ts", [": sumTo(g, input.shape)", ": g"]),

  // Gradients of the others.
  ...mutants(
    `${primitives}/matmul.ts`,
    ["product(b, g, tb, true)", "product(b, g, !tb, true)"],
    ["product(g, b, false, !tb)", "product(g, b, false, tb)"],
    ["product(g, a, true, ta)", "product(g, a, true, !ta)"],
    ["product(a, g, !ta, false)", "product(a, g, ta, false)"],
    ["sumTo(dA(), a.shape)", "dA()"],
  ),
  ...mutants(
    `${primitives}/sum-broadcast.ts`,
    [
      "axes.includes(axis) ? 1 : n));\n    return [broadcastTo",
      "axes.includes(axis) ? n : 1));\n    return [broadcastTo",
    ],
    ["[sumTo(g, x.shape)]", "[g]"],
    ["shape[axis - lead] === 1 && n !== 1", "shape[axis - lead] === 1 && n !== 2"],
  ),
  ...mutants(`${primitives}/reshape.ts`, ["[reshape(g, x.shape)]", "[g]"]),
  ...mutants(`${primitives}/permute.ts`, ["axes.indexOf(axis)", "axes[axis] ?? 0"]),
  ...mutants(`${primitives}/concat.ts`, ["at += x.shape[axis] ?? 0;", "at += 1;"]),
  ...mutants(
    `${primitives}/slice-pad.ts`,
    ["{ ranges, shape: x.shape, value: 0 }", "{ ranges, shape: x.shape, value: 1 }"],
    ["Math.ceil((last - first) / step)", "Math.floor((last - first) / step)"],
    ["start: widths[axis]?.[0] ?? 0", "start: widths[axis]?.[1] ?? 0"],
  ),
  ...mutants(`${primitives}/cumsum.ts`, ["reverse: !reverse", "reverse"]),
  ...mutants(
    `${primitives}/amax.ts`,
    ["div(reshape(g, kept), sum(winners, axes, { keepDims: true }))", "reshape(g, kept)"],
    ["return [mul(winners, share)]", "return [share]"],
  ),
  ...mutants(
    `${primitives}/take-scatter.ts`,
    ["total[at] = (total[at] ?? 0) + (updates", "total[at] = (updates"],
    ["(ownIndex ? o * count : 0) + j", "j"],
    ["row >= size", "row > size"],
    ["[...shape.slice(0, axis), size, ", "[...shape.slice(0, axis), size + 1, "],
  ),

  // Shapes and meanings.
  ...mutants(
    "tensor/src/shape.ts",
    ["m === 1 ? n : m", "Math.max(m, n)"],
    ["axis < 0 ? axis + rank : axis", "axis"],
  ),
  ...mutants("tensor/src/create.ts", [
    "start + ((end - start) * i) / (count - 1)",
    "start + ((end - start) * i) / count",
  ]),
  ...mutants("tensor/src/rng.ts", ["(group + 2) % 3", "(group + 1) % 3"]),
  ...mutants("ops/src/offsets.ts", ["from[axis - lead] === 1 ? 0", "from[axis - lead] === 2 ? 0"]),
  ...mutants(`${primitives}/argmax.ts`, ["value > best", "value >= best"], ["|| Number.isNaN(value)", ""]),
  ...mutants(`${primitives}/argsort.ts`, ["compare(value(j), value(i))", "-compare(value(j), value(i))"]),
  ...mutants(`${primitives}/round.ts`, ["up % 2 !== 0", "up % 2 === 0"]),
  ...mutants(`${functions}/gather.ts`, [
    "[...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis), axis]",
    "[axis, ...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis)]",
  ]),
  ...mutants(
    `${functions}/einsum.ts`,
    ["n * n, n + 1)", "n * n, n)"],
    ["[batch, shared, ownB]", "[batch, ownB, shared]"],
  ),
  ...mutants(`${functions}/conv1d.ts`, ["[(K - 1) * dilation, 0]", "[0, (K - 1) * dilation]"]),
  ...mutants(`${functions}/unfold.ts`, ["(i % size) * dilation", "(i % size)"]),
  ...mutants(`${functions}/prod.ts`, ["at, reach, 0)", "at, 0, reach)"]),
  ...mutants(
    `${functions}/softmax.ts`,
    ["sub(x, largest(x, axis));\n  return sub", "x;\n  return sub"],
    ["where(equal(abs(top), Number.POSITIVE_INFINITY), 0, top)", "top"],
  ),
  ...mutants(`${functions}/variance.ts`, ["unbiased ? 1 : 0", "unbiased ? 0 : 1"]),
  ...mutants(`${functions}/root-or-zero.ts`, ["sqrt(where(isZero, 1, x))", "sqrt(x)"]),
  ...mutants(`${functions}/norm.ts`, [
    "less(0, largest), less(largest, Number.POSITIVE_INFINITY)",
    "less(largest, 0), less(largest, Number.POSITIVE_INFINITY)",
  ]),
  ...mutants(`${functions}/clamp.ts`, ["where(less(x, low), low,", "where(less(high, x), low,"]),
  ...mutants(`${functions}/elu.ts`, ["expm1(where(isLow, x, 0))", "expm1(x)"]),
  ...mutants(`${functions}/extremes.ts`, [
    "return neg(amax(neg(x), axes, options))",
    "return amax(neg(x), axes, options)",
  ]),
  ...mutants(`${functions}/embedding.ts`, ["where(isPadding, stopGradient(rows), rows)", "rows"]),
  ...mutants(`${functions}/mask.ts`, ["column - row <= diagonal", "column - row < diagonal"]),

  // The tape and what stands on it.
  ...mutants(
    "autograd/src/tape.ts",
    [
      "before === undefined ? cotangent : add(before, cotangent));\n      });\n      for",
      "cotangent);\n      });\n      for",
    ],
    [
      "seeds.set(result, before === undefined ? cotangent : add(before, cotangent))",
      "seeds.set(result, cotangent)",
    ],
    ["i >= 0; i--", "i > 0; i--"],
  ),
  ...mutants(
    "autograd/src/scan-gradient.ts",
    ["add(totals[i] ?? value, value)", "value"],
    ["reverse: !attributes.reverse", "reverse: attributes.reverse"],
  ),
  ...mutants("autograd/src/jacobian.ts", ["slice(i * n, (i + 1) * n)", "slice(0, n)"]),
];
