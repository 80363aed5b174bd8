import { describe, expect, it } from "vitest";
import { presetOf } from "../spec/presets.ts";
import { lossHash } from "./loss-hash.ts";
import { trainText } from "./training.ts";

const text = presetOf("first-symbol")?.text ?? "";

describe("trainText", () => {
  it("lowers the loss of the LSTM, and shows its gates by name", async () => {
    const losses: number[] = [];
    for await (const event of trainText(text, 1)) {
      if (event.kind === "step" && event.model === "LSTM") losses.push(event.loss);
      if (event.kind !== "done") continue;
      const { strips, answers } = event.picture();
      expect(strips.map(({ name }) => name)).toEqual(["i", "f", "g", "o", "h", "c"]);
      expect(answers).toMatchObject({ kind: "classes", names: ["0", "1", "2", "3"], right: 32, of: 32 });
      break;
    }
    expect(losses).toHaveLength(300);
    expect(losses.at(-1)).toBeLessThan(0.1);
  });

  it("gives the same losses with the same seed, and others with another", async () => {
    const hashes = await Promise.all([1, 1, 2].map((seed) => hashOf(seed, 20)));
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  it("refuses a spec with errors in words", async () => {
    await expect(
      trainText("seq 1\nmodel M(x: [a]) -> [a] { x -> lsmt(3) }\n", 1).next(),
    ).rejects.toMatchObject({
      code: "spec-invalid",
    });
  });

  it("names the step at which a model diverges, and goes on with the next", async () => {
    const seen: string[] = [];
    for await (const event of trainText(presetOf("explosion")?.text ?? "", 1)) {
      if (event.kind === "diverged") expect(event.step).toBeLessThan(40);
      if (event.kind !== "step") seen.push(`${event.kind} ${event.model}`);
    }
    expect(seen).toEqual(["model NoClip", "diverged NoClip", "model Clip1", "done Clip1"]);
  });
});

async function hashOf(seed: number, steps: number): Promise<string> {
  const losses: number[] = [];
  for await (const event of trainText(text, seed)) {
    if (event.kind === "step") losses.push(event.loss);
    if (losses.length === steps) break;
  }
  return lossHash(losses);
}
