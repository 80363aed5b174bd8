import { grad } from "@seqloom/autograd";
import { checkGrad } from "@seqloom/autograd/testing";
import { exp, logSoftmax, mul, sum, type Value } from "@seqloom/ops";
import { normal, rng, scalar, Tensor, tensor, uniform, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import {
  binaryCrossEntropy,
  crossEntropy,
  ctc,
  gaussianNll,
  huber,
  klDivergence,
  l1,
  logCosh,
  mse,
  negativeBinomialNll,
  nll,
  pinball,
  smoothL1,
  studentTNll,
} from "../index.ts";

function numbers(value: Value): number[] {
  return value instanceof Tensor ? [...value.data] : [];
}

function number(value: Value): number {
  return value instanceof Tensor ? value.item() : Number.NaN;
}

const x = normal(rng(1), [3, 4], "f64");
const y = normal(rng(2), [3, 4], "f64");
const classes = tensor([1, 3, 0], "i32");
const share = uniform(rng(3), [3, 4], "f64", 0.1, 0.9);
const weights = tensor([0.5, 2, 1, 0.7], "f64");
const wide = normal(rng(4), [5, 3], "f64");
const pair = normal(rng(5), [5, 2], "f64");
const target = normal(rng(6), [5], "f64");
const counts = tensor([0, 1, 7, 2, 30], "f64");
const cotangent = uniform(rng(7), [3, 4], "f64", 0.5, 2);
const rows = uniform(rng(8), [3], "f64", 0.5, 2);

describe("the gradient of a loss agrees with central differences", () => {
  const cases: Record<string, [(p: Tensor) => Value, Tensor]> = {
    mse: [(p) => mse(p, y), x],
    "mse of a target": [(t) => mse(x, t), y],
    "mse, one each": [(p) => sum(mul(mse(p, y, { reduction: "none" }), cotangent)), x],
    l1: [(p) => l1(p, y), x],
    huber: [(p) => huber(p, y, { delta: 0.6 }), x],
    smoothL1: [(p) => smoothL1(p, y, { beta: 0.6, reduction: "sum" }), x],
    logCosh: [(p) => logCosh(p, y), x],
    binaryCrossEntropy: [(p) => binaryCrossEntropy(p, share, { positiveWeight: weights }), x],
    crossEntropy: [(p) => crossEntropy(p, classes), x],
    "crossEntropy with everything": [
      (p) => crossEntropy(p, classes, { weights, ignore: 3, smoothing: 0.1 }),
      x,
    ],
    "crossEntropy, one each": [(p) => sum(mul(crossEntropy(p, classes, { reduction: "none" }), rows)), x],
    "crossEntropy of probabilities": [(p) => crossEntropy(p, share, { weights, smoothing: 0.2 }), x],
    "crossEntropy towards probabilities": [(q) => crossEntropy(x, q), share],
    nll: [(p) => nll(logSoftmax(p), classes, { weights, reduction: "sum" }), x],
    pinball: [(p) => pinball(p, target, { quantiles: [0.1, 0.5, 0.9] }), wide],
    gaussianNll: [(p) => gaussianNll(p, target, { full: true }), pair],
    klDivergence: [(p) => klDivergence(logSoftmax(p), share), x],
    studentTNll: [(p) => studentTNll(p, target), wide],
    negativeBinomialNll: [(p) => negativeBinomialNll(p, counts), pair],
  };
  for (const [name, [f, at]] of Object.entries(cases)) {
    it(name, () => expect(checkGrad(f, at).worst).toBeLessThan(1e-8));
  }
});

describe("regression losses", () => {
  it("are 0 where prediction and target agree", () => {
    for (const loss of [mse, l1, huber, smoothL1, logCosh]) expect(number(loss(x, x))).toBeCloseTo(0, 15);
  });

  it("huber bends at delta; smoothL1 is huber over beta", () => {
    const at = tensor([0.5, 3, -3], "f64");
    const zero = zeros([3], "f64");
    expect(numbers(huber(at, zero, { delta: 2, reduction: "none" }))).toEqual([0.125, 4, 4]);
    expect(numbers(smoothL1(at, zero, { beta: 2, reduction: "none" }))).toEqual([0.0625, 2, 2]);
    expect(numbers(smoothL1(at, zero, { beta: 0, reduction: "none" }))).toEqual([0.5, 3, 3]);
  });

  it("logCosh neither overflows nor loses its line far away", () => {
    const far = logCosh(tensor([1000, -1000]), zeros([2]), { reduction: "none" });
    for (const loss of numbers(far)) expect(loss).toBeCloseTo(1000 - Math.LN2, 3);
  });

  it("leave out what the mask leaves out, even NaN, and average over the rest", () => {
    const prediction = tensor([1, 2, Number.NaN], "f64");
    const mask = tensor([true, true, false]);
    expect(number(mse(prediction, zeros([3], "f64"), { mask }))).toBe(2.5);
    expect(number(l1(prediction, zeros([3], "f64"), { mask, reduction: "sum" }))).toBe(3);
    expect(numbers(l1(prediction, zeros([3], "f64"), { mask, reduction: "none" }))).toEqual([1, 2, 0]);
  });

  it("refuse a target that would merely broadcast", () => {
    expect(() => mse(zeros([3, 1]), zeros([3]))).toThrowError(
      expect.objectContaining({ code: "loss-target", details: expect.objectContaining({ loss: "mse" }) }),
    );
    expect(() => pinball(zeros([3, 2]), zeros([3]), { quantiles: [0.5] })).toThrowError(
      expect.objectContaining({ code: "loss-parameters" }),
    );
  });

  it("pinball of the median is half the absolute error", () => {
    const p = normal(rng(9), [4, 1], "f64");
    const t = normal(rng(10), [4], "f64");
    const half = l1(
      p,
      tensor(
        numbers(t).map((v) => [v]),
        "f64",
      ),
    );
    expect(number(pinball(p, t, { quantiles: [0.5] }))).toBeCloseTo(number(half) / 2, 14);
  });
});

describe("classification losses", () => {
  it("crossEntropy is nll of logSoftmax", () => {
    const options = { weights, ignore: 0 } as const;
    expect(number(crossEntropy(x, classes, options))).toBeCloseTo(
      number(nll(logSoftmax(x), classes, options)),
      14,
    );
  });

  it("class numbers are probabilities of 0 and 1", () => {
    const hot = tensor(
      [
        [0, 1, 0, 0],
        [0, 0, 0, 1],
        [1, 0, 0, 0],
      ],
      "f64",
    );
    expect(number(crossEntropy(x, hot))).toBeCloseTo(number(crossEntropy(x, classes)), 14);
    const smoothing = 0.3;
    expect(number(crossEntropy(x, hot, { smoothing }))).toBeCloseTo(
      number(crossEntropy(x, classes, { smoothing })),
      14,
    );
  });

  it("crossEntropy takes sequences with the classes on any axis", () => {
    const scores = normal(rng(11), [2, 3, 5], "f64"); // [B, T, C]
    const moved = new Tensor(
      "f64",
      [2, 5, 3],
      Float64Array.from({ length: 30 }, (_, i) => {
        const [b, c, t] = [Math.floor(i / 15), Math.floor(i / 3) % 5, i % 3];
        return scores.data[b * 15 + t * 5 + c] ?? 0;
      }),
    );
    const labels = tensor(
      [
        [0, 4, 2],
        [1, 1, 3],
      ],
      "i32",
    );
    expect(number(crossEntropy(moved, labels, { axis: 1 }))).toBeCloseTo(
      number(crossEntropy(scores, labels)),
      14,
    );
  });

  it("crossEntropy is finite and exact for scores that would overflow", () => {
    const scores = tensor([
      [1e4, 0],
      [0, 1e4],
    ]);
    const losses = numbers(crossEntropy(scores, tensor([0, 0], "i32"), { reduction: "none" }));
    expect(losses[0]).toBeCloseTo(0, 15);
    expect(losses[1]).toBe(1e4);
  });

  it("ignored targets have no gradient, and a mean over nothing is NaN with gradient 0", () => {
    const none = tensor([-100, -100, -100], "i32");
    expect(number(crossEntropy(x, none, { ignore: -100 }))).toBeNaN();
    expect(
      numbers(grad((p: Value) => crossEntropy(p, none, { ignore: -100 }))(x)).every((g) => g === 0),
    ).toBe(true);
    expect(number(crossEntropy(x, none, { ignore: -100, reduction: "sum" }))).toBe(0);
  });

  it("binaryCrossEntropy is finite at both ends", () => {
    const scores = tensor([-200, 200, -200, 200], "f64");
    const losses = binaryCrossEntropy(scores, tensor([0, 1, 1, 0], "f64"), { reduction: "none" });
    numbers(losses).forEach((loss, i) => {
      expect(loss).toBeCloseTo([0, 0, 200, 200][i] ?? 0, 12);
    });
  });

  it("class numbers that are floats by mistake are named", () => {
    expect(() => nll(x, zeros([3]))).toThrowError(expect.objectContaining({ code: "loss-classes" }));
  });

  it("klDivergence of a distribution from itself is 0, also in logarithms and with zeros", () => {
    const logs = logSoftmax(x);
    expect(number(klDivergence(logs, exp(logs)))).toBeCloseTo(0, 14);
    expect(number(klDivergence(logs, logs, { logTarget: true }))).toBeCloseTo(0, 14);
    const certain = klDivergence(tensor([[Math.log(0.25), Math.log(0.75)]], "f64"), tensor([[1, 0]], "f64"));
    expect(number(certain)).toBeCloseTo(Math.log(4), 14);
  });
});

describe("distributions", () => {
  it("gaussianNll is -log of the density", () => {
    const loss = gaussianNll(tensor([[1, Math.log(4)]], "f64"), tensor([2], "f64"), { full: true });
    expect(number(loss)).toBeCloseTo(-Math.log(Math.exp(-1 / 8) / Math.sqrt(2 * Math.PI * 4)), 14);
  });

  it("studentTNll integrates to 1 and is nearly normal for many degrees of freedom", () => {
    const raw = [0.3, 0.2, 1];
    let total = 0;
    for (let t = -400; t <= 400; t += 0.05) {
      total += 0.05 * Math.exp(-number(studentTNll(tensor([raw], "f64"), tensor([t], "f64"))));
    }
    expect(total).toBeCloseTo(1, 5);
    const scale = Math.log1p(Math.exp(0.2)) + 1e-6;
    const nearly = number(studentTNll(tensor([[0.3, 0.2, 1e7]]), tensor([1])));
    const normalLoss = 0.5 * ((0.7 / scale) ** 2 + Math.log(2 * Math.PI)) + Math.log(scale);
    expect(nearly).toBeCloseTo(normalLoss, 5); // f32: log gamma of 5e6 must not cancel
  });

  it("negativeBinomialNll sums to 1 over all counts and is nearly Poisson for little dispersion", () => {
    let total = 0;
    for (let k = 0; k < 400; k++) {
      total += Math.exp(-number(negativeBinomialNll(tensor([[3, 0.5]], "f64"), tensor([k], "f64"))));
    }
    expect(total).toBeCloseTo(1, 10);
    const mean = Math.log1p(Math.exp(3)) + 1e-6;
    const nearly = number(negativeBinomialNll(tensor([[3, -30]]), tensor([4])));
    const poisson = mean - 4 * Math.log(mean) + Math.log(24);
    expect(nearly).toBeCloseTo(poisson, 4); // f32, 1 / dispersion = 1e6
  });
});

describe("ctc", () => {
  /** -log of the sum over all C^T paths that read as the labels. */
  function byEnumeration(logs: Tensor, b: number, labels: readonly number[], steps: number): number {
    const [, B = 0, C = 0] = logs.shape;
    let total = 0;
    for (let code = 0; code < C ** steps; code++) {
      const path = Array.from({ length: steps }, (_, t) => Math.floor(code / C ** t) % C);
      const read = path.filter((c, t) => c !== 0 && c !== path[t - 1]);
      if (read.join() !== labels.join()) continue;
      total += Math.exp(path.reduce((sum, c, t) => sum + (logs.data[(t * B + b) * C + c] ?? 0), 0));
    }
    return -Math.log(total);
  }
  const scores = normal(rng(12), [5, 3, 3], "f64");
  const labels = tensor(
    [
      [1, 2],
      [1, 1],
      [2, 0],
    ],
    "i32",
  );
  const lengths = { inputLengths: tensor([5, 4, 2], "i32"), targetLengths: tensor([2, 2, 1], "i32") };

  it("is the sum over all alignments, with lengths of their own", () => {
    const logs = logSoftmax(scores);
    if (!(logs instanceof Tensor)) throw new Error("not a tensor");
    const losses = numbers(ctc(logs, labels, { ...lengths, reduction: "none" }));
    const want = [
      byEnumeration(logs, 0, [1, 2], 5),
      byEnumeration(logs, 1, [1, 1], 4),
      byEnumeration(logs, 2, [2], 2),
    ];
    losses.forEach((loss, b) => {
      expect(loss).toBeCloseTo(want[b] ?? 0, 12);
    });
    const mean = number(ctc(logs, labels, lengths));
    expect(mean).toBeCloseTo(((want[0] ?? 0) / 2 + (want[1] ?? 0) / 2 + (want[2] ?? 0)) / 3, 12);
  });

  it("its gradient agrees with central differences", () => {
    const loss = (s: Tensor) => ctc(logSoftmax(s), labels, { ...lengths, reduction: "sum" });
    expect(checkGrad(loss, scores).worst).toBeLessThan(1e-8);
  });

  it("an empty label sequence is the likelihood of blanks alone", () => {
    const logs = logSoftmax(scores);
    if (!(logs instanceof Tensor)) throw new Error("not a tensor");
    const losses = ctc(logs, labels, { targetLengths: tensor([0, 0, 0], "i32"), reduction: "none" });
    expect(numbers(losses)[1]).toBeCloseTo(byEnumeration(logs, 1, [], 5), 12);
  });

  it("is infinite where the labels do not fit the time, or 0 if asked", () => {
    const short = { inputLengths: tensor([1, 2, 2], "i32"), targetLengths: lengths.targetLengths };
    const logs = logSoftmax(scores);
    const losses = numbers(ctc(logs, labels, { ...short, reduction: "none" }));
    expect(losses.map(Number.isFinite)).toEqual([false, false, true]); // two steps cannot hold 1 1
    expect(
      numbers(ctc(logs, labels, { ...short, reduction: "none", skipImpossible: true })).slice(0, 2),
    ).toEqual([0, 0]);
    expect(() => ctc(logs, scalar(0, "i32"))).toThrowError(
      expect.objectContaining({ code: "shape-mismatch" }),
    );
  });
});
