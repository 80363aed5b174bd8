import { describe, expect, it } from "vitest";
import { firstFree, type Machine, machine, maddForms } from "../testing/harness.ts";
import type { V128 } from "../wasm/expression.ts";
import { v128 } from "../wasm/vector.ts";
import { exp, expm1, sigmoid } from "./exponential.ts";
import { erf, tanh } from "./hyperbolic.ts";
import { log, log1p } from "./logarithm.ts";
import { pow } from "./power.ts";
import { cos, sin } from "./trigonometric.ts";
import { type VectorCode, vectorCode } from "./vector-code.ts";

/** By its power series near 0, by its continued fraction further out: good to 1e-15. */
function referenceErf(x: number): number {
  const a = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 100; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction));
}

interface Case {
  readonly emit: (code: VectorCode, x: V128) => V128;
  readonly reference: (x: number) => number;
  /** The bound that the doc comment states. */
  readonly ulp: number;
  /** Ranges swept with evenly spaced numbers; every exponent is swept besides. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Where the claim ends. */
  readonly domain?: (x: number) => boolean;
}

const cases: Readonly<Record<string, Case>> = {
  exp: { emit: exp, reference: Math.exp, ulp: 1.5, ranges: [[-90, 90]] },
  expm1: {
    emit: expm1,
    reference: Math.expm1,
    ulp: 2,
    ranges: [
      [-90, 90],
      [-1, 1],
    ],
  },
  sigmoid: {
    emit: sigmoid,
    reference: (x) => 1 / (1 + Math.exp(-x)),
    ulp: 2.5,
    ranges: [
      [-90, 20],
      [-3, 3],
    ],
  },
  log: {
    emit: log,
    reference: Math.log,
    ulp: 1,
    ranges: [
      [0.4, 2.5],
      [0, 1000],
    ],
  },
  log1p: {
    emit: log1p,
    reference: Math.log1p,
    ulp: 2,
    ranges: [
      [-1, 1],
      [-1e-3, 1e-3],
    ],
  },
  tanh: {
    emit: tanh,
    reference: Math.tanh,
    ulp: 6,
    ranges: [
      [-10, 10],
      [-0.5, 0.5],
    ],
  },
  erf: { emit: erf, reference: referenceErf, ulp: 6, ranges: [[-4.5, 4.5]] },
  sin: {
    emit: sin,
    reference: Math.sin,
    ulp: 0.6,
    ranges: [
      [-10, 10],
      [0, 1e6],
    ],
    domain: (x) => Math.abs(x) < 2 ** 28,
  },
  cos: {
    emit: cos,
    reference: Math.cos,
    ulp: 0.6,
    ranges: [
      [-10, 10],
      [0, 1e6],
    ],
    domain: (x) => Math.abs(x) < 2 ** 28,
  },
  square: {
    emit: (code, x) => pow(code, x, code.constant(2)),
    reference: (x) => x ** 2,
    ulp: 0.6,
    ranges: [[-3, 3]],
  },
  cube: {
    emit: (code, x) => pow(code, x, code.constant(3)),
    reference: (x) => x ** 3,
    ulp: 0.6,
    ranges: [[-3, 3]],
  },
  power: {
    emit: (code, x) => pow(code, x, code.constant(-2.25)),
    reference: (x) => x ** -2.25,
    ulp: 0.6,
    ranges: [[0, 5]],
  },
  raised: {
    emit: (code, x) => pow(code, code.constant(1.5), x),
    reference: (x) => 1.5 ** x,
    ulp: 0.6,
    ranges: [[-250, 250]],
  },
};

const inputAt = firstFree;
const capacity = 1 << 18;
const outputAt = inputAt + 4 * capacity;

/** A machine with one function per case: n vectors from `inputAt` to `outputAt`. */
function machineFor(relaxedMadd: boolean): Machine {
  return machine((module, pool) => {
    for (const [name, { emit }] of Object.entries(cases)) {
      module.function(name, {}, (f) => {
        const vectors = f.param("i32", "vectors");
        const p = f.keepI32(inputAt);
        const code = vectorCode(f, pool, relaxedMadd);
        f.repeat(vectors, () => {
          f.do(v128.store(p, emit(code, v128.load(p)), outputAt - inputAt));
          f.increase(p, 16);
        });
      });
    }
    module.function("pow", {}, (f) => {
      const code = vectorCode(f, pool, relaxedMadd);
      f.do(v128.store(outputAt, pow(code, v128.load(inputAt), v128.load(inputAt + 16))));
    });
  });
}

