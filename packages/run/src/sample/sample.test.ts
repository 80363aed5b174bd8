import { plainCompiler } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import { beforeAll, describe, expect, it } from "vitest";
import { readModelFile, writeModelFile } from "../model-file.ts";
import { type RanText, runText } from "../testing/run-text.ts";
import { finished } from "../work.ts";
import { sampleSaved } from "./sample-saved.ts";

const text = `seq 1
data {
  source  text("loom.txt")
  input   character
  target  next(character)
  split   80% / 10% / 10%
}
model Writer(x: [batch, time] of character) -> [batch, time, character] {
  x -> embedding(8) -> lstm(24, layers = 2) -> linear(character)
}
train {
  loss       crossEntropy
  optimiser  adam(rate = 1e-2)
  clip       norm = 1
  batch      8
  truncate   20
  epochs     20
  seed       1
}
sample {
  prompt       "the l"
  length       40
  temperature  0
}
`;
const line = "the loom weaves.\n";
const files = { "loom.txt": line.repeat(150) };

let ran: RanText;
beforeAll(async () => {
  ran = await runText(text, { files });
});

const write = async (settings = {}, compiler = wasmCompiler()) => {
  // Through a file, and without the data.
  const saved = readModelFile(writeModelFile(ran.saved));
  return finished(await sampleSaved({ saved, settings, compiler }));
};

describe("a model that writes", () => {
  it("goes on from the prompt as its text does", () => {
    expect(ran.trained.sample).toEqual({
      kind: "text",
      text: line.repeat(3).slice(0, "the l".length + 40),
      unknown: [],
    });
  });

  it("writes the same from its file, without the data, compiled and on the plain device", async () => {
    expect(await write()).toEqual(ran.trained.sample);
    expect(await write({}, plainCompiler)).toEqual(ran.trained.sample);
  });

  it("writes another text with another seed and the same with the same", async () => {
    const hot = { temperature: 5, length: 60 };
    const [a, b, other] = [
      await write({ ...hot, seed: 1 }),
      await write({ ...hot, seed: 1 }),
      await write({ ...hot, seed: 2 }),
    ];
    expect(b).toEqual(a);
    expect(other).not.toEqual(a);
  });

  it("says which symbols of the prompt it never saw, and begins without a prompt", async () => {
    expect(await write({ prompt: "the Zoo", length: 1 })).toMatchObject({ unknown: ["Z"] });
    expect(await write({ prompt: "", length: 8 })).toMatchObject({ text: "the loom" });
  });

  it("refuses a model whose step needs more than its states, before it is trained", async () => {
    const convolved = text
      .replace("-> lstm(24, layers = 2)", "-> conv(24, width = 3, causal = true) -> lstm(24)")
      .replace("  truncate   20\n", "")
      .replace("epochs     20", "epochs     1");
    await expect(runText(convolved, { files })).rejects.toMatchObject({ code: "stream-whole" });
  });

  it("refuses a model that does not write", async () => {
    const series = `seq 1
data {
  source   sine(length = 200, period = 20, noise = 0)
  input    value
  target   value
  window   8
  horizon  1
}
model Next(x: [batch, time, feature]) -> [batch, horizon] {
  x -> gru(4) -> last -> linear(horizon)
}
train {
  loss    mse
  epochs  1
}
sample {
  length  5
}
`;
    await expect(runText(series)).rejects.toMatchObject({ code: "sample-needs" });
  });
});
