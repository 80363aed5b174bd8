/** Instructions on `i32`; constants are folded, so address arithmetic on known numbers costs nothing. */
import {
  asI32,
  type I32,
  type Integer,
  i32Constant,
  instruction,
  load,
  type Statement,
  store,
} from "./expression.ts";

const constantOf = (value: Integer): number | undefined =>
  typeof value === "number" ? value : value.constant;

const operation = (code: number, evaluate: (a: number, b: number) => number) => {
  return (a: Integer, b: Integer): I32 => {
    const left = constantOf(a);
    const right = constantOf(b);
    if (left !== undefined && right !== undefined) return i32Constant(evaluate(left, right));
    return instruction("i32", { code }, [asI32(a), asI32(b)]);
  };
};

const plainAdd = operation(0x6a, (a, b) => a + b);
const plainMul = operation(0x6c, Math.imul);

/** 32-bit integers: arithmetic wraps, comparisons give 0 or 1, addresses are in bytes. */
export const i32 = {
  const: i32Constant,
  add(a: Integer, b: Integer): I32 {
    if (constantOf(b) === 0) return asI32(a);
    if (constantOf(a) === 0) return asI32(b);
    return plainAdd(a, b);
  },
  sub: operation(0x6b, (a, b) => a - b),
  mul(a: Integer, b: Integer): I32 {
    if (constantOf(b) === 1) return asI32(a);
    if (constantOf(a) === 1) return asI32(b);
    return plainMul(a, b);
  },
  divS: operation(0x6d, (a, b) => Math.trunc(a / b)),
  and: operation(0x71, (a, b) => a & b),
  or: operation(0x72, (a, b) => a | b),
  xor: operation(0x73, (a, b) => a ^ b),
  shl: operation(0x74, (a, b) => a << b),
  shrS: operation(0x75, (a, b) => a >> b),
  shrU: operation(0x76, (a, b) => a >>> b),
  eq: operation(0x46, (a, b) => Number(a === b)),
  ne: operation(0x47, (a, b) => Number(a !== b)),
  ltS: operation(0x48, (a, b) => Number(a < b)),
  ltU: operation(0x49, (a, b) => Number(a >>> 0 < b >>> 0)),
  gtS: operation(0x4a, (a, b) => Number(a > b)),
  leS: operation(0x4c, (a, b) => Number(a <= b)),
  geS: operation(0x4e, (a, b) => Number(a >= b)),
  geU: operation(0x4f, (a, b) => Number(a >>> 0 >= b >>> 0)),
  /** 1 if `a` is 0, else 0. */
  eqz: (a: I32): I32 => instruction("i32", { code: 0x45 }, [a]),
  load: (address: Integer, offset = 0): I32 => load("i32", { code: 0x28 }, 2, address, offset),
  /** One byte, 0 .. 255. */
  load8U: (address: Integer, offset = 0): I32 => load("i32", { code: 0x2d }, 0, address, offset),
  store: (address: Integer, value: Integer, offset = 0): Statement =>
    store({ code: 0x36 }, 2, address, asI32(value), offset),
  /** The low byte of `value`. */
  store8: (address: Integer, value: Integer, offset = 0): Statement =>
    store({ code: 0x3a }, 0, address, asI32(value), offset),
};
