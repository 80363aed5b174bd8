import { describe, expect, it } from "vitest";
import { folderOf, runCommand } from "../testing/run-command.ts";
import { stockPrices, stockSpec } from "../testing/stock.ts";

const folder = folderOf({ "prices.csv": stockPrices(), "stock.seq": stockSpec });
const run = (args: string) => runCommand(folder, args);

describe("seqloom explain", () => {
  it.each(["syntax", "model", "graph", "plan", "kernels"])("explain shows the stage %s", async (stage) => {
    const { code, out } = await run(`explain stock.seq --stage ${stage}`);
    expect(code).toBe(0);
    expect(out).toContain(
      { syntax: '"lstm"', model: '"Next"', graph: "scan(", plan: "for t0 in 0..9", kernels: "matmul" }[stage],
    );
  });

  it.each([
    ["text", /^graph\(lstm\.weight_ih_l0: f32\[.*scan\(/s],
    ["dot", /^digraph model \{.*each of 10 steps.*style=dashed.*\}\n$/s],
    ["mermaid", /^flowchart TB\n.*subgraph cell0 \["each of 10 steps"\].*-\.->/s],
    ["svg", /^<svg .*<title>Next<\/title>.*each of 10 steps.*<\/svg>\n$/s],
  ])("explain draws the model with time folded into one cell as %s", async (form, wanted) => {
    const { code, out } = await run(`explain stock.seq --graph ${form}`);
    expect(code).toBe(0);
    expect(out).toMatch(wanted);
  });

  it("explain tells shapes, weights and that everything is compiled", async () => {
    const { out } = await run("explain stock.seq");
    expect(out).toContain("lstm.weight_ih_l0");
    expect(out).toContain("all of it runs as WebAssembly");
  });
});
