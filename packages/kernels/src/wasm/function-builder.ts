/**
 * Builds one function: parameters, locals, structured control, statements in order.
 *
 * Statements are written as they come. What has to run once at the start whatever is found out later
 * (constants read from the pool) goes to the `entry`, which is placed before the rest.
 */
import { SeqError } from "@seqloom/diagnostic";
import { ByteWriter } from "./byte-writer.ts";
import {
  asI32,
  type Expression,
  type I32,
  type Integer,
  instruction,
  type Local,
  type Statement,
  type ValueType,
  valueTypeCode,
} from "./expression.ts";
import { i32 } from "./i32.ts";

const blockWithoutResult = 0x40;

/** A place to branch to: the end of a block, or the start of a loop. */
export interface Label {
  readonly depth: number;
}

/** What a call has to know of a function. */
export interface FunctionReference {
  readonly name: string;
  readonly index: number;
  readonly params: readonly ValueType[];
  readonly result: ValueType | undefined;
}

/** One function in the making; get one from `ModuleBuilder.function`. */
export class FunctionBuilder {
  readonly name: string;
  /** Types of the parameters, in order. */
  readonly params: ValueType[] = [];
  /** Names of parameters and locals that have one, by index, for the name section. */
  readonly localNames = new Map<number, string>();
  private readonly entryCode = new ByteWriter();
  private readonly mainCode = new ByteWriter();
  private readonly localTypes: ValueType[] = [];
  private out = this.mainCode;
  private depth = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Declares the next parameter; only before the first local. */
  param<T extends ValueType>(type: T, name: string): Local<T> {
    if (this.localTypes.length > 0) {
      throw new SeqError("internal", `internal: parameter ${name} of ${this.name} after a local`);
    }
    const index = this.params.push(type) - 1;
    this.localNames.set(index, name);
    return localVariable(type, index);
  }

  /** Declares a local, zero when the function starts. */
  local<T extends ValueType>(type: T, name?: string): Local<T> {
    const index = this.params.length + this.localTypes.push(type) - 1;
    if (name !== undefined) this.localNames.set(index, name);
    return localVariable(type, index);
  }

  /** A new local that holds `value`: how a value is used twice without computing it twice. */
  keep<T extends ValueType>(value: Expression<T>, name?: string): Local<T> {
    const variable = this.local(value.type, name);
    this.set(variable, value);
    return variable;
  }

  /** A new `i32` local that holds `value`. */
  keepI32(value: Integer, name?: string): Local<"i32"> {
    return this.keep(asI32(value), name);
  }

  /** Assigns `value` to `variable`. */
  set<T extends ValueType>(variable: Local<T>, value: Expression<T>): void {
    value.write(this.out);
    this.out.byte(0x21);
    this.out.u32(variable.index);
  }

  /** Adds `amount` to an `i32` variable. */
  increase(variable: Local<"i32">, amount: Integer): void {
    if (typeof amount === "number" && amount === 0) return;
    this.set(variable, i32.add(variable, amount));
  }

  /** Appends a statement. */
  do(statement: Statement): void {
    statement.write(this.out);
  }

  /** Evaluates `value` and drops it. */
  drop(value: Expression<ValueType>): void {
    value.write(this.out);
    this.out.byte(0x1a);
  }

  /** Leaves the function with `value`, or without one. */
  return(value?: Expression<ValueType>): void {
    value?.write(this.out);
    this.out.byte(0x0f);
  }

  /** The value that the function gives if its end is reached. */
  result(value: Expression<ValueType>): void {
    value.write(this.out);
  }

  /** A block; branching to its label leaves it. */
  block(body: (end: Label) => void): void {
    this.structure(0x02, body);
  }

  /** A loop; branching to its label starts over, reaching its end leaves it. */
  loop(body: (start: Label) => void): void {
    this.structure(0x03, body);
  }

