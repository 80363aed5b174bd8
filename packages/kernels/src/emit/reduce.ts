/**
 * Sum and largest over axes.
 *
 *   along    the reduced axis lies in sequence: four vectors of partial results, joined at the end of a row
 *   across   a kept axis lies in sequence: one vector holds four results, rows are added up
 *
 * The order is fixed by the shape alone. Sums are taken in blocks (64 rows, or 512 entries of a row), which are then
 * added up: so the rounding error grows with the root of the number of blocks, not with the number of entries.
 */
import type { Reduce, WordType } from "../plan/plan.ts";
import type { VectorCode } from "../simd/vector-code.ts";
import { type I32, i32Constant, type Local, type V128 } from "../wasm/expression.ts";
import { i32 } from "../wasm/i32.ts";
import { f32x4, i32x4, v128 } from "../wasm/vector.ts";
import { type Addresses, wordBytes } from "./addresses.ts";
import { type Axis, axesOf, joinAxes } from "./nest.ts";

const rowsPerBlock = 64;
const vectorsPerBlock = 128;

/** How two partial results become one, and what changes nothing. */
interface Combination {
  readonly join: (a: V128, b: V128) => V128;
  readonly neutral: Local<"v128">;
}

function combination(code: VectorCode, operation: Reduce["operation"], type: WordType): Combination {
  if (operation === "sum") {
    return type === "f32"
      ? { join: f32x4.add, neutral: code.constant(0) }
      : { join: i32x4.add, neutral: code.bits(0) };
  }
  return type === "f32"
    ? { join: f32x4.max, neutral: code.constant(Number.NEGATIVE_INFINITY) }
    : { join: i32x4.maxS, neutral: code.bits(-0x80000000) };
}

/** Writes the reduction into the function that `code` and `addresses` belong to. */
export function emitReduce(code: VectorCode, addresses: Addresses, reduce: Reduce): void {
  const { from, to, axes } = reduce;
  const rank = from.shape.length - axes;
  const kept = joinAxes(axesOf(from.shape.slice(0, rank), [from.strides.slice(0, rank), to.strides]));
  const reduced = joinAxes(axesOf(from.shape.slice(rank), [from.strides.slice(rank)]));
  const along = takeAxis(reduced, (axis) => axis.strides[0] === 1);
  const across = takeAxis(kept, (axis) => axis.strides[0] === 1 && axis.size > 1);
  const how = combination(code, reduce.operation, from.type);
  const emitter = new ReduceEmitter(code, how, addresses.at(from), addresses.at(to));
  if (across !== undefined && (along === undefined || along.axis.size < 8)) {
    emitter.across(across.rest, across.axis, reduced);
  } else {
    const last = along ?? takeAxis(reduced, (axis) => axis === reduced.at(-1));
    emitter.along(kept, last?.rest ?? [], last?.axis ?? { size: 1, strides: [0] });
  }
}

function takeAxis(axes: readonly Axis[], test: (axis: Axis) => boolean) {
  const axis = axes.findLast(test);
  return axis && { axis, rest: axes.filter((other) => other !== axis) };
}

class ReduceEmitter {
  private readonly code: VectorCode;
  private readonly how: Combination;
  private readonly from: I32;
  private readonly to: I32;

  constructor(code: VectorCode, how: Combination, from: I32, to: I32) {
    this.code = code;
    this.how = how;
    this.from = code.f.keep(from);
    this.to = code.f.keep(to);
  }

  /** One result per entry of the kept axes. */
  along(kept: readonly Axis[], outer: readonly Axis[], inner: Axis): void {
    const { f } = this.code;
    this.overAxes(kept, [this.from, this.to], ([from = this.from, to = this.to]) => {
      const total = f.keep(this.how.neutral);
      this.overAxes(outer, [from], ([row = from]) => this.row(row, inner, total));
      f.do(v128.store32Lane(to, f.keep(this.joinLanes(total)), 0));
    });
  }

  /** Adds a row to the total, block by block. */
  private row(start: I32, { size, strides: [stride = 0] }: Axis, total: Local<"v128">): void {
    const { f } = this.code;
    const at = f.keep(start);
    const vectors = Math.floor(size / 4);
    const whole = Math.floor(vectors / vectorsPerBlock);
    f.repeat(whole, () => this.block(at, stride, vectorsPerBlock, total));
    this.block(at, stride, vectors - whole * vectorsPerBlock, total);
    if (size % 4 > 0) {
      const rest = this.load(at, stride, size % 4);
      f.set(total, this.how.join(total, rest));
    }
  }

