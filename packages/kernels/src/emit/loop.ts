/**
 * One fused loop: a pass over views, four entries at a time.
 *
 * - What does not vary along an axis is read and computed outside of it.
 * - Views with the same strides share one pointer; where they lie apart stands in the offset of the access.
 * - Four vectors are computed side by side where a row is long enough.
 * - The last entries of a row (one to three) are computed as a whole vector, of which only they are stored. Their
 *   loads may read up to 12 bytes behind a row.
 */
import type { Loop, LoopOperation, View } from "../plan/plan.ts";
import type { VectorCode } from "../simd/vector-code.ts";
import { type I32, i32Constant, type Local, type V128 } from "../wasm/expression.ts";
import { v128 } from "../wasm/vector.ts";
import { type Addresses, motion, wordBytes } from "./addresses.ts";
import { asWord, type Lanes } from "./lanes.ts";
import { type Axis, loopNest } from "./nest.ts";
import { operation } from "./operations.ts";

/** Views that move together through the nest. */
interface Pointer {
  readonly at: I32;
  /** The variable behind `at`, where it moves. */
  readonly variable: Local<"i32"> | undefined;
  /** In words, one per axis of the nest. */
  readonly strides: readonly number[];
  /** The fixed part of the address, where it is in the pointer already. */
  readonly includes: number;
}

/** Writes the loop into the function that `code` and `addresses` belong to. */
export function emitLoop(code: VectorCode, addresses: Addresses, loop: Loop): void {
  new LoopEmitter(code, addresses, loop).emit();
}

/**
 * Vectors computed side by side in one round. An LSTM's gates took 21.0, 18.1 and 14.3 ns per vector with 1, 2 and 4
 * on V8 11.3 (19.4, 17.7, 15.8 on 13.6; with fused multiply-adds 13.1, 12.6, 11.5).
 */
const vectorsAtOnce = 4;

/** Up to four entries in a row: the first of them relative to the pointers, and how many. */
interface Group {
  readonly first: number;
  readonly count: number;
}

const whole: Group = { first: 0, count: 4 };

class LoopEmitter {
  private readonly code: VectorCode;
  private readonly addresses: Addresses;
  private readonly loop: Loop;
  private readonly views: readonly View[];
  private readonly nest: readonly Axis[];
  private readonly pointers: readonly Pointer[];
  /** Per register: the innermost axis along which it varies, -1 if along none. */
  private readonly levels: readonly number[];
  private readonly uses: readonly number[];
  /** What is computed at this point: one value per group, or one for all where nothing varies. */
  private readonly values = new Map<number, readonly Lanes[]>();
  private groups: readonly Group[] = [whole];

  constructor(code: VectorCode, addresses: Addresses, loop: Loop) {
    this.code = code;
    this.addresses = addresses;
    this.loop = loop;
    this.views = [...loop.loads, ...loop.stores.map((store) => store.view)];
    this.nest = loopNest(
      loop.shape,
      this.views.map((view) => view.strides),
    );
    this.pointers = this.makePointers();
    this.levels = this.findLevels();
    this.uses = this.countUses();
  }

  emit(): void {
    this.computeLevel(-1);
    this.axis(0);
  }

