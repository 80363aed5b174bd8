import { expect, it } from "vitest";
import { checkProbe } from "./check-probe.ts";
import { exampleText } from "./example-text.ts";
import { fuzz, syntaxProbes } from "./fuzz.ts";

it("200 damaged texts give nothing but coded errors (scripts/fuzz.mjs runs more, and looks at the time)", () => {
  const report = fuzz({
    seed: 1,
    cases: 200,
    seconds: 60,
    texts: [exampleText],
    probes: [...syntaxProbes, checkProbe],
    // How long it may take is not for a unit test, which shares its machine.
    limitMs: Number.POSITIVE_INFINITY,
    clock: () => 0,
  });
  expect(report.findings).toEqual([]);
  expect(report.cases).toBe(200);
});
