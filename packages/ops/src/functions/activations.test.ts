import { linspace } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import {
  concrete,
  elu,
  erf,
  gelu,
  geluTanh,
  hardsigmoid,
  leakyRelu,
  logSigmoid,
  mish,
  relu,
  silu,
  softplus,
  softsign,
  type Value,
} from "../index.ts";

describe("activations", () => {
  const x = linspace(-6, 6, 49, "f64"); // holds 0 and the corners at +-3
  const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));
  const definitions: Readonly<Record<string, readonly [(x: Value) => Value, (v: number) => number]>> = {
    elu: [(x) => elu(x, 0.7), (v) => (v > 0 ? v : 0.7 * (Math.exp(v) - 1))],
    gelu: [gelu, (v) => 0.5 * v * (1 + (concrete(erf(v * Math.SQRT1_2))?.item() ?? 0))],
    geluTanh: [geluTanh, (v) => 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)))],
    hardsigmoid: [hardsigmoid, (v) => Math.min(1, Math.max(0, v / 6 + 0.5))],
    leakyRelu: [(x) => leakyRelu(x, 0.2), (v) => (v > 0 ? v : 0.2 * v)],
    logSigmoid: [logSigmoid, (v) => Math.log(sigmoid(v))],
    mish: [mish, (v) => v * Math.tanh(Math.log(1 + Math.exp(v)))],
    relu: [relu, (v) => Math.max(v, 0)],
    silu: [silu, (v) => v * sigmoid(v)],
    softplus: [softplus, (v) => Math.log(1 + Math.exp(v))],
    softsign: [softsign, (v) => v / (1 + Math.abs(v))],
  };
  it.each(Object.entries(definitions))("%s follows its definition", (name, [f, of]) => {
    const got = concrete(f(x))?.data ?? [];
    x.data.forEach((v, i) => {
      expect(got[i], `at ${v}`).toBeCloseTo(of(v), name === "gelu" ? 6 : 12); // erf(number) is f32
    });
  });

  it("stay exact where the definition would overflow or vanish", () => {
    const at = (f: (x: Value) => Value, v: number) => concrete(f(linspace(v, v, 1, "f64")))?.item();
    expect(at(softplus, 1000)).toBe(1000);
    expect(at(softplus, -40)).toBe(Math.exp(-40));
    expect(at(logSigmoid, -1000)).toBe(-1000);
    expect(at(elu, 1000)).toBe(1000);
    expect(at(geluTanh, 1e300)).toBe(1e300);
  });
});
