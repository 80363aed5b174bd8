import { plainCompiler } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import { describe, expect, it } from "vitest";
import { runText } from "./testing/run-text.ts";

const spec = (definitions: string, flow: string) => `seq 1
${definitions}
data {
  source   sine(length = 240, period = 20, noise = 0.05)
  input    value
  target   value
  window   8
  horizon  1
  split    128 / 60 / 52
}
model Next(x: [batch, time, feature]) -> [batch, horizon] {
  ${flow} -> last -> linear(horizon)
}
train {
  loss       mse
  optimiser  adam(rate = 0.01)
  epochs     2
}
`;

const rough = `cell rough(x: [in], hidden) {
  state h: [hidden]

  a  = affine(x, h)
  h' = tanh(log(a) * 0.1)
}`;

describe("a training that becomes NaN", () => {
  for (const compiler of [wasmCompiler(), plainCompiler]) {
    it(`names the operation and the line of the cell that asked for it, by the ${compiler.name} compiler`, async () => {
      const error = await runText(spec(rough, "x -> rough(4)"), { compiler }).catch((found) => found);
      expect(error).toMatchObject({
        code: "loss-not-finite",
        summary: expect.stringMatching(
          /^the loss became NaN at step 0 \(epoch 0\), rate 0\.01: log made the first NaN, at \[\d+, \d\] of \[\d+, 4\], for `log\(a\)` on line 6$/,
        ),
        details: { line: 6, primitive: "log" },
      });
    });
  }

  it("names the call where the operation stands in another file", async () => {
    const files = { "parts.seq": `seq 1\n# a line more\n${rough}\n` };
    const error = await runText(spec('import "parts.seq" as parts', "x -> parts.rough(4)"), { files }).catch(
      (found) => found,
    );
    expect(error).toMatchObject({
      summary: expect.stringContaining("for `parts.rough(4)` on line 12"),
      details: { primitive: "log" },
    });
  });
});