  /** Runs `then` if `condition` is not 0, else `otherwise`. Nothing is written for a branch known not to run. */
  if(condition: I32, then: () => void, otherwise?: () => void): void {
    if (condition.constant !== undefined) {
      if (condition.constant !== 0) then();
      else otherwise?.();
      return;
    }
    condition.write(this.out);
    this.structure(0x04, () => {
      then();
      if (otherwise !== undefined) {
        this.out.byte(0x05);
        otherwise();
      }
    });
  }

  /** Continues at `label`. */
  branch(label: Label): void {
    this.out.byte(0x0c);
    this.out.u32(this.depth - label.depth);
  }

  /** Continues at `label` if `condition` is not 0. */
  branchIf(label: Label, condition: I32): void {
    condition.write(this.out);
    this.out.byte(0x0d);
    this.out.u32(this.depth - label.depth);
  }

  /**
   * `body` `count` times, counting down; the counter is the loop's own. With `atLeastOnce` the test before
   * the first round is left out. A known count of 0 or 1 makes no loop.
   */
  repeat(count: Integer, body: () => void, atLeastOnce = false): void {
    const known = typeof count === "number" ? count : count.constant;
    if (known !== undefined && known <= 0) return;
    if (known === 1) {
      body();
      return;
    }
    const left = this.keepI32(count);
    const loop = () =>
      this.loop((start) => {
        body();
        this.increase(left, -1);
        this.branchIf(start, left);
      });
    if (known !== undefined || atLeastOnce) loop();
    else this.if(i32.gtS(left, 0), loop);
  }

  /** What `write` appends runs at the start of the function, before everything else. */
  atEntry(write: () => void): void {
    const resume = this.out;
    this.out = this.entryCode;
    write();
    this.out = resume;
  }

  /** The body as it stands in the code section: declared locals, instructions, end. */
  encode(): ByteWriter {
    const body = new ByteWriter(this.mainCode.length + 64);
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.localTypes) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    body.u32(runs.length);
    for (const { type, count } of runs) {
      body.u32(count);
      body.byte(valueTypeCode[type]);
    }
    body.append(this.entryCode);
    body.append(this.mainCode);
    body.byte(0x0b);
    return body;
  }

  private structure(opcode: number, body: (label: Label) => void): void {
    this.out.byte(opcode);
    this.out.byte(blockWithoutResult);
    this.depth++;
    body({ depth: this.depth });
    this.depth--;
    this.out.byte(0x0b);
  }
}

/** A call as a statement. */
export function call(
  target: FunctionReference,
  ...operands: readonly (Expression<ValueType> | number)[]
): Statement {
  checkCall(target, operands, undefined);
  return instruction("void", { code: 0x10 }, operands.map(asOperand), (out) => out.u32(target.index));
}

/** A call for its result, which must be of type `type`. */
export function callFor<T extends ValueType>(
  type: T,
  target: FunctionReference,
  ...operands: readonly (Expression<ValueType> | number)[]
): Expression<T> {
  checkCall(target, operands, type);
  return instruction(type, { code: 0x10 }, operands.map(asOperand), (out) => out.u32(target.index));
}

const asOperand = (operand: Expression<ValueType> | number): Expression<ValueType> =>
  typeof operand === "number" ? i32.const(operand) : operand;

function checkCall(
  target: FunctionReference,
  operands: readonly (Expression<ValueType> | number)[],
  result: ValueType | undefined,
): void {
  const given = operands.map((operand) => asOperand(operand).type);
  const fits = given.length === target.params.length && given.every((type, i) => type === target.params[i]);
  if (fits && target.result === result) return;
  const signature = (params: readonly ValueType[], to: ValueType | undefined) =>
    `(${params.join(", ")}) -> ${to ?? "()"}`;
  throw new SeqError(
    "internal",
    `internal: ${target.name} is ${signature(target.params, target.result)}, called as ${signature(given, result)}`,
    { details: { target: target.name, given, params: target.params } },
  );
}

function localVariable<T extends ValueType>(type: T, index: number): Local<T> {
  return {
    type,
    index,
    write(out) {
      out.byte(0x20);
      out.u32(index);
    },
  };
}
