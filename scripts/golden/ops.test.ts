import { existsSync, readdirSync, readFileSync } from "node:fs";
import { plainCompiler } from "@seqloom/graph";
import { describe, expect, it } from "vitest";
import { errorOf } from "./compare.ts";
import { runWith } from "./execute.ts";
import { type Execute, type GoldenTensor, type OpsCase, runOpsCase } from "./ops.ts";

const folder = new URL("../../../shared/golden/torch/ops/", import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];

interface Golden extends OpsCase {
  readonly outputs: readonly GoldenTensor[];
  readonly noise: Readonly<Record<string, number>>;
}

/** The worst error of each output and gradient, in units of what is allowed; what is missing counts as infinite. */
function errors(file: string, execute?: Execute): Readonly<Record<string, number>> {
  const golden: Golden = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  const result = runOpsCase(golden, execute);
  const wanted = [
    ...golden.outputs.map((want, i) => ({ what: `out.${i}`, want, got: result?.outputs[i] })),
    ...Object.entries(golden.grads).map(([name, want]) => ({
      what: `grad.${name}`,
      want,
      got: result?.gradients[name],
    })),
  ];
  return Object.fromEntries(
    wanted.map(({ what, want, got }) => [
      what,
      got === undefined
        ? Number.POSITIVE_INFINITY
        : errorOf({ what, got, want, noise: golden.noise[what] ?? 0 }),
    ]),
  );
}

describe.skipIf(files.length === 0)("golden operations (skipped where ../shared/golden is absent)", () => {
  it.each(files)("%s agrees in values and gradients, run at once", (file) => {
    for (const [what, error] of Object.entries(errors(file))) expect(error, what).toBeLessThanOrEqual(1);
  });

  // How many entries a mask picks is not known while a function is recorded.
  const recordable = files.filter((file) => file !== "boolean_mask.json");
  it.each(recordable)("%s agrees as one graph after all passes", (file) => {
    const recorded: Execute = (f, inputs) => runWith(f, inputs, plainCompiler);
    for (const [what, error] of Object.entries(errors(file, recorded)))
      expect(error, what).toBeLessThanOrEqual(1);
  });
});
