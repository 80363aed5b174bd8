import { describe, expect, it } from "vitest";
import wabtModule from "wabt";
import { atomic } from "./atomic.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { Expression, Statement, ValueType } from "./expression.ts";
import { f32, f64 } from "./float.ts";
import { call, callFor, type FunctionBuilder } from "./function-builder.ts";
import { i32 } from "./i32.ts";
import { ModuleBuilder } from "./module-builder.ts";
import { f32x4, f64x2, i32x4, i64x2, v128 } from "./vector.ts";

const wabt = await wabtModule();
const features = { threads: true, simd: true, relaxed_simd: true };

/** Validates `bytes` with wabt and gives the text format, names included. */
function disassemble(bytes: Uint8Array): string {
  const module = wabt.readWasm(bytes, { ...features, readDebugNames: true });
  try {
    Reflect.apply(module.validate, module, [features]); // the published types forgot the argument
    module.applyNames();
    return module.toText({ foldExprs: false, inlineExport: false });
  } finally {
    module.destroy();
  }
}

const sharedMemory = { minimumPages: 1, maximumPages: 16, shared: true };

/** The text of one function's instructions, one a line, without the declarations. */
function textOf(build: (f: FunctionBuilder) => void): string[] {
  const module = new ModuleBuilder(sharedMemory);
  module.function("f", {}, build);
  const lines = disassemble(module.encode()).split("\n");
  const start = lines.findIndex((line) => line.includes("(func $f"));
  const end = lines.findIndex((line, i) => i > start && line.includes("(export"));
  return lines
    .slice(start + 1, end)
    .map((line) =>
      line.trim().replace(/\)+$/, (close) => close.slice(line.includes("(;") ? 0 : close.length)),
    )
    .filter((line) => line.length > 0 && !line.startsWith("(local"));
}

function bytesOf(write: (out: ByteWriter) => void): number[] {
  const out = new ByteWriter(1);
  write(out);
  return [...out.view()];
}

describe("ByteWriter", () => {
  it("writes unsigned LEB128 at the limits of each length", () => {
    expect(bytesOf((w) => w.u32(127))).toEqual([0x7f]);
    expect(bytesOf((w) => w.u32(128))).toEqual([0x80, 0x01]);
    expect(bytesOf((w) => w.u32(2 ** 32 - 1))).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
  });

  it("writes signed LEB128 at the limits of each length", () => {
    expect(bytesOf((w) => w.s32(63))).toEqual([0x3f]);
    expect(bytesOf((w) => w.s32(64))).toEqual([0xc0, 0x00]);
    expect(bytesOf((w) => w.s32(-64))).toEqual([0x40]);
    expect(bytesOf((w) => w.s32(-65))).toEqual([0xbf, 0x7f]);
    expect(bytesOf((w) => w.s32(-(2 ** 31)))).toEqual([0x80, 0x80, 0x80, 0x80, 0x78]);
  });

  it("writes floats and names as the format asks", () => {
    expect(bytesOf((w) => w.f32(1))).toEqual([0, 0, 0x80, 0x3f]);
    expect(bytesOf((w) => w.f64(1))).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
    expect(bytesOf((w) => w.name("é"))).toEqual([2, 0xc3, 0xa9]);
  });
});

const p = { type: "i32", write: (w: ByteWriter) => w.bytes([0x20, 0]) } as const;
const x = { type: "f32", write: (w: ByteWriter) => w.bytes([0x20, 1]) } as const;
const d = { type: "f64", write: (w: ByteWriter) => w.bytes([0x20, 2]) } as const;
const v = { type: "v128", write: (w: ByteWriter) => w.bytes([0x20, 3]) } as const;