  /** Four sums at a time, so that each addition need not wait for the one before. */
  private block(at: Local<"i32">, stride: number, vectors: number, total: Local<"v128">): void {
    const { f } = this.code;
    if (vectors === 0) return;
    const sums = Array.from({ length: Math.min(4, vectors) }, () => f.keep(this.how.neutral));
    const take = (lanes: readonly Local<"v128">[]) => {
      lanes.forEach((sum, i) => {
        f.set(sum, this.how.join(sum, this.load(at, stride, 4, 4 * i)));
      });
      f.increase(at, wordBytes * 4 * stride * lanes.length);
    };
    f.repeat(Math.floor(vectors / sums.length), () => take(sums));
    if (vectors % sums.length > 0) take(sums.slice(0, vectors % sums.length));
    const [first, ...others] = sums;
    if (first === undefined) return;
    f.set(
      total,
      this.how.join(
        total,
        others.reduce<V128>((sum, other) => this.how.join(sum, other), first),
      ),
    );
  }

  /** Four entries from entry `first` on, the lanes behind `count` neutral. */
  private load(at: I32, stride: number, count: number, first = 0): V128 {
    const offset = (lane: number) => wordBytes * stride * (first + lane);
    if (stride === 1 && count === 4) return v128.load(at, offset(0));
    let lanes: V128 = this.how.neutral;
    for (let lane = 0; lane < count; lane++) lanes = v128.load32Lane(at, lanes, lane, offset(lane));
    return lanes;
  }

  private joinLanes(total: Local<"v128">): V128 {
    const { f } = this.code;
    const pairs = f.keep(this.how.join(total, v128.shuffle32(total, total, [2, 3, 0, 1])));
    return this.how.join(pairs, v128.shuffle32(pairs, pairs, [1, 0, 3, 2]));
  }

  /** Vectors of results: 16 columns at a time, then 4, then the rest. */
  across(kept: readonly Axis[], columns: Axis, reduced: readonly Axis[]): void {
    const { f } = this.code;
    const step = columns.strides[1] ?? 1;
    this.overAxes(kept, [this.from, this.to], ([startFrom = this.from, startTo = this.to]) => {
      const from = f.keep(startFrom);
      const to = f.keep(startTo);
      const stripe = (vectors: number, count: number) => {
        const totals = this.columnTotals(from, vectors, reduced);
        totals.forEach((total, i) => {
          this.storeColumns(to, total, count, step, 4 * i);
        });
        f.increase(from, wordBytes * 4 * vectors);
        f.increase(to, wordBytes * 4 * vectors * step);
      };
      f.repeat(Math.floor(columns.size / 16), () => stripe(4, 4));
      f.repeat(Math.floor((columns.size % 16) / 4), () => stripe(1, 4));
      if (columns.size % 4 > 0) stripe(1, columns.size % 4);
    });
  }

  private columnTotals(from: I32, vectors: number, reduced: readonly Axis[]): Local<"v128">[] {
    const { f } = this.code;
    const fresh = () => Array.from({ length: vectors }, () => f.keep(this.how.neutral));
    const totals = fresh();
    const rows = reduced.at(-1) ?? { size: 1, strides: [0] };
    const stride = wordBytes * (rows.strides[0] ?? 0);
    const blocks = Math.floor(rows.size / rowsPerBlock);
    this.overAxes(reduced.slice(0, -1), [from], ([start = from]) => {
      const at = f.keep(start);
      const block = (count: number) => {
        const sums = fresh();
        f.repeat(count, () => {
          sums.forEach((sum, i) => {
            f.set(sum, this.how.join(sum, v128.load(at, 16 * i)));
          });
          f.increase(at, stride);
        });
        totals.forEach((total, i) => {
          f.set(total, this.how.join(total, sums[i] ?? total));
        });
      };
      f.repeat(blocks, () => block(rowsPerBlock));
      if (rows.size % rowsPerBlock > 0) block(rows.size % rowsPerBlock);
    });
    return totals;
  }

  private storeColumns(to: I32, total: Local<"v128">, count: number, step: number, first: number): void {
    const { f } = this.code;
    if (step === 1 && count === 4) {
      f.do(v128.store(to, total, wordBytes * first));
      return;
    }
    for (let lane = 0; lane < count; lane++) {
      f.do(v128.store32Lane(to, total, lane, wordBytes * step * (first + lane)));
    }
  }

  /** Runs `body` for every entry of the axes, with addresses that move as the axes' strides say. */
  private overAxes(axes: readonly Axis[], starts: readonly I32[], body: (at: readonly I32[]) => void): void {
    const [axis, ...inner] = axes;
    if (axis === undefined) {
      body(starts);
      return;
    }
    const { f } = this.code;
    const at = starts.map((start) => f.keep(i32.add(start, i32Constant(0))));
    f.repeat(axis.size, () => {
      this.overAxes(inner, at, body);
      at.forEach((pointer, i) => {
        f.increase(pointer, wordBytes * (axis.strides[i] ?? 0));
      });
    });
  }
}
