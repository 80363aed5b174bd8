/**
 * A counter-based random source: a key is a value, and the i-th number of a key is a hash of (key, i).
 * No state is carried, so the same numbers come out in any order, on any thread, in TypeScript and in wasm.
 *
 * Threefry-2x32, 20 rounds: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
 * https://doi.org/10.1145/2063384.2063405
 */
import { SeqError } from "@seqloom/diagnostic";

/** A key: two 32-bit words. Numbers are drawn by passing it to a function; it never changes. */
export interface Rng {
  readonly k0: number;
  readonly k1: number;
}

const parity = 0x1bd11bda;
const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** One block: 64 random bits for counter (c0, c1) under key (k0, k1), written to out[0], out[1] as signed words. */
export function threefry(k0: number, k1: number, c0: number, c1: number, out: Int32Array): void {
  const k2 = parity ^ k0 ^ k1;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let group = 0; group < 5; group++) {
    const first = (group & 1) * 4;
    for (let i = first; i < first + 4; i++) {
      const r = rotations[i] ?? 0;
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    }
    const a = (group + 1) % 3;
    const b = (group + 2) % 3;
    x0 = (x0 + (a === 0 ? k0 : a === 1 ? k1 : k2)) | 0;
    x1 = (x1 + (b === 0 ? k0 : b === 1 ? k1 : k2) + group + 1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
}

const block = new Int32Array(2);

/**
 * The key of a seed. Any finite number is a seed; its whole part below 2^53 counts.
 *
 * @throws SeqError "seed-invalid" for NaN and the infinities
 */
export function rng(seed: number): Rng {
  if (!Number.isFinite(seed)) {
    throw new SeqError("seed-invalid", `rng: ${seed} is no seed`, {
      help: "give a whole number",
      details: { seed },
    });
  }
  const whole = Math.trunc(Math.abs(seed));
  return fold({ k0: whole | 0, k1: Math.floor(whole / 2 ** 32) | 0 }, seed < 0 ? 1 : 0);
}

/**
 * A key derived from a key and a number: for a step, a layer, an example. Different numbers give independent keys.
 *
 * @param n  a whole number of 32 bits; larger ones count modulo 2^32, fractions are cut off
 */
export function fold(key: Rng, n: number): Rng {
  threefry(key.k0, key.k1, n | 0, 0x5e91007, block);
  return { k0: block[0] ?? 0, k1: block[1] ?? 0 };
}

/** `count` independent keys: those that `fold` derives from 0, 1, ... */
export function split(key: Rng, count = 2): readonly Rng[] {
  return Array.from({ length: count }, (_, i) => fold(key, i));
}

/** Fills `out` with 32-bit words: word i is half i & 1 of the block with counter (i >> 1, stream). */
export function randomWords(key: Rng, out: Int32Array, stream = 0): void {
  for (let i = 0; i < out.length; i += 2) {
    threefry(key.k0, key.k1, i >>> 1, stream, block);
    out[i] = block[0] ?? 0;
    if (i + 1 < out.length) out[i + 1] = block[1] ?? 0;
  }
}
