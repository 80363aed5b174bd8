import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "./commands/context.ts";
import { main } from "./program.ts";

/** A year of business days: a wave around a trend, so that the last days tell the next. */
function prices(): string {
  const lines = ["date,open,high,low,close,volume"];
  let close = 100;
  for (let day = 0, n = 0; n < 320; day++) {
    const date = new Date(Date.UTC(2020, 0, 1 + day));
    if (date.getUTCDay() === 0 || date.getUTCDay() === 6) continue;
    close = 100 + n / 20 + 5 * Math.sin(n / 6);
    lines.push(`${date.toISOString().slice(0, 10)},${close},${close + 1},${close - 1},${close},1000`);
    n++;
  }
  return `${lines.join("\n")}\n`;
}

const spec = `seq 1
let hidden = 6

data {
  source   csv("prices.csv")
  time     date, every = businessDay, gaps = skip
  let      return = log(close / lag(close, 1))
  let      range  = (high - low) / close
  input    return, range
  target   return
  report   close
  window   10
  horizon  1
  split    70% / 15% / 15%
  scale    standard
}

model Next(x: [batch, time, feature]) -> [batch, horizon] {
  x -> lstm(hidden) -> last -> linear(horizon)
}

train {
  loss       huber
  optimiser  adam(rate = 1e-2)
  batch      32
  epochs     3
  seed       7
}

forecast {
  baselines  naive, drift, seasonal(5)
}
`;

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seqloom cli "));
  writeFileSync(join(folder, "prices.csv"), prices());
  writeFileSync(join(folder, "stock.seq"), spec);
});

async function run(args: string, signal = new AbortController().signal) {
  const out: string[] = [];
  const err: string[] = [];
  const context: Context = {
    out: { write: (text) => out.push(text) },
    err: { write: (text) => err.push(text) },
    color: false,
    cwd: folder,
    now: () => performance.now(),
    signal,
  };
  const code = await main(args.split(" "), context);
  return { code, out: out.join(""), err: err.join("") };
}

/** The spec with one mistake in it. */
async function runBroken(from: string, to: string, command = "train") {
  expect(spec).toContain(from);
  writeFileSync(join(folder, "bad.seq"), spec.replace(from, to));
  const result = await run(`${command} bad.seq`);
  return { ...result, text: result.out + result.err };
}

describe("seqloom train", () => {
  it("prints the table beside the baselines, says whether naive is beaten, writes model and report", async () => {
    const { code, out, err } = await run("train stock.seq --out made");
    expect(err).toContain("made/stock.html");
    expect(code).toBe(0);
    expect(out).toMatch(/^The model (beats|does not (clearly )?beat) naive on \d+ test forecasts of close/);
    for (const name of ["model", "naive", "drift", "seasonal(5)", "MASE", "95 % interval"])
      expect(out).toContain(name);
    const page = readFileSync(join(folder, "made", "stock.html"), "utf8");
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/); // nothing is loaded from elsewhere
    for (const text of ["test part begins", "forget gate", "kept: epoch", "seasonal(5)"])
      expect(page).toContain(text);
    expect(readdirSync(join(folder, "made")).sort()).toEqual(["stock.html", "stock.safetensors"]);
  });

  it("prints the same twice for the same seed, and something else for another", async () => {
    const [first, second, other] = [
      await run("train stock.seq --out a"),
      await run("train stock.seq --out b"),
      await run("train stock.seq --seed 8 --out c"),
    ];
    expect(second.out).toBe(first.out);
    expect(other.out).not.toBe(first.out);
  });

  it("takes constants and settings from outside", async () => {
    const { err } = await run("train stock.seq --set hidden=3 --set train.epochs=1 --out d");
    expect(err).toContain("trained 1 epoch");
    expect(err).toContain(`Next: ${4 * 3 * (2 + 3 + 2) + 4} weights`);
  });

  it("scores and saves what there is when it is stopped", async () => {
    const controller = new AbortController();
    controller.abort();
    const { code, err } = await run("train stock.seq --out stopped", controller.signal);
    expect(code).toBe(130);
    expect(err).toContain("stopped by you");
    expect(existsSync(join(folder, "stopped", "stock.safetensors"))).toBe(true);
  });

  it("runs on the plain device to nearly the same losses", async () => {
    const loss = (text: string) => Number(/last training loss ([\d.]+)/.exec(text)?.[1]);
    const [fast, plain] = [
      await run("train stock.seq --out e"),
      await run("train stock.seq --device plain --out f"),
    ];
    expect(Math.abs(loss(fast.err) - loss(plain.err))).toBeLessThan(1e-3);
  });
});

describe("seqloom predict", () => {
  it("gives the forecast of the run that made the model, to the last digit", async () => {
    const trained = await run("train stock.seq --out g");
    const predicted = await run("predict g/stock.safetensors --data prices.csv");
    expect(predicted.err).toBe("");
    expect(predicted.out.trim()).toBe(trained.out.slice(trained.out.indexOf("Next forecast")).trim());
  });

  it("takes a file of a window's rows only, and says where it looked if there is none", async () => {
    await run("train stock.seq --out k");
    const lines = prices().trim().split("\n");
    writeFileSync(join(folder, "few.csv"), `${lines[0]}\n${lines.slice(-11).join("\n")}\n`);
    const [all, few] = [
      await run("predict k/stock.safetensors"),
      await run("predict k/stock.safetensors --data few.csv"),
    ];
    expect(few).toEqual(all);
    expect(await run("predict k/stock.safetensors --data none.csv")).toMatchObject({
      code: 1,
      err: expect.stringContaining("error[data-missing]: the rows are read from none.csv"),
    });
  });

  it.each([
    ["prices.csv", "error[safetensors]: prices.csv: "],
    ["none.safetensors", "error[file-missing]: there is no file none.safetensors"],
    [".", "error[file-unreadable]: . cannot be read: it is a folder"],
  ])("says what is wrong with %s, which is no model", async (path, message) => {
    const { code, err } = await run(`predict ${path}`);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  });
});

