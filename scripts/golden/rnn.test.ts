import { existsSync, readdirSync, readFileSync } from "node:fs";
import { plainCompiler } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import { describe, expect, it } from "vitest";
import { errorOf } from "./compare.ts";
import { type GoldenRnn, runRnnCase } from "./rnn.ts";

const folder = new URL("../../../shared/golden/torch/rnn/", import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];

describe.skipIf(files.length === 0)(
  "golden recurrent layers (skipped where ../shared/golden is absent)",
  () => {
    const read = (file: string): GoldenRnn => JSON.parse(readFileSync(new URL(file, folder), "utf8"));

    it.each(files)("%s agrees in outputs, states and every gradient, run at once", (file) => {
      const golden = read(file);
      const results = runRnnCase(golden);
      const parts = "outputs" in golden ? [golden] : [golden.full, golden.truncated];
      const outputs = "outputs" in golden ? Object.keys(golden.outputs).length : 2;
      const wanted = parts.reduce((n, part) => n + 1 + Object.keys(part.grads).length, outputs);
      expect(results.length).toBe(wanted);
      for (const result of results) expect(errorOf(result), result.what).toBeLessThanOrEqual(1);
    });

    it.each(files)("%s agrees as one graph after all passes, interpreted and as WebAssembly", (file) => {
      for (const compiler of [plainCompiler, wasmCompiler()]) {
        for (const result of runRnnCase(read(file), compiler))
          expect(errorOf(result), `${compiler.name}: ${result.what}`).toBeLessThanOrEqual(1);
      }
    });
  },
);
