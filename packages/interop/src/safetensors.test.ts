import { SeqError } from "@seqloom/diagnostic";
import { fromData, normal, rng, type Tensor, tensor } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

const tensors: Record<string, Tensor> = {
  mask: tensor([true, false, true]),
  "lstm.weight_ih_l0": normal(rng(1), [4, 3]),
  count: tensor([[1, -2]], "i32"),
  precise: normal(rng(2), [2], "f64"),
  empty: fromData(new Float32Array(0), [0, 5]),
  scalar: tensor(7),
};
const metadata = { spec: "seq 1\n# ü \u{1f9f5}", seed: "7" };

/** The file that the reference implementation's README describes, built byte by byte. */
function handmade(header: string, data: number[]): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + data.length);
  bytes[0] = json.length & 255;
  bytes[1] = json.length >> 8;
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

describe("safetensors", () => {
  it("gives back every tensor, shape, dtype and text bit for bit", () => {
    const file = readSafetensors(writeSafetensors(tensors, metadata));
    expect({ ...file.metadata }).toEqual(metadata);
    expect(Object.keys(file.tensors).sort()).toEqual(Object.keys(tensors).sort());
    for (const [name, want] of Object.entries(tensors)) {
      const got = file.tensors[name];
      expect([name, got?.dtype, got?.shape, got?.data]).toEqual([name, want.dtype, want.shape, want.data]);
    }
  });

  it("reads a file made elsewhere, byte by byte", () => {
    const file = readSafetensors(
      handmade('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', [0, 0, 128, 63, 0, 0, 0, 192]),
    );
    expect(Array.from(file.tensors.a?.data ?? [])).toEqual([1, -2]);
  });

  it("reads a Node buffer that is part of a larger one", () => {
    const bytes = writeSafetensors(tensors, metadata);
    const pool = Buffer.alloc(bytes.length + 24, 7);
    pool.set(bytes, 13);
    const file = readSafetensors(pool.subarray(13, 13 + bytes.length));
    expect(file.tensors.precise?.data).toEqual(tensors.precise?.data);
  });

  it("starts every tensor at a multiple of its element size", () => {
    const bytes = writeSafetensors(tensors, metadata);
    const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(start % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as Record<
      string,
      { data_offsets?: number[] }
    >;
    expect((header.precise?.data_offsets?.[0] ?? 1) % 8).toBe(0);
    expect((header["lstm.weight_ih_l0"]?.data_offsets?.[0] ?? 1) % 4).toBe(0);
  });

  it.each([
    ["an empty file", new Uint8Array(0)],
    ["a header that is not JSON", handmade("hello", [])],
    ["a header longer than the file", handmade("{}", []).fill(255, 0, 8)],
    [
      "a type without numbers here",
      handmade('{"a":{"dtype":"F8","shape":[2],"data_offsets":[0,2]}}', [0, 0]),
    ],
    ["a range outside the file", handmade('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', [0])],
    [
      "a shape that does not fill its range",
      handmade('{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}', new Array(8).fill(0)),
    ],
    [
      "bytes left over",
      handmade('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', new Array(9).fill(0)),
    ],
    [
      "a negative size",
      handmade('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', new Array(4).fill(0)),
    ],
  ])("refuses %s with a coded error", (_, bytes) => {
    expect(() => readSafetensors(bytes)).toThrowError(expect.objectContaining({ code: "safetensors" }));
  });

  it("never fails otherwise, however the file is damaged", () => {
    const sound = writeSafetensors(tensors, metadata);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(sound.length),
        (edits, cut) => {
          const bytes = sound.slice(0, cut);
          for (const [at, value] of edits) if (at < cut) bytes[at] = value;
          try {
            readSafetensors(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(SeqError);
          }
          expect(({} as Record<string, unknown>).polluted).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });

  it("keeps a tensor named __proto__ an ordinary name", () => {
    const file = readSafetensors(
      handmade('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', [0, 0, 128, 63]),
    );
    expect(Object.keys(file.tensors)).toEqual(["__proto__"]);
  });
});
