/**
 * A growing buffer of bytes with the number formats of the WebAssembly binary format.
 *
 * Sections are written into writers of their own and appended with their length, so nothing is patched.
 *
 * @see https://webassembly.github.io/spec/core/binary/values.html
 */

const scratch = new DataView(new ArrayBuffer(8));

/** Collects bytes; doubles its buffer when full. */
export class ByteWriter {
  private buffer: Uint8Array<ArrayBuffer>;
  private used = 0;

  /** @param capacity bytes to reserve at first */
  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.used;
  }

  /** Appends one byte (the low 8 bits of `value`). */
  byte(value: number): void {
    if (this.used === this.buffer.length) this.reserve(1);
    this.buffer[this.used++] = value;
  }

  /** Appends all of `values`. */
  bytes(values: Uint8Array | readonly number[]): void {
    this.reserve(values.length);
    this.buffer.set(values, this.used);
    this.used += values.length;
  }

  /** Appends what another writer holds. */
  append(other: ByteWriter): void {
    this.bytes(other.view());
  }

  /** Appends another writer's bytes behind their count: a section body, a function body, a name. */
  appendSized(other: ByteWriter): void {
    this.u32(other.length);
    this.append(other);
  }

  /** Unsigned LEB128 of a number in 0 .. 2^32 - 1. */
  u32(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Signed LEB128 of a number in -2^31 .. 2^31 - 1. */
  s32(value: number): void {
    let rest = value | 0;
    while (rest < -0x40 || rest > 0x3f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  /** Four bytes, little-endian IEEE 754. */
  f32(value: number): void {
    scratch.setFloat32(0, value, true);
    for (let i = 0; i < 4; i++) this.byte(scratch.getUint8(i));
  }

  /** Eight bytes, little-endian IEEE 754. */
  f64(value: number): void {
    scratch.setFloat64(0, value, true);
    for (let i = 0; i < 8; i++) this.byte(scratch.getUint8(i));
  }

  /** A UTF-8 string behind its length in bytes. */
  name(text: string): void {
    const encoded = new TextEncoder().encode(text);
    this.u32(encoded.length);
    this.bytes(encoded);
  }

  /** The bytes written so far, without copying; valid until the next write. */
  view(): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(0, this.used);
  }

  private reserve(count: number): void {
    if (this.used + count <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(2 * this.buffer.length, this.used + count));
    grown.set(this.view());
    this.buffer = grown;
  }
}
