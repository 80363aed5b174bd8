/**
 * A plan as one WebAssembly module, and what the host has to call.
 *
 * Every instruction is a function of its own, told the steps of the scans around it; so each stays small and V8 can
 * replace it by better code while a long scan runs. Instructions that follow each other are called by one exported
 * function. What runs on the plain device cuts the program: the host runs it between two such calls; a scan with
 * such an instruction inside is driven by the host.
 *
 *   memory   0 notes to the host | 64 constants | 4096 arena of the plan | scratch of products | packed operands
 */
import { SeqError } from "@seqloom/diagnostic";
import { type KernelContext, kernelContext } from "../gemm/kernel-context.ts";
import type { BufferId, GemmTerm, Instruction, Plain, Plan, ScanLoop } from "../plan/plan.ts";
import { ConstantPool } from "../simd/constant-pool.ts";
import { vectorCode } from "../simd/vector-code.ts";
import { call, type FunctionReference } from "../wasm/function-builder.ts";
import { ModuleBuilder } from "../wasm/module-builder.ts";
import { Addresses, Arena } from "./addresses.ts";
import { type Flush, flushBetweenCalls, flushBetweenSteps } from "./denormals.ts";
import { emitGemm, emitPack, type Packed, type Scratch } from "./gemm.ts";
import { emitLoop } from "./loop.ts";
import { productOf, type Term } from "./matrices.ts";
import { emitFoldKey, emitRandomUniform } from "./random.ts";
import { emitReduce } from "./reduce.ts";
import { emitScatterAdd, emitTakeRows } from "./rows.ts";

/** One thing for the host to do; wasm functions and plain instructions are told the steps of the scans around. */
export type Unit =
  | { readonly kind: "wasm"; readonly name: string }
  | { readonly kind: "plain"; readonly plain: Plain }
  | { readonly kind: "scan"; readonly scan: ScanLoop; readonly body: readonly Unit[] };

export interface EmittedProgram {
  readonly module: Uint8Array<ArrayBuffer>;
  /** Size of the memory, in pages of 64 KiB. */
  readonly pages: number;
  /** Where the buffers of the plan lie. */
  readonly arena: Arena;
  readonly units: readonly Unit[];
  /** The functions of the module and the bytes of their code, in the order in which they were made. */
  readonly functions: readonly { readonly name: string; readonly bytes: number }[];
}

const poolAddress = 64;
const arenaAddress = 4096;
const pageBytes = 65536;
/** Loads may read so far behind the last buffer. */
const slackBytes = 64;
/** As much as a product of any size packs at a time. */
const sharedScratchBytes = 4 * 256 * (64 + 256) + 64;

/** As many as 32-bit addresses reach. */
const mostPages = 65536;

/**
 * Generates the module of a plan.
 *
 * @throws SeqError "memory-size" if it needs more than 4 GiB
 */
export function emitProgram(plan: Plan, relaxedMadd: boolean): EmittedProgram {
  const layout = new Layout(arenaAddress + 4 * plan.size);
  // The number of pages is known when all is written, but the import stands first: it asks for one page at least.
  const module = new ModuleBuilder({ minimumPages: 1 });
  const pool = new ConstantPool(module, poolAddress, arenaAddress - poolAddress);
  const arena = new Arena(plan, arenaAddress);
  const emitter = new ProgramEmitter(kernelContext(module, pool, relaxedMadd), arena, layout);
  const units = emitter.units(plan.instructions, 0, { packed: new Map(), flush: flushBetweenCalls(plan) });
  const pages = Math.ceil((layout.end + slackBytes) / pageBytes);
  if (pages > mostPages) throw tooLarge(pages);
  return { module: module.encode(), pages, arena, units, functions: module.functionSizes() };
}

function tooLarge(pages: number): SeqError {
  const gib = (pages * pageBytes) / 2 ** 30;
  return new SeqError("memory-size", `the step needs ${gib.toFixed(1)} GiB of memory, WebAssembly has 4`, {
    help: "use smaller batches or shorter sequences",
    details: { bytes: pages * pageBytes, most: mostPages * pageBytes },
  });
}

/** Memory behind the arena. */
class Layout implements Scratch {
  end: number;
  private sharedAt: number | undefined;

  constructor(end: number) {
    this.end = end;
  }

  shared(): number {
    this.sharedAt ??= this.own(sharedScratchBytes);
    return this.sharedAt;
  }

  own(bytes: number): number {
    const at = Math.ceil(this.end / 64) * 64;
    this.end = at + bytes;
    return at;
  }
}

/** What an instruction has to know of the instructions around it. */
interface Surroundings {
  /** Right operands that were packed before the scan. */
  readonly packed: Packed;
  readonly flush: Flush;
}

class ProgramEmitter {
  private readonly context: KernelContext;
  private readonly arena: Arena;
  private readonly scratch: Scratch;
  private functions = 0;
  private runs = 0;

