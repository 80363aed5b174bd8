/**
 * One fused loop: a pass over views, four entries at a time.
 *
 * - What does not vary along an axis is read and computed outside of it.
 * - Four vectors are computed side by side where a row is long enough.
 * - The last entries of a row (one to three) are computed as a whole vector, of which only they are stored. Their
 *   loads may read up to 12 bytes behind a row.
 */
import type { Loop, LoopOperation, View } from "../plan/plan.ts";
import type { VectorCode } from "../simd/vector-code.ts";
import type { V128 } from "../wasm/expression.ts";
import type { Addresses } from "./addresses.ts";
import { type Flush, flushed, noFlush } from "./denormals.ts";
import { asWord, type Lanes } from "./lanes.ts";
import { type Group, LoopMemory } from "./loop-memory.ts";
import { type Axis, loopNest } from "./nest.ts";
import { operation } from "./operations.ts";

/** Writes the loop into the function that `code` and `addresses` belong to. */
export function emitLoop(code: VectorCode, addresses: Addresses, loop: Loop, flush: Flush = noFlush): void {
  new LoopEmitter(code, addresses, loop, flush).emit();
}

/**
 * Vectors computed side by side in one round. An LSTM's gates took 21.0, 18.1 and 14.3 ns per vector with 1, 2 and 4
 * on V8 11.3 (19.4, 17.7, 15.8 on 13.6; with fused multiply-adds 13.1, 12.6, 11.5).
 */
const vectorsAtOnce = 4;

const whole: Group = { first: 0, count: 4 };

class LoopEmitter {
  private readonly code: VectorCode;
  private readonly loop: Loop;
  private readonly flush: Flush;
  private readonly nest: readonly Axis[];
  private readonly memory: LoopMemory;
  /** Per register: the innermost axis along which it varies, -1 if along none. */
  private readonly levels: readonly number[];
  private readonly uses: readonly number[];
  /** What is computed at this point: one value per group, or one for all where nothing varies. */
  private readonly values = new Map<number, readonly Lanes[]>();
  private groups: readonly Group[] = [whole];

  constructor(code: VectorCode, addresses: Addresses, loop: Loop, flush: Flush) {
    this.code = code;
    this.flush = flush;
    this.loop = loop;
    const views = [...loop.loads, ...loop.stores.map((store) => store.view)];
    this.nest = loopNest(
      loop.shape,
      views.map((view) => view.strides),
    );
    this.memory = new LoopMemory(addresses, views, this.nest);
    this.levels = this.findLevels();
    this.uses = this.countUses();
  }

  emit(): void {
    this.computeLevel(-1);
    this.axis(0);
  }

  private findLevels(): readonly number[] {
    const { loads, numbers, operations } = this.loop;
    const levels = loads.map((_, i) => this.memory.level(i));
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
      this.memory.advanceOuter(level);
    });
  }

  private innermost(level: number, { size }: Axis): void {
    const vectors = Math.floor(size / 4);
    const unrolled = Math.min(vectorsAtOnce, vectors);
    const groups = Array.from({ length: unrolled }, (_, i) => ({ first: 4 * i, count: 4 }));
    const rounds = unrolled === 0 ? 0 : Math.floor(vectors / unrolled);
    this.code.f.repeat(rounds, () => {
      this.body(level, groups);
      this.memory.advanceInner(4 * unrolled);
    });
    this.code.f.repeat(vectors - rounds * unrolled, () => {
      this.body(level, [whole]);
      this.memory.advanceInner(4);
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
        const word = asWord(this.code, lanes, view.type);
        const isFlushed = view.type === "f32" && this.flush.stores.has(view.buffer) && this.isComputed(from);
        const value = isFlushed ? flushed(this.code, word, this.flush) : word;
        this.memory.store(this.loop.loads.length + i, value, group);
      });
    });
    this.values.clear();
    for (const [register, lanes] of before) this.values.set(register, lanes);
    this.groups = [whole];
  }

  private load(register: number, view: View, group: Group): V128 {
    const lanes = this.memory.load(register, group);
    const isFlushed = view.type === "f32" && this.flush.loads.has(view.buffer);
    return isFlushed ? flushed(this.code, lanes, this.flush) : lanes;
  }

  /** Not a number of the plan, nor a copy of what lies in memory. */
  private isComputed(register: number): boolean {
    return register >= this.loop.loads.length + this.loop.numbers.length;
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
}
