/**
 * Builds a WebAssembly module: one imported memory, imported and own functions, data, names.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html
 * @see https://webassembly.github.io/spec/core/appendix/custom.html#name-section
 */
import { SeqError } from "@seqloom/diagnostic";
import { ByteWriter } from "./byte-writer.ts";
import { type ValueType, valueTypeCode } from "./expression.ts";
import { FunctionBuilder, type FunctionReference } from "./function-builder.ts";

/** The memory that every module here imports as `env.memory`. */
export interface MemoryImport {
  /** Pages of 64 KiB it must have at least. */
  readonly minimumPages: number;
  /** Shared between threads; then `maximumPages` must be given, and be the memory's own. */
  readonly shared?: boolean;
  readonly maximumPages?: number;
}

interface Signature {
  readonly params: readonly ValueType[];
  readonly result: ValueType | undefined;
}

interface ImportedFunction extends FunctionReference {
  readonly module: string;
}

interface OwnFunction extends FunctionReference {
  readonly builder: FunctionBuilder;
  readonly exported: boolean;
}

const sectionId = { custom: 0, type: 1, import: 2, function: 3, export: 7, code: 10, data: 11 } as const;

/**
 * A module in the making.
 *
 * @example
 * const module = new ModuleBuilder({ minimumPages: 1 });
 * module.function("twice", { result: "i32" }, (f) => {
 *   const x = f.param("i32", "x");
 *   f.result(i32.add(x, x));
 * });
 * const bytes = module.encode();
 */
export class ModuleBuilder {
  private readonly memory: MemoryImport;
  private readonly imported: ImportedFunction[] = [];
  private readonly own: OwnFunction[] = [];
  private readonly data: { address: number; bytes: Uint8Array }[] = [];
  private readonly atEncode: (() => void)[] = [];

  constructor(memory: MemoryImport) {
    this.memory = memory;
  }

  /** A function of the host or of another module; imports come before the module's own functions. */
  importFunction(
    module: string,
    name: string,
    params: readonly ValueType[],
    result?: ValueType,
  ): FunctionReference {
    if (this.own.length > 0) {
      throw new SeqError("internal", `internal: import of ${module}.${name} after a function was defined`);
    }
    const reference = { module, name, index: this.imported.length, params, result };
    this.imported.push(reference);
    return reference;
  }

  /**
   * Defines a function; `build` declares its parameters and fills it. Its reference can be called from
   * functions defined later, and from `build` of itself not at all.
   *
   * @param options  `exported` (default true): whether the host may call it; `result`: the type it gives
   */
  function(
    name: string,
    options: { readonly result?: ValueType; readonly exported?: boolean },
    build: (f: FunctionBuilder) => void,
  ): FunctionReference {
    const builder = new FunctionBuilder(name);
    build(builder);
    const index = this.imported.length + this.own.length;
    const reference = { name, index, params: builder.params, result: options.result };
    this.own.push({ ...reference, builder, exported: options.exported ?? true });
    return reference;
  }

  /** Bytes written to memory when the module is instantiated. */
  initialData(address: number, bytes: Uint8Array): void {
    this.data.push({ address, bytes });
  }

  /** Runs `finish` when the module is encoded: for what is only known when all functions stand. */
  beforeEncode(finish: () => void): void {
    this.atEncode.push(finish);
  }

  /** The module's own functions and the bytes of their code. */
  functionSizes(): { readonly name: string; readonly bytes: number }[] {
    return this.own.map(({ name, builder }) => ({ name, bytes: builder.encode().length }));
  }

  /** The binary module. */
  encode(): Uint8Array<ArrayBuffer> {
    for (const finish of this.atEncode) finish();
    const out = new ByteWriter(4096);
    out.bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    const types = new TypeTable();
    const imports = this.importSection(types);
    const functions = vector(this.own, (w, f) => w.u32(types.index(f)));
    section(out, sectionId.type, types.encode());
    section(out, sectionId.import, imports);
    section(out, sectionId.function, functions);
    section(out, sectionId.export, this.exportSection());
    section(
      out,
      sectionId.code,
      vector(this.own, (w, f) => w.appendSized(f.builder.encode())),
    );
    if (this.data.length > 0) section(out, sectionId.data, this.dataSection());
    section(out, sectionId.custom, this.nameSection());
    return out.view().slice();
  }

  private importSection(types: TypeTable): ByteWriter {
    const { minimumPages, maximumPages, shared = false } = this.memory;
    const out = new ByteWriter();
    out.u32(1 + this.imported.length);
    out.name("env");
    out.name("memory");
    out.byte(0x02);
    out.byte((shared ? 0x02 : 0x00) | (maximumPages === undefined ? 0x00 : 0x01));
    out.u32(minimumPages);
    if (maximumPages !== undefined) out.u32(maximumPages);
    for (const f of this.imported) {
      out.name(f.module);
      out.name(f.name);
      out.byte(0x00);
      out.u32(types.index(f));
    }
    return out;
  }

  private exportSection(): ByteWriter {
    const exported = this.own.filter((f) => f.exported);
    return vector(exported, (w, f) => {
      w.name(f.name);
      w.byte(0x00);
      w.u32(f.index);
    });
  }

  private dataSection(): ByteWriter {
    return vector(this.data, (w, { address, bytes }) => {
      w.byte(0x00);
      w.byte(0x41);
      w.s32(address);
      w.byte(0x0b);
      w.u32(bytes.length);
      w.bytes(bytes);
    });
  }

  /** Function names, then names of parameters and locals: what a stack trace or a disassembly shows. */
  private nameSection(): ByteWriter {
    const out = new ByteWriter();
    out.name("name");
    const all: readonly FunctionReference[] = [...this.imported, ...this.own];
    section(
      out,
      1,
      vector(all, (w, f) => indexedName(w, f.index, f.name)),
    );
    const locals = vector(this.own, (w, f) => {
      w.u32(f.index);
      w.append(vector([...f.builder.localNames], (names, [index, name]) => indexedName(names, index, name)));
    });
    section(out, 2, locals);
    return out;
  }
}

/** Function types, each once. */
class TypeTable {
  private readonly indices = new Map<string, number>();
  private readonly signatures: Signature[] = [];

  index(signature: Signature): number {
    const key = `${signature.params.join()}>${signature.result ?? ""}`;
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    const index = this.signatures.push(signature) - 1;
    this.indices.set(key, index);
    return index;
  }

  encode(): ByteWriter {
    return vector(this.signatures, (w, { params, result }) => {
      w.byte(0x60);
      w.u32(params.length);
      for (const type of params) w.byte(valueTypeCode[type]);
      w.u32(result === undefined ? 0 : 1);
      if (result !== undefined) w.byte(valueTypeCode[result]);
    });
  }
}

function section(out: ByteWriter, id: number, body: ByteWriter): void {
  out.byte(id);
  out.appendSized(body);
}

function vector<T>(items: readonly T[], write: (out: ByteWriter, item: T) => void): ByteWriter {
  const out = new ByteWriter();
  out.u32(items.length);
  for (const item of items) write(out, item);
  return out;
}

function indexedName(out: ByteWriter, index: number, name: string): void {
  out.u32(index);
  out.name(name);
}