const writer = `seq 1
data {
  source  text("loom.txt")
  input   character
  target  next(character)
  split   80% / 10% / 10%
}

model Writer(x: [batch, time] of character) -> [batch, time, character] {
  x -> embedding(8) -> gru(24) -> linear(character)
}

train {
  loss       crossEntropy
  optimiser  adam(rate = 1e-2)
  clip       norm = 1
  batch      8
  truncate   20
  epochs     20
}

sample {
  prompt       "the "
  length       12
  temperature  0
}
`;

describe("seqloom sample", () => {
  it("writes after the training, and again from the file in a folder without the text", async () => {
    writeFileSync(join(folder, "writer.seq"), writer);
    writeFileSync(join(folder, "loom.txt"), "the loom weaves.\n".repeat(100));
    const trained = await run("train writer.seq --out w");
    expect(trained.out).toContain("the loom weaves.");
    rmSync(join(folder, "loom.txt"));
    const again = await run("sample w/writer.safetensors");
    expect(again).toEqual({ code: 0, out: "the loom weaves.\n", err: "" });
    const longer = await run("sample w/writer.safetensors --prompt weaves --length 9 --temperature 0");
    expect(longer.out).toBe("weaves.\nthe loo\n");
    expect((await run("sample w/writer.safetensors --prompt Q --length 1")).err).toContain(
      'never showed "Q"',
    );
    const json = await run("sample w/writer.safetensors --length 2 --format json");
    expect(JSON.parse(json.out)).toMatchObject({ kind: "text", text: "the lo" });
  });

  it("refuses numbers that are none, and models that do not write", async () => {
    expect(await run("sample w/writer.safetensors --length 0")).toMatchObject({
      code: 2,
      err: expect.stringContaining("a whole number from 1"),
    });
    await run("train stock.seq --out h");
    expect(await run("sample h/stock.safetensors")).toMatchObject({
      code: 1,
      err: expect.stringContaining("error[sample-needs]"),
    });
  });
});

describe("seqloom train with more to do", () => {
  it("prints findings with their times", async () => {
    const detecting = `${spec}\ndetect {\n  threshold  quantile(90%)\n}\n`;
    writeFileSync(join(folder, "detect.seq"), detecting);
    const { code, out } = await run("train detect.seq --out i");
    expect(code).toBe(0);
    expect(out).toMatch(/findings? in \d+ rows of the test part; threshold [\d.]+, the 90 % quantile of \d+/);
  });

  it("keeps the files of every seed of a spec apart, and tells mean and deviation", async () => {
    writeFileSync(join(folder, "seeds.seq"), spec.replace("seed       7", "seed       7, 8"));
    const { out } = await run("train seeds.seq --out j");
    expect(readdirSync(join(folder, "j")).filter((name) => name.endsWith(".safetensors"))).toHaveLength(2);
    expect(out).toMatch(/Next, mean ± deviation of 2 seeds/);
  });
});

describe("mistakes", () => {
  it.each([
    [
      "a misspelt layer",
      "lstm(hidden)",
      "lsmt(hidden)",
      "error[name-unknown]: there is no layer `lsmt`; did you mean `lstm`?",
      "bad.seq:19:8",
    ],
    ["a wrong axis", "-> [batch, horizon]", "-> [batch, time]", "error[axis-name]", "bad.seq:19:32"],
    [
      "a missing column",
      "return, range\n  target",
      "return, opne\n  target",
      "error[column-unknown]: prices.csv has no column `opne`; did you mean `open`?",
      "bad.seq:9:20",
    ],
    [
      "a window longer than the training part",
      "window   10",
      "window   1000",
      "error[window-long]",
      "bad.seq:12:3",
    ],
    ["a missing file", "prices.csv", "price.csv", "error[data-missing]", "bad.seq:5:"],
  ])("%s is one message with file, line, caret, reason and fix", async (_, from, to, message, place) => {
    const { code, text, out } = await runBroken(from, to);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(text).toContain(message);
    expect(text).toContain(place);
    expect(text).toMatch(/\^/);
    expect(text).toContain("help:");
    expect(text.match(/error\[/g)).toHaveLength(1);
    expect(text).not.toMatch(/\n\s+at .*\.(js|ts):\d/);
  });

  it("an unknown command or option is a wrong call, with what was probably meant", async () => {
    expect(await run("trian stock.seq")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean train?"),
    });
    expect(await run("train stock.seq --sed 3")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--seed"),
    });
    expect((await run("train stock.seq --set hidden")).err).toContain("name=value");
  });

  it("a spec that is not there is named as it was written", async () => {
    expect(await run("train none.seq")).toMatchObject({
      code: 1,
      err: expect.stringContaining("there is no file none.seq"),
    });
  });
});

describe("help", () => {
  it("shows commands, options and examples", async () => {
    for (const args of [
      "--help",
      "train --help",
      "check --help",
      "explain --help",
      "predict --help",
      "fmt --help",
      "lsp --help",
      "std --help",
    ]) {
      const { code, out } = await run(args);
      expect([args, code]).toEqual([args, 0]);
      expect(out).toContain("Examples:");
    }
  });
});

describe("seqloom check and explain", () => {
  it("prints a report that programs can read", async () => {
    const { code, out } = await runBroken("lstm(hidden)", "lsmt(hidden)", "check --format json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ diagnostics: [{ code: "name-unknown" }] });
  });

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