/** `count` floats of all exponents and signs: bit patterns in even steps, NaN and infinities among them. */
function allExponents(count: number): Float32Array {
  const step = Math.floor(2 ** 32 / count);
  return new Float32Array(
    Uint32Array.from({ length: count }, (_, i) => i * step + ((i * 7919) % step)).buffer,
  );
}

const evenlySpaced = (count: number, [low, high]: readonly [number, number]): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/** Units in the last place between `got` and the exact value; results below 2e-38 may be flushed to 0. */
function ulpsOff(got: number, exact: number): number {
  const want = Math.fround(exact);
  if (Object.is(got, want) || got === want) return 0;
  if (!Number.isFinite(want) || !Number.isFinite(got)) return Number.POSITIVE_INFINITY;
  if (Math.abs(got - exact) < 2e-38) return 0;
  return Math.abs(got - exact) / 2 ** (Math.floor(Math.log2(Math.abs(want))) - 23);
}

function worst(m: Machine, name: string, { reference, domain = () => true }: Case, xs: Float32Array) {
  m.floats.set(xs, inputAt / 4);
  m.run(name, xs.length / 4);
  let found = { ulp: 0, x: 0, got: 0 };
  xs.forEach((x, i) => {
    if (!domain(x)) return;
    const got = m.floats[outputAt / 4 + i] ?? 0;
    const ulp = ulpsOff(got, reference(x));
    if (ulp > found.ulp) found = { ulp, x, got };
  });
  return found;
}

describe.each(maddForms.map((relaxed) => ({ relaxed })))(
  "vector math, relaxed multiply-add $relaxed",
  ({ relaxed }) => {
    const m = machineFor(relaxed);

    it.each(Object.keys(cases))(
      "%s keeps its stated error over all exponents and in its dense ranges",
      (name) => {
        const subject = cases[name];
        if (subject === undefined) throw new Error(name);
        const sweeps = [
          allExponents(capacity),
          ...subject.ranges.map((range) => evenlySpaced(capacity, range)),
        ];
        for (const xs of sweeps) {
          const found = worst(m, name, subject, xs);
          expect(found.ulp, JSON.stringify(found)).toBeLessThanOrEqual(subject.ulp);
        }
      },
    );

    it.each(Object.keys(cases))(
      "%s is right at 0, at the tails, at infinities, denormals and NaN",
      (name) => {
        const subject = cases[name];
        if (subject === undefined) throw new Error(name);
        const noisyNaN = new Float32Array(Int32Array.of(0x7fc00001, 0x7fffffff, -1).buffer);
        const xs = Float32Array.of(
          0,
          -0,
          1,
          -1,
          100,
          -100,
          1e-40,
          -1e-40,
          1e-30,
          88.7,
          -103,
          Infinity,
          -Infinity,
          ...noisyNaN,
        );
        const found = worst(m, name, subject, xs);
        expect(found.ulp, JSON.stringify(found)).toBeLessThanOrEqual(subject.ulp);
      },
    );

    it("tanh and erf never leave -1 .. 1", () => {
      const xs = evenlySpaced(capacity, [2, 10]);
      for (const name of ["tanh", "erf"]) {
        m.floats.set(xs, inputAt / 4);
        m.run(name, xs.length / 4);
        const results = m.floats.subarray(outputAt / 4, outputAt / 4 + capacity);
        expect(results.reduce((a, b) => Math.max(a, b))).toBe(1);
      }
    });

    it("pow has the special values of IEEE 754 for every pair of special operands", () => {
      const special = [
        0,
        -0,
        1,
        -1,
        0.5,
        -0.5,
        2,
        -2,
        3,
        -3,
        1e-40,
        2 ** 24,
        2 ** 25,
        -Infinity,
        Infinity,
        NaN,
      ];
      for (const x of special) {
        for (const y of special) {
          m.floats.set([x, x, x, x, y, y, y, y], inputAt / 4);
          m.run("pow");
          const got = m.floats[outputAt / 4] ?? 0;
          const isUnit = x === 1 || (x === -1 && Math.abs(y) === Infinity); // where JavaScript differs
          const want = isUnit ? 1 : Math.fround(Math.fround(x) ** Math.fround(y));
          expect(ulpsOff(got, want), `${x} ** ${y} gave ${got}, not ${want}`).toBeLessThan(1);
        }
      }
    });
  },
);