const valued: readonly (readonly [string, Expression<ValueType>])[] = [
  ["i32.const -65", i32.const(-65)],
  ["i32.add", i32.add(p, p)],
  ["i32.sub", i32.sub(p, p)],
  ["i32.mul", i32.mul(p, p)],
  ["i32.div_s", i32.divS(p, p)],
  ["i32.and", i32.and(p, p)],
  ["i32.or", i32.or(p, p)],
  ["i32.xor", i32.xor(p, p)],
  ["i32.shl", i32.shl(p, p)],
  ["i32.shr_s", i32.shrS(p, p)],
  ["i32.shr_u", i32.shrU(p, p)],
  ["i32.eq", i32.eq(p, p)],
  ["i32.ne", i32.ne(p, p)],
  ["i32.lt_s", i32.ltS(p, p)],
  ["i32.lt_u", i32.ltU(p, p)],
  ["i32.gt_s", i32.gtS(p, p)],
  ["i32.le_s", i32.leS(p, p)],
  ["i32.ge_s", i32.geS(p, p)],
  ["i32.ge_u", i32.geU(p, p)],
  ["i32.eqz", i32.eqz(p)],
  ["i32.load offset=300", i32.load(p, 300)],
  ["i32.load8_u", i32.load8U(p)],
  ["f32.const 0x1.8p+0 (;=1.5;)", f32.const(1.5)],
  ["f32.load", f32.load(p)],
  ["f32.add", f32.add(x, x)],
  ["f32.sub", f32.sub(x, x)],
  ["f32.mul", f32.mul(x, x)],
  ["f32.div", f32.div(x, x)],
  ["f32.sqrt", f32.sqrt(x)],
  ["f32.lt", f32.lt(x, x)],
  ["f32.gt", f32.gt(x, x)],
  ["f32.convert_i32_s", f32.fromI32(p)],
  ["f32.demote_f64", f32.fromF64(d)],
  ["f64.const 0x1.8p+0 (;=1.5;)", f64.const(1.5)],
  ["f64.add", f64.add(d, d)],
  ["f64.sub", f64.sub(d, d)],
  ["f64.mul", f64.mul(d, d)],
  ["f64.div", f64.div(d, d)],
  ["f64.convert_i32_s", f64.fromI32(p)],
  ["f64.promote_f32", f64.fromF32(x)],
  ["v128.load align=4", v128.load(p)],
  ["v128.load32_splat offset=8", v128.load32Splat(p, 8)],
  ["v128.load32_zero", v128.load32Zero(p)],
  ["v128.load64_zero align=4", v128.load64Zero(p)],
  ["v128.load32_lane offset=4 2", v128.load32Lane(p, v, 2, 4)],
  ["v128.not", v128.not(v)],
  ["v128.and", v128.and(v, v)],
  ["v128.andnot", v128.andNot(v, v)],
  ["v128.or", v128.or(v, v)],
  ["v128.xor", v128.xor(v, v)],
  ["v128.bitselect", v128.bitselect(v, v, v)],
  ["v128.any_true", v128.anyTrue(v)],
  ["i8x16.shuffle 8 9 10 11 0 1 2 3 16 17 18 19 28 29 30 31", v128.shuffle32(v, v, [2, 0, 4, 7])],
  ["v128.const i32x4 0x3fc00000 0x3fc00000 0x3fc00000 0x3fc00000", f32x4.const(1.5)],
  ["f32x4.splat", f32x4.splat(x)],
  ["f32x4.extract_lane 3", f32x4.extractLane(v, 3)],
  ["f32x4.eq", f32x4.eq(v, v)],
  ["f32x4.ne", f32x4.ne(v, v)],
  ["f32x4.lt", f32x4.lt(v, v)],
  ["f32x4.gt", f32x4.gt(v, v)],
  ["f32x4.le", f32x4.le(v, v)],
  ["f32x4.ge", f32x4.ge(v, v)],
  ["f32x4.ceil", f32x4.ceil(v)],
  ["f32x4.floor", f32x4.floor(v)],
  ["f32x4.trunc", f32x4.trunc(v)],
  ["f32x4.nearest", f32x4.nearest(v)],
  ["f32x4.abs", f32x4.abs(v)],
  ["f32x4.neg", f32x4.neg(v)],
  ["f32x4.sqrt", f32x4.sqrt(v)],
  ["f32x4.add", f32x4.add(v, v)],
  ["f32x4.sub", f32x4.sub(v, v)],
  ["f32x4.mul", f32x4.mul(v, v)],
  ["f32x4.div", f32x4.div(v, v)],
  ["f32x4.min", f32x4.min(v, v)],
  ["f32x4.max", f32x4.max(v, v)],
  ["f32x4.pmin", f32x4.pmin(v, v)],
  ["f32x4.pmax", f32x4.pmax(v, v)],
  ["f32x4.convert_i32x4_s", f32x4.fromI32x4(v)],
  ["f32x4.relaxed_madd", f32x4.relaxedMadd(v, v, v)],
  ["f32x4.relaxed_nmadd", f32x4.relaxedNmadd(v, v, v)],
  ["f32x4.demote_f64x2_zero", f32x4.demoteF64x2(v)],
  ["v128.const i32x4 0x00000000 0x3ff80000 0x00000000 0x3ff80000", f64x2.const(1.5)],
  ["f64x2.splat", f64x2.splat(d)],
  ["f64x2.extract_lane 1", f64x2.extractLane(v, 1)],
  ["f64x2.promote_low_f32x4", f64x2.promoteLowF32x4(v)],
  ["f64x2.convert_low_i32x4_s", f64x2.fromLowI32x4(v)],
  ["f64x2.floor", f64x2.floor(v)],
  ["f64x2.nearest", f64x2.nearest(v)],
  ["f64x2.abs", f64x2.abs(v)],
  ["f64x2.neg", f64x2.neg(v)],
  ["f64x2.add", f64x2.add(v, v)],
  ["f64x2.sub", f64x2.sub(v, v)],
  ["f64x2.mul", f64x2.mul(v, v)],
  ["f64x2.div", f64x2.div(v, v)],
  ["f64x2.eq", f64x2.eq(v, v)],
  ["f64x2.lt", f64x2.lt(v, v)],
  ["f64x2.gt", f64x2.gt(v, v)],
  ["f64x2.pmin", f64x2.pmin(v, v)],
  ["f64x2.pmax", f64x2.pmax(v, v)],
  ["v128.const i32x4 0xffffffff 0xffffffff 0xffffffff 0xffffffff", i32x4.const(-1)],
  ["v128.const i32x4 0x00000001 0x00000002 0x00000003 0xffffffff", i32x4.of(1, 2, 3, -1)],
  ["i32x4.splat", i32x4.splat(p)],
  ["i32x4.extract_lane 2", i32x4.extractLane(v, 2)],
  ["i32x4.eq", i32x4.eq(v, v)],
  ["i32x4.ne", i32x4.ne(v, v)],
  ["i32x4.lt_s", i32x4.ltS(v, v)],
  ["i32x4.gt_s", i32x4.gtS(v, v)],
  ["i32x4.le_s", i32x4.leS(v, v)],
  ["i32x4.abs", i32x4.abs(v)],
  ["i32x4.neg", i32x4.neg(v)],
  ["i32x4.shl", i32x4.shl(v, 23)],
  ["i32x4.shr_s", i32x4.shrS(v, 23)],
  ["i32x4.shr_u", i32x4.shrU(v, 23)],
  ["i32x4.add", i32x4.add(v, v)],
  ["i32x4.sub", i32x4.sub(v, v)],
  ["i32x4.mul", i32x4.mul(v, v)],
  ["i32x4.min_s", i32x4.minS(v, v)],
  ["i32x4.max_s", i32x4.maxS(v, v)],
  ["i32x4.trunc_sat_f64x2_s_zero", i32x4.truncSatF64x2(v)],
  ["i32x4.trunc_sat_f32x4_s", i32x4.truncSatF32x4(v)],
  ["v128.const i32x4 0x00000002 0x00000001 0x00000002 0x00000001", i64x2.const(1, 2)],
  ["i64x2.shl", i64x2.shl(v, 52)],
  ["i64x2.shr_u", i64x2.shrU(v, 52)],
  ["i64x2.add", i64x2.add(v, v)],
  ["i64x2.sub", i64x2.sub(v, v)],
  ["i32.atomic.load offset=64", atomic.load(p, 64)],
  ["i32.atomic.rmw.add", atomic.add(p, 1)],
  ["i32.atomic.rmw.cmpxchg", atomic.compareExchange(p, 0, 1)],
  ["memory.atomic.notify", atomic.notify(p, 1)],
  ["memory.atomic.wait32", atomic.wait(p, 0)],
];

