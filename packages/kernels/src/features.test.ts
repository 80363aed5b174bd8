import { setFlagsFromString } from "node:v8";
import { describe, expect, it } from "vitest";
import { features } from "./features.ts";

describe("features", () => {
  it("finds SIMD and threads, which every supported Node has", () => {
    expect(features()).toMatchObject({ simd: true, threads: true });
  });

  it("notices when the engine is told to allow relaxed SIMD", () => {
    setFlagsFromString("--experimental-wasm-relaxed-simd");
    expect(features().relaxedMadd).toBe(true);
  });
});
