import { describe, expect, it } from "vitest";
import { normal, rng, type Tensor, uniform } from "./index.ts";

/** FNV-1a over the bytes of a tensor, so that one number stands for all of them. */
function fingerprint({ data }: Tensor): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(data.buffer, data.byteOffset, data.byteLength)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16);
}

// The expected values were printed by Node 20.20.
describe("in a browser, the same seed gives the same bytes as in Node", () => {
  it("for uniform numbers", () => {
    expect(fingerprint(uniform(rng(7), [1000], "f32"))).toBe("eed295fa");
    expect(fingerprint(uniform(rng(7), [1000], "f64"))).toBe("1eeb1cc4");
  });

  it("for normal numbers", () => {
    expect(fingerprint(normal(rng(7), [1000], "f32"))).toBe("249db3aa");
  });
});