const statements: readonly (readonly [string, Statement])[] = [
  ["i32.store offset=4", i32.store(p, p, 4)],
  ["i32.store8", i32.store8(p, p)],
  ["f32.store", f32.store(p, x)],
  ["v128.store offset=16 align=4", v128.store(p, v, 16)],
  ["v128.store32_lane offset=4 3", v128.store32Lane(p, v, 3, 4)],
  ["v128.store64_lane align=4 1", v128.store64Lane(p, v, 1)],
  ["i32.atomic.store", atomic.store(p, 1)],
];

function withParams(f: FunctionBuilder): void {
  f.param("i32", "p");
  f.param("f32", "x");
  f.param("f64", "d");
  f.param("v128", "v");
}

describe("instructions", () => {
  it.each(valued)("%s is what wabt reads back", (text, expression) => {
    const lines = textOf((f) => {
      withParams(f);
      f.drop(expression);
    });
    expect(lines).toContain(text);
  });

  it.each(statements)("%s is what wabt reads back", (text, statement) => {
    const lines = textOf((f) => {
      withParams(f);
      f.do(statement);
    });
    expect(lines).toContain(text);
  });

  it("constants of i32 are folded, and fixed addresses become offsets", () => {
    const lines = textOf((f) => {
      f.drop(i32.add(i32.mul(3, 4), i32.const(-2)));
      f.drop(v128.load(i32.add(1000, 24), 8));
    });
    expect(lines.slice(0, 5)).toEqual([
      "i32.const 10",
      "drop",
      "i32.const 0",
      "v128.load offset=1032 align=4",
      "drop",
    ]);
  });

  it("a negative offset is added to the address", () => {
    const lines = textOf((f) => {
      withParams(f);
      f.drop(f32.load(p, -4));
    });
    expect(lines.slice(0, 4)).toEqual(["local.get $p", "i32.const -4", "i32.add", "f32.load"]);
  });
});

