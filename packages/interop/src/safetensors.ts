/**
 * safetensors: a header of names, types, shapes and byte ranges in JSON, then the numbers.
 *
 *   8 bytes   length of the header, little-endian
 *   header    {"__metadata__": {text: text}, "name": {"dtype", "shape", "data_offsets": [from, to]}, ...}
 *   data      little-endian, row-major, without gaps
 *
 * https://github.com/huggingface/safetensors (format section of its README)
 */
import { SeqError } from "@seqloom/diagnostic";
import { bytesPerElement, type DType, fromData, type Shape, sizeOf, type Tensor } from "@seqloom/tensor";

export interface TensorFile {
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Texts under names: spec, scalers, training record. */
  readonly metadata: Readonly<Record<string, string>>;
}

const written: Readonly<Record<DType, string>> = { f32: "F32", f64: "F64", i32: "I32", bool: "BOOL" };
const dtypes: Readonly<Record<string, DType>> = { F32: "f32", F64: "f64", I32: "i32", BOOL: "bool" };
/** A header longer than this is refused before it is parsed, as in the reference implementation. */
const headerLimit = 100_000_000;

/**
 * The bytes of a safetensors file. Tensors are aligned to 8 bytes by padding the header, and written in the order
 * of their element size, largest first, so that every one starts at a multiple of its element size.
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries = Object.entries(tensors).sort(
    ([, a], [, b]) => bytesPerElement[b.dtype] - bytesPerElement[a.dtype],
  );
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let size = 0;
  for (const [name, { dtype, shape, data }] of entries) {
    if (name === "__metadata__")
      throw new SeqError("tensor-name", "no tensor may be named __metadata__ in a safetensors file", {
        help: "rename it",
      });
    header[name] = { dtype: written[dtype], shape, data_offsets: [size, size + data.byteLength] };
    size += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((8 + json.length) / 8) * 8;
  const bytes = new Uint8Array(start + size).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let at = start;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * The tensors and texts of a safetensors file.
 *
 * @throws SeqError "safetensors" naming the byte and the tensor, for a file that is cut off, damaged or of a type
 *         Seqloom has no numbers for
 */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  if (bytes.length < 8) throw damaged(`a file of ${bytes.length} bytes has no header`, 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(headerLimit, bytes.length - 8))) {
    throw damaged(
      `the header should be ${length} bytes long, the file has ${bytes.length - 8} after its first 8`,
      0,
    );
  }
  const start = 8 + Number(length);
  const header = parseHeader(bytes.subarray(8, start));
  const tensors: Record<string, Tensor> = Object.create(null);
  const metadata: Record<string, string> = Object.create(null);
  let covered = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") {
      for (const [key, text] of Object.entries(asRecord(entry, name))) {
        if (typeof text !== "string") throw damaged(`metadata ${JSON.stringify(key)} is not a text`, 8);
        metadata[key] = text;
      }
      continue;
    }
    tensors[name] = readTensor(name, asRecord(entry, name), bytes.subarray(start), start);
    covered += tensors[name].size * bytesPerElement[tensors[name].dtype];
  }
  if (covered !== bytes.length - start)
    throw damaged(
      `the tensors cover ${covered} bytes, the file has ${bytes.length - start} after its header`,
      start,
    );
  return { tensors, metadata };
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return asRecord(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), "header");
  } catch (cause) {
    if (cause instanceof SeqError) throw cause;
    throw damaged("the header is not JSON", 8, cause);
  }
}

function readTensor(
  name: string,
  entry: Readonly<Record<string, unknown>>,
  data: Uint8Array,
  start: number,
): Tensor {
  const { dtype: type, shape, data_offsets: range } = entry;
  const dtype = typeof type === "string" && Object.hasOwn(dtypes, type) ? dtypes[type] : undefined;
  if (dtype === undefined) {
    throw new SeqError(
      "safetensors",
      `tensor ${JSON.stringify(name)} is ${String(type)}; Seqloom reads ${Object.keys(dtypes).join(", ")}`,
      {
        help: "convert it to F32 where it was made",
        details: { name, dtype: type },
      },
    );
  }
  if (!isCounts(shape) || !isCounts(range) || range.length !== 2)
    throw damaged(`tensor ${JSON.stringify(name)} has no proper shape and byte range`, 8);
  const [from = 0, to = 0] = range;
  const size = sizeOf(shape) * bytesPerElement[dtype];
  if (to - from !== size || to > data.length) {
    throw damaged(
      `tensor ${JSON.stringify(name)} of shape [${shape.join(", ")}] needs ${size} bytes and has bytes ${from} to ${to} of ${data.length}`,
      start + from,
    );
  }
  return fromData(numbers(dtype, new Uint8Array(data.subarray(from, to))), shape);
}

/** The bytes have a buffer of their own, which is aligned for every type. */
function numbers(dtype: DType, bytes: Uint8Array<ArrayBuffer>): Tensor["data"] {
  switch (dtype) {
    case "f32":
      return new Float32Array(bytes.buffer);
    case "f64":
      return new Float64Array(bytes.buffer);
    case "i32":
      return new Int32Array(bytes.buffer);
    case "bool":
      return bytes;
  }
}

function isCounts(value: unknown): value is Shape {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function asRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>; // just checked
  throw damaged(`${JSON.stringify(name)} is not a record`, 8);
}

function damaged(what: string, byte: number, cause?: unknown): SeqError {
  return new SeqError("safetensors", `not a sound safetensors file: at byte ${byte}: ${what}`, {
    help: "make the file again, or check that it was copied whole",
    details: { byte },
    cause,
  });
}
