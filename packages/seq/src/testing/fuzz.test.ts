import { expect, it } from "vitest";
import { checkProbe } from "./check-probe.ts";
import { exampleText } from "./example-text.ts";
import { fuzz, syntaxProbes } from "./fuzz.ts";

it("200 damaged texts give nothing but coded errors, in time (scripts/fuzz.mjs runs more)", () => {
  const report = fuzz({
    seed: 1,
    cases: 200,
    seconds: 60,
    texts: [exampleText],
    probes: [...syntaxProbes, checkProbe],
  });
  expect(report.findings).toEqual([]);
  expect(report.cases).toBe(200);
});