  private makePointers(): readonly Pointer[] {
    const { f } = this.code;
    const known = new Map<string, Pointer>();
    return this.views.map((view, i) => {
      const strides = this.nest.map((axis) => axis.strides[i] ?? 0);
      // An address never wraps below 0: what walks backwards starts at its full address, by itself.
      const goesBack = [...strides, ...view.timeStrides].some((stride) => stride < 0);
      const fixed = this.addresses.fixed(view);
      const key = `${goesBack ? fixed : ""} / ${motion(view)} / ${strides.join()}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const start = goesBack ? this.addresses.at(view) : this.addresses.moved(view);
      const stays = strides.every((stride) => stride === 0) || this.rounds() === 1;
      const variable = stays ? undefined : f.keep(start);
      const pointer = { at: variable ?? start, variable, strides, includes: goesBack ? fixed : 0 };
      known.set(key, pointer);
      return pointer;
    });
  }

  /** How often the body of the nest runs. */
  private rounds(): number {
    return this.nest.reduce(
      (n, axis, i) => n * (i === this.nest.length - 1 ? Math.ceil(axis.size / 4) : axis.size),
      1,
    );
  }

  private findLevels(): readonly number[] {
    const { loads, numbers, operations } = this.loop;
    const levels = loads.map((_, i) =>
      (this.pointers[i]?.strides ?? []).findLastIndex((stride) => stride !== 0),
    );
    levels.push(...numbers.map(() => -1));
    for (const { operands } of operations) levels.push(Math.max(-1, ...operands.map((r) => levels[r] ?? -1)));
    return levels;
  }

  private countUses(): readonly number[] {
    const uses = new Array<number>(this.levels.length).fill(0);
    const count = (register: number) => {
      uses[register] = (uses[register] ?? 0) + 1;
    };
    for (const { operands } of this.loop.operations) operands.forEach(count);
    for (const { from } of this.loop.stores) count(from);
    return uses;
  }

  private axis(level: number): void {
    const axis = this.nest[level];
    if (axis === undefined) return;
    if (level === this.nest.length - 1) {
      this.innermost(level, axis);
      return;
    }
    this.code.f.repeat(axis.size, () => {
      this.computeLevel(level);
      this.axis(level + 1);
      this.advance(level, (stride, pointer) => stride - this.walked(level + 1, pointer));
    });
  }

  /** Words by which a pointer has moved when the axis has been walked through. */
  private walked(level: number, pointer: Pointer): number {
    const axis = this.nest[level];
    if (axis === undefined) return 0;
    const isInnermost = level === this.nest.length - 1;
    const rounds = isInnermost ? Math.floor(axis.size / 4) * 4 : axis.size;
    return rounds * (pointer.strides[level] ?? 0);
  }

  private advance(level: number, words: (stride: number, pointer: Pointer) => number): void {
    for (const pointer of new Set(this.pointers)) {
      const distance = words(pointer.strides[level] ?? 0, pointer);
      if (pointer.variable !== undefined) this.code.f.increase(pointer.variable, wordBytes * distance);
    }
  }

  private innermost(level: number, { size }: Axis): void {
    const vectors = Math.floor(size / 4);
    const unrolled = Math.min(vectorsAtOnce, vectors);
    const groups = Array.from({ length: unrolled }, (_, i) => ({ first: 4 * i, count: 4 }));
    const rounds = unrolled === 0 ? 0 : Math.floor(vectors / unrolled);
    this.code.f.repeat(rounds, () => {
      this.body(level, groups);
      this.advance(level, (stride) => 4 * unrolled * stride);
    });
    this.code.f.repeat(vectors - rounds * unrolled, () => {
      this.body(level, [whole]);
      this.advance(level, (stride) => 4 * stride);
    });
    if (size % 4 > 0) this.body(level, [{ first: 0, count: size % 4 }]);
  }

  /** Loads that a store might overwrite come first; then one store after the other with what it needs. */
  private body(level: number, groups: readonly Group[]): void {
    const before = new Map(this.values);
    this.groups = groups;
    const written = new Set(this.loop.stores.map((store) => store.view.buffer));
    this.loop.loads.forEach((view, register) => {
      if (this.levels[register] === level && written.has(view.buffer)) this.value(register);
    });
    this.loop.stores.forEach(({ view, from }, i) => {
      const values = this.value(from);
      groups.forEach((group, k) => {
        const lanes = values[k] ?? values[0];
        if (lanes === undefined) return;
        this.store(this.loop.loads.length + i, view, asWord(this.code, lanes, view.type), level, group);
      });
    });
    this.values.clear();
    for (const [register, lanes] of before) this.values.set(register, lanes);
    this.groups = [whole];
  }

  /** Everything that varies along this axis and no inner one, if an inner axis needs it. */
  private computeLevel(level: number): void {
    this.levels.forEach((own, register) => {
      if (own === level) this.values.delete(register);
    });
    this.levels.forEach((own, register) => {
      if (own === level && (this.uses[register] ?? 0) > 0) this.value(register);
    });
  }

  private value(register: number): readonly Lanes[] {
    const known = this.values.get(register);
    if (known !== undefined) return known;
    const { loads, numbers, operations } = this.loop;
    const view = loads[register];
    const number = numbers[register - loads.length];
    const op = operations[register - loads.length - numbers.length];
    const isInner = this.levels[register] === this.nest.length - 1;
    const groups = isInner ? this.groups : [whole];
    let values: readonly Lanes[];
    if (view !== undefined)
      values = groups.map((group) => ({ type: view.type, value: this.load(register, view, group) }));
    else if (number !== undefined) values = [this.number(number.value, number.type)];
    else if (op !== undefined) values = this.operation(op, groups.length);
    else throw new RangeError(`internal: a loop has no register ${register}`);
    const kept = values.map(({ type, value }) => ({ type, value: this.code.keep(value) }));
    this.values.set(register, kept);
    return kept;
  }

  private number(value: number, type: View["type"]): Lanes {
    return { type, value: type === "f32" ? this.code.constant(value) : this.code.bits(value | 0) };
  }

  /** Operand by operand for every group, so that the groups' instructions stand side by side. */
  private operation(op: LoopOperation, groups: number): readonly Lanes[] {
    const fused = this.multiplyAdd(op);
    const operands = (fused ?? op.operands).map((register) => this.value(register));
    return Array.from({ length: groups }, (_, k) => {
      const [x, y, z, ...rest] = operands.flatMap((values) => values[k] ?? values[0] ?? []);
      if (fused === undefined || x === undefined || y === undefined || z === undefined)
        return operation(this.code, op.name, [x, y, z].flatMap((lanes) => lanes ?? []).concat(rest), op.type);
      const of = op.name === "add" ? this.code.madd : this.code.nmadd;
      return { type: "f32", value: of(x.value, y.value, z.value) };
    });
  }

  /** The factors and the other term of a sum with a product that is used nowhere else: one multiply-add. */
  private multiplyAdd({ name, operands, type }: LoopOperation): readonly number[] | undefined {
    const [a, b] = operands;
    if (type !== "f32" || a === undefined || b === undefined || (name !== "add" && name !== "sub"))
      return undefined;
    const right = this.ownProduct(b);
    if (right !== undefined) return [...right, a];
    const left = name === "add" ? this.ownProduct(a) : undefined;
    return left && [...left, b];
  }

  private ownProduct(register: number): readonly number[] | undefined {
    const { loads, numbers, operations } = this.loop;
    const op = operations[register - loads.length - numbers.length];
    const isOwn = this.uses[register] === 1 && !this.values.has(register);
    return op?.name === "mul" && op.type === "f32" && isOwn ? op.operands : undefined;
  }

  private load(register: number, view: View, { first, count }: Group): V128 {
    const pointer = this.pointers[register];
    const level = this.levels[register] ?? -1;
    const address = pointer?.at ?? i32Constant(0);
    const start = this.addresses.fixed(view) - (pointer?.includes ?? 0);
    if (level < this.nest.length - 1) return v128.load32Splat(address, start);
    const stride = pointer?.strides[level] ?? 0;
    const offset = start + wordBytes * stride * first;
    if (stride === 1 && count > 1) return v128.load(address, offset);
    let lanes: V128 = v128.load32Splat(address, offset);
    for (let lane = 1; lane < count; lane++) {
      lanes = v128.load32Lane(address, lanes, lane, offset + wordBytes * stride * lane);
    }
    return lanes;
  }

  private store(index: number, view: View, value: V128, level: number, { first, count }: Group): void {
    const { f } = this.code;
    const pointer = this.pointers[index];
    const address = pointer?.at ?? i32Constant(0);
    const stride = pointer?.strides[level] ?? 0;
    const offset = this.addresses.fixed(view) - (pointer?.includes ?? 0) + wordBytes * stride * first;
    if (stride === 1 && count === 4) {
      f.do(v128.store(address, value, offset));
      return;
    }
    const kept = this.code.keep(value);
    const pairs = stride === 1 && count >= 2 ? 2 : 0;
    if (pairs > 0) f.do(v128.store64Lane(address, kept, 0, offset));
    for (let lane = pairs; lane < count; lane++) {
      f.do(v128.store32Lane(address, kept, lane, offset + wordBytes * stride * lane));
    }
  }
}