const callable = (value: unknown): value is (...args: number[]) => number => typeof value === "function";

function instantiate(
  module: ModuleBuilder,
  imports: WebAssembly.Imports = {},
): (name: string) => (...args: number[]) => number {
  const bytes = module.encode();
  disassemble(bytes);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory }, ...imports });
  return (name) => {
    const value = instance.exports[name];
    if (!callable(value)) throw new Error(`no export ${name}`);
    return value;
  };
}

describe("FunctionBuilder", () => {
  it("runs loops, conditions and branches out of nested blocks", () => {
    const module = new ModuleBuilder({ minimumPages: 1 });
    // Sum of the odd numbers below n, but at most 100.
    module.function("oddSum", { result: "i32" }, (f) => {
      const n = f.param("i32", "n");
      const sum = f.local("i32", "sum");
      const i = f.local("i32", "i");
      f.block((end) => {
        f.loop((next) => {
          f.branchIf(end, i32.geS(i, n));
          f.if(i32.and(i, 1), () => {
            f.increase(sum, i);
            f.if(i32.gtS(sum, 100), () => {
              f.set(sum, i32.const(100));
              f.branch(end);
            });
          });
          f.increase(i, 1);
          f.branch(next);
        });
      });
      f.result(sum);
    });
    const oddSum = instantiate(module)("oddSum");
    expect([0, 1, 2, 6, 7, 1000].map((n) => oddSum(n))).toEqual([0, 0, 1, 9, 9, 100]);
  });

  it("repeats a body count times, also for counts of 0, 1 and below", () => {
    const module = new ModuleBuilder({ minimumPages: 1 });
    for (const known of [undefined, 0, 1, 5]) {
      module.function(`rounds${known ?? ""}`, { result: "i32" }, (f) => {
        const count = f.param("i32", "count");
        const rounds = f.local("i32");
        f.repeat(known ?? count, () => f.increase(rounds, 1));
        f.result(rounds);
      });
    }
    const get = instantiate(module);
    expect([-3, 0, 1, 7].map((n) => get("rounds")(n))).toEqual([0, 0, 1, 7]);
    expect([get("rounds0")(9), get("rounds1")(9), get("rounds5")(9)]).toEqual([0, 1, 5]);
  });

  it("runs the entry before the rest, whenever it was written", () => {
    const module = new ModuleBuilder({ minimumPages: 1 });
    module.function("late", { result: "i32" }, (f) => {
      const value = f.local("i32");
      const doubled = f.keep(i32.add(value, value));
      f.atEntry(() => f.set(value, i32.const(21)));
      f.result(doubled);
    });
    expect(instantiate(module)("late")()).toBe(42);
  });

  it("refuses a parameter after a local and a call that does not fit", () => {
    const module = new ModuleBuilder({ minimumPages: 1 });
    const target = module.function("target", { result: "f32" }, (f) => f.result(f.param("f32", "a")));
    module.function("wrong", {}, (f) => {
      f.local("i32");
      expect(() => f.param("i32", "late")).toThrow("parameter late of wrong after a local");
      expect(() => call(target, f32.const(1))).toThrow("target is (f32) -> f32, called as (f32) -> ()");
      expect(() => callFor("f32", target, 1)).toThrow("called as (i32) -> f32");
    });
  });
});

describe("ModuleBuilder", () => {
  it("calls imported and own functions, and writes initial data", () => {
    const module = new ModuleBuilder({ minimumPages: 1 });
    const host = module.importFunction("host", "triple", ["i32"], "i32");
    const next = module.function("next", { result: "i32", exported: false }, (f) =>
      f.result(i32.add(f.param("i32", "x"), 1)),
    );
    module.function("run", { result: "i32" }, (f) =>
      f.result(callFor("i32", next, callFor("i32", host, i32.load(64)))),
    );
    module.initialData(64, Uint8Array.of(5, 1, 0, 0));
    const get = instantiate(module, { host: { triple: (n: number) => 3 * n } });
    expect(get("run")()).toBe(3 * 261 + 1);
    expect(() => get("next")).toThrow("no export next");
  });

  it("names functions, parameters and locals, and shares equal types", () => {
    const module = new ModuleBuilder(sharedMemory);
    for (const name of ["first", "second"]) {
      module.function(name, {}, (f) => {
        f.param("i32", "rows");
        f.local("v128", "total");
      });
    }
    const text = disassemble(module.encode());
    expect(text).toContain("(func $second (type 0) (param $rows i32)");
    expect(text).toContain("(local $total v128)");
    expect(text).toContain('(import "env" "memory" (memory (;0;) 1 16 shared))');
    expect(text.match(/\(type \(;/g)).toHaveLength(1);
  });
});
