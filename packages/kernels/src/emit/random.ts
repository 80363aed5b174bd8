/**
 * Random numbers: the words of Threefry-2x32 under a key that lies in memory, four blocks at a time.
 *
 * The same bits as `rng.ts` of @seqloom/tensor, where the function is described.
 */
import type { FoldKey, RandomUniform } from "../plan/plan.ts";
import type { I32, Local, V128 } from "../wasm/expression.ts";
import type { FunctionBuilder } from "../wasm/function-builder.ts";
import { i32 } from "../wasm/i32.ts";
import { f32x4, i32x4, v128 } from "../wasm/vector.ts";
import { type Addresses, wordBytes } from "./addresses.ts";

const parity = 0x1bd11bda;
const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;
/** The second counter of keys derived from keys. */
const foldStream = 0x5e91007;

interface Keys {
  readonly words: readonly [Local<"v128">, Local<"v128">, Local<"v128">];
}

function keysAt(f: FunctionBuilder, key: I32): Keys {
  const at = f.keep(i32.add(key, 0));
  const k0 = f.keep(v128.load32Splat(at));
  const k1 = f.keep(v128.load32Splat(at, wordBytes));
  return { words: [k0, k1, f.keep(v128.xor(i32x4.const(parity), v128.xor(k0, k1)))] };
}

/** Four blocks: the words for counters (c0, c1), lane by lane. */
function threefry(f: FunctionBuilder, { words }: Keys, c0: V128, c1: V128): [Local<"v128">, Local<"v128">] {
  const x0 = f.keep(i32x4.add(c0, words[0]));
  const x1 = f.keep(i32x4.add(c1, words[1]));
  for (let group = 0; group < 5; group++) {
    for (const r of rotations[group % 2 === 0 ? 0 : 1]) {
      f.set(x0, i32x4.add(x0, x1));
      f.set(x1, v128.xor(v128.or(i32x4.shl(x1, r), i32x4.shrU(x1, 32 - r)), x0));
    }
    const [a = words[0], b = words[1]] = [words[(group + 1) % 3], words[(group + 2) % 3]];
    f.set(x0, i32x4.add(x0, a));
    f.set(x1, i32x4.add(i32x4.add(x1, b), i32x4.const(group + 1)));
  }
  return [x0, x1];
}

export function emitRandomUniform(addresses: Addresses, { key, to }: RandomUniform): void {
  const { f } = addresses;
  const keys = keysAt(f, addresses.at(key));
  const at = f.keep(addresses.at(to));
  const size = to.shape.reduce((n, axis) => n * axis, 1);
  const counter = f.keep(i32x4.of(0, 1, 2, 3));
  const eight = () => {
    const [x0, x1] = threefry(f, keys, counter, i32x4.const(0));
    f.set(counter, i32x4.add(counter, i32x4.const(4)));
    return [v128.shuffle32(x0, x1, [0, 4, 1, 5]), v128.shuffle32(x0, x1, [2, 6, 3, 7])].map((words) =>
      f.keep(f32x4.mul(f32x4.fromI32x4(i32x4.shrU(words, 8)), f32x4.const(2 ** -24))),
    );
  };
  f.repeat(size >> 3, () => {
    eight().forEach((numbers, i) => {
      f.do(v128.store(at, numbers, 16 * i));
    });
    f.increase(at, 32);
  });
  const rest = size & 7;
  if (rest === 0) return;
  eight().forEach((numbers, i) => {
    for (let lane = 0; lane < 4 && 4 * i + lane < rest; lane++) {
      f.do(v128.store32Lane(at, numbers, lane, wordBytes * (4 * i + lane)));
    }
  });
}

export function emitFoldKey(addresses: Addresses, { key, number, to }: FoldKey): void {
  const { f } = addresses;
  const keys = keysAt(f, addresses.at(key));
  const [x0, x1] = threefry(f, keys, v128.load32Splat(addresses.at(number)), i32x4.const(foldStream));
  const at = f.keep(addresses.at(to));
  f.do(v128.store32Lane(at, x0, 0));
  f.do(v128.store32Lane(at, x1, 0, wordBytes));
}