  constructor(context: KernelContext, arena: Arena, scratch: Scratch) {
    this.context = context;
    this.arena = arena;
    this.scratch = scratch;
  }

  /** What the host calls for these instructions, inside `depth` scans. */
  units(instructions: readonly Instruction[], depth: number, around: Surroundings): Unit[] {
    const units: Unit[] = [];
    let group: FunctionReference[] = [];
    const close = () => {
      if (group.length > 0) units.push({ kind: "wasm", name: this.run(group, depth) });
      group = [];
    };
    for (const instruction of instructions) {
      if (instruction.kind === "plain") {
        close();
        units.push({ kind: "plain", plain: instruction });
      } else if (instruction.kind === "scan" && needsHost(instruction)) {
        close();
        const inner = { packed: around.packed, flush: flushBetweenSteps(instruction) };
        const body = this.units(instruction.body, depth + 1, inner);
        units.push({ kind: "scan", scan: instruction, body });
      } else group.push(this.define(instruction, depth, around));
    }
    close();
    return units;
  }

  /** An exported function that calls the others in order. */
  private run(group: readonly FunctionReference[], depth: number): string {
    const name = `run${this.runs++}`;
    this.context.module.function(name, {}, (f) => {
      const times = Array.from({ length: depth }, (_, i) => f.param("i32", `t${i}`));
      for (const target of group) f.do(call(target, ...times));
    });
    return name;
  }

  private name(kind: string): string {
    return `${kind}${this.functions++}`;
  }

  /** The function of one instruction. */
  private define(instruction: Instruction, depth: number, around: Surroundings): FunctionReference {
    if (instruction.kind === "scan") return this.defineScan(instruction, depth);
    const { module, pool, relaxedMadd } = this.context;
    const name = this.name(instruction.kind);
    const write = (addresses: Addresses): void => {
      const code = vectorCode(addresses.f, pool, relaxedMadd);
      switch (instruction.kind) {
        case "loop":
          return emitLoop(code, addresses, instruction, around.flush);
        case "gemm":
          return emitGemm(this.context, code, addresses, productOf(instruction), this.scratch, around.packed);
        case "reduce":
          return emitReduce(code, addresses, instruction);
        case "takeRows":
          return emitTakeRows(this.context, addresses, instruction);
        case "scatterAdd":
          return emitScatterAdd(this.context, addresses, instruction);
        case "randomUniform":
          return emitRandomUniform(addresses, instruction);
        case "foldKey":
          return emitFoldKey(addresses, instruction);
        default:
          throw new RangeError(`internal: ${instruction.kind} is not for a function of its own`);
      }
    };
    return module.function(name, { exported: false }, (f) => write(new Addresses(f, this.arena, depth)));
  }

  private defineScan(scan: ScanLoop, depth: number): FunctionReference {
    const name = this.name("scan");
    const packed = new Map<GemmTerm, number>();
    const invariant = invariantTerms(scan);
    const pack = () =>
      this.context.module.function(`${name}.pack`, { exported: false }, (f) => {
        const addresses = new Addresses(f, this.arena, depth);
        for (const { of, right } of invariant) {
          packed.set(of, emitPack(this.context, addresses, right, this.scratch));
        }
      });
    const before = invariant.length === 0 ? [] : [pack()];
    const around = { packed, flush: flushBetweenSteps(scan) };
    const body = scan.body.map((instruction) => this.define(instruction, depth + 1, around));
    return this.context.module.function(name, { exported: false }, (f) => {
      const times = Array.from({ length: depth }, (_, i) => f.param("i32", `t${i}`));
      for (const target of before) f.do(call(target, ...times));
      const time = f.keepI32(scan.reverse ? scan.length - 1 : 0, "time");
      f.repeat(scan.length, () => {
        for (const target of body) f.do(call(target, ...times, time));
        f.increase(time, scan.reverse ? -1 : 1);
      });
    });
  }
}

function needsHost(instruction: Instruction): boolean {
  return instruction.kind === "plain" || (instruction.kind === "scan" && instruction.body.some(needsHost));
}

/** Products in the body of a scan whose right operand is the same at every step. */
function invariantTerms(scan: ScanLoop): Term[] {
  const written = new Set(scan.body.flatMap(buffersWritten));
  return scan.body.flatMap((instruction) => {
    if (instruction.kind !== "gemm" || scan.length < 2) return [];
    const { terms, batch } = productOf(instruction);
    if (batch.length > 0) return [];
    return terms.filter(({ right: { view } }) => {
      return (view.timeStrides[scan.depth] ?? 0) === 0 && !written.has(view.buffer);
    });
  });
}

function buffersWritten(instruction: Instruction): BufferId[] {
  switch (instruction.kind) {
    case "loop":
      return instruction.stores.map(({ view }) => view.buffer);
    case "gemm":
      return [instruction.c.buffer];
    case "plain":
      return instruction.outputs.map((view) => view.buffer);
    case "scan":
      return instruction.body.flatMap(buffersWritten);
    default:
      return [instruction.to.buffer];
  }
}
