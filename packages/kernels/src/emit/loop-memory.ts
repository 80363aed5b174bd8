/**
 * How a loop reaches its views: pointers that walk through the nest, loads and stores of up to four entries.
 *
 * Views with the same strides share one pointer; where they lie apart stands in the offset of the access.
 */
import type { View } from "../plan/plan.ts";
import { type I32, i32Constant, type Local, type V128 } from "../wasm/expression.ts";
import type { FunctionBuilder } from "../wasm/function-builder.ts";
import { v128 } from "../wasm/vector.ts";
import { type Addresses, motion, wordBytes } from "./addresses.ts";
import type { Axis } from "./nest.ts";

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

/** Up to four entries in a row: the first of them relative to the pointers, and how many. */
export interface Group {
  readonly first: number;
  readonly count: number;
}

export class LoopMemory {
  private readonly f: FunctionBuilder;
  private readonly addresses: Addresses;
  private readonly views: readonly View[];
  private readonly nest: readonly Axis[];
  private readonly pointers: readonly Pointer[];

  /** @param nest  axes with the strides of exactly these views */
  constructor(addresses: Addresses, views: readonly View[], nest: readonly Axis[]) {
    this.f = addresses.f;
    this.addresses = addresses;
    this.views = views;
    this.nest = nest;
    this.pointers = this.makePointers();
  }

  /** The innermost axis along which a view varies, -1 if along none. */
  level(index: number): number {
    return (this.pointers[index]?.strides ?? []).findLastIndex((stride) => stride !== 0);
  }

  /** Moves on by so many entries of the innermost axis. */
  advanceInner(entries: number): void {
    this.advance((pointer) => entries * (pointer.strides.at(-1) ?? 0));
  }

  /** Moves on by one entry of an outer axis, after the axes within it were walked through. */
  advanceOuter(level: number): void {
    this.advance((pointer) => (pointer.strides[level] ?? 0) - this.walked(level + 1, pointer));
  }

  private advance(words: (pointer: Pointer) => number): void {
    for (const pointer of new Set(this.pointers)) {
      if (pointer.variable !== undefined) this.f.increase(pointer.variable, wordBytes * words(pointer));
    }
  }

  /** The entries of a view at this point; one in all lanes where the view does not vary along the innermost axis. */
  load(index: number, { first, count }: Group): V128 {
    const [pointer, view] = [this.pointers[index], this.views[index]];
    const level = this.nest.length - 1;
    const address = pointer?.at ?? i32Constant(0);
    const start = this.start(view, pointer);
    if (this.level(index) < level) return v128.load32Splat(address, start);
    const stride = pointer?.strides[level] ?? 0;
    const offset = start + wordBytes * stride * first;
    if (stride === 1 && count > 1) return v128.load(address, offset);
    let lanes: V128 = v128.load32Splat(address, offset);
    for (let lane = 1; lane < count; lane++) {
      lanes = v128.load32Lane(address, lanes, lane, offset + wordBytes * stride * lane);
    }
    return lanes;
  }

  /** Writes the entries of a view at this point. */
  store(index: number, value: V128, { first, count }: Group): void {
    const { f } = this;
    const [pointer, view] = [this.pointers[index], this.views[index]];
    const level = this.nest.length - 1;
    const address = pointer?.at ?? i32Constant(0);
    const stride = pointer?.strides[level] ?? 0;
    const offset = this.start(view, pointer) + wordBytes * stride * first;
    if (stride === 1 && count === 4) {
      f.do(v128.store(address, value, offset));
      return;
    }
    const kept = f.keep(value);
    const pairs = stride === 1 && count >= 2 ? 2 : 0;
    if (pairs > 0) f.do(v128.store64Lane(address, kept, 0, offset));
    for (let lane = pairs; lane < count; lane++) {
      f.do(v128.store32Lane(address, kept, lane, offset + wordBytes * stride * lane));
    }
  }
  private start(view: View | undefined, pointer: Pointer | undefined): number {
    return view === undefined ? 0 : this.addresses.fixed(view) - (pointer?.includes ?? 0);
  }

  private makePointers(): readonly Pointer[] {
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
      const variable = stays ? undefined : this.f.keep(start);
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

  /** Words by which a pointer has moved when the axis has been walked through. */
  private walked(level: number, pointer: Pointer): number {
    const axis = this.nest[level];
    if (axis === undefined) return 0;
    const isInnermost = level === this.nest.length - 1;
    const rounds = isInnermost ? Math.floor(axis.size / 4) * 4 : axis.size;
    return rounds * (pointer.strides[level] ?? 0);
  }
}
