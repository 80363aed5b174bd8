/** Every spec in the language's folder of samples whose data can be read trains and does its task, small. */
import { existsSync, readFileSync } from "node:fs";
import { gather, partOf } from "@seqloom/data";
import { describe, expect, it } from "vitest";
import { type RanText, runText } from "./testing/run-text.ts";
import {
  gridCsv,
  housesCsv,
  machineCsv,
  motionCsv,
  namesCsv,
  salesCsv,
  sharesCsv,
} from "./testing/sample-data.ts";

const folder = new URL("../../../../shared/language/samples/", import.meta.url);
const data = new URL("../../../../shared/data/", import.meta.url);
const isThere = existsSync(folder) && existsSync(data);
const text = (name: string) => (isThere ? readFileSync(new URL(name, folder), "utf8") : "");
const real = (name: string) => (isThere ? readFileSync(new URL(name, data), "utf8") : "");

interface Small {
  readonly files?: Readonly<Record<string, string>>;
  /** Sizes in the text, and what they are in the test. */
  readonly sizes?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
  /** The model's error beside that of an answer that learned nothing: both from 0, less is better. */
  readonly errors: (ran: RanText) => { readonly own: number; readonly naive: number };
}

/** Of a forecast: mean absolute errors on the test part. */
const forecast: Small["errors"] = ({ trained }) => {
  const { scores } = trained.evaluation ?? { scores: [] };
  return { own: scores[0]?.mae ?? Number.NaN, naive: scores.find(({ name }) => name === "naive")?.mae ?? 0 };
};

/** The true answers of the test part. */
function truthOf({ prepared }: RanText): readonly number[] {
  const examples = partOf(prepared, "test");
  const all = gather(
    prepared,
    examples,
    Int32Array.from({ length: examples.count }, (_, i) => i),
  );
  return Array.from(all.fields.y?.data ?? []);
}

/** Against the mean of what is asked for. */
const numbers: Small["errors"] = (ran) => {
  const truth = truthOf(ran);
  const mean = truth.reduce((sum, y) => sum + y, 0) / truth.length;
  const naive = truth.reduce((sum, y) => sum + (y - mean) ** 2, 0) / truth.length;
  return { own: (ran.trained.scores.rmse ?? Number.NaN) ** 2, naive };
};

/** Against the most frequent class. */
const classes: Small["errors"] = (ran) => {
  const truth = truthOf(ran);
  const counts = new Map<number, number>();
  for (const y of truth) counts.set(y, (counts.get(y) ?? 0) + 1);
  return {
    own: 1 - (ran.trained.scores.accuracy ?? 0),
    naive: 1 - Math.max(...counts.values()) / truth.length,
  };
};

/** Against letters by their frequency, in bits. */
const letters: Small["errors"] = (ran) => {
  const truth = truthOf(ran);
  const counts = new Map<number, number>();
  for (const y of truth) counts.set(y, (counts.get(y) ?? 0) + 1);
  let naive = 0;
  for (const n of counts.values()) naive -= (n / truth.length) * Math.log2(n / truth.length);
  return { own: ran.trained.scores.bitsPerCharacter ?? Number.NaN, naive };
};

const shortSums = { "length = 100": "length = 8", "length = 60": "length = 8", "20_000": "1_500" };
const sums: Small = {
  sizes: shortSums,
  set: { "train.epochs": "20", "train.optimiser": "adam(rate = 1e-2)" },
  errors: numbers,
};

const small: Readonly<Record<string, Small>> = {
  adding: { ...sums, sizes: { ...shortSums, "lstm(64)": "lstm(16)" } },
  peephole: { ...sums, sizes: { ...shortSums, "peephole(64)": "peephole(16)" } },
  "three-cells": {
    ...sums,
    set: { ...sums.set, hidden: "16", "train.seed": "1" },
  },
  sine: { sizes: { "window   30": "window   20" }, errors: forecast },
  dates: {
    sizes: { "20_000": "900" },
    set: { hidden: "32", "train.epochs": "6", "train.optimiser": "adam(rate = 1e-2)" },
    errors: classes,
  },
  airline: {
    files: { "airline-passengers.csv": real("airline-passengers.csv") },
    set: { hidden: "12", "train.epochs": "40" },
    errors: forecast,
  },
  "linear-regression": {
    files: { "houses.csv": housesCsv(200) },
    set: { "train.epochs": "10" },
    errors: numbers,
  },
  "multiple-regression": {
    files: { "houses.csv": housesCsv(200) },
    set: { "train.epochs": "60" },
    errors: ({ trained }) => ({ own: 1 - (trained.scores.r2 ?? Number.NaN), naive: 1 }),
  },
  names: {
    files: { "names.csv": namesCsv(600) },
    sizes: { "gru(64)": "gru(16)" },
    set: { "train.epochs": "5" },
    errors: classes,
  },
  shakespeare: {
    files: { "shakespeare.txt": real("tinyshakespeare-200k.txt").slice(0, 40_000) },
    sizes: { "truncate   100": "truncate   40", "embedding(64)": "embedding(16)" },
    set: { hidden: "48", "train.epochs": "3", "train.optimiser": "adam(rate = 1e-2)", "sample.length": "60" },
    errors: letters,
  },
  anomalies: {
    files: { "machine.csv": machineCsv(900, new Set([760, 761, 840])) },
    sizes: { "window   48": "window   24", "gru(32)": "gru(12)" },
    set: { "train.epochs": "12", "train.optimiser": "adam(rate = 1e-2)" },
    errors: forecast,
  },
  grid: {
    files: { "grid.csv": gridCsv(900) },
    sizes: { "window   168": "window   24", "horizon  24": "horizon  6", ", seasonal(168)": "" },
    set: { hidden: "12", "train.epochs": "5", "train.optimiser": "adam(rate = 5e-3)" },
    errors: forecast,
  },
  "store-sales": {
    files: { "sales.csv": salesCsv(200) },
    sizes: { "window   56": "window   14", "horizon  14": "horizon  7" },
    set: { hidden: "16", "train.epochs": "12", "train.batch": "32", "train.optimiser": "adam(rate = 1e-2)" },
    errors: forecast,
  },
  "stock-return": {
    files: { "AAPL.csv": sharesCsv(500, 11), "SPY.csv": sharesCsv(500, 12) },
    sizes: { "window   60": "window   15" },
    set: { hidden: "8", "train.epochs": "12", "train.optimiser": "adamW(rate = 1e-2, decay = 1e-2)" },
    errors: forecast,
  },
  "deep-encoder": {
    files: { "motion.csv": motionCsv(60, 20), "peephole.seq": text("peephole.seq") },
    set: { hidden: "8", depth: "1", "train.epochs": "10", "train.optimiser": "adam(rate = 1e-2)" },
    errors: classes,
  },
};

async function train(name: string): Promise<RanText> {
  const own = small[name];
  let spec = text(`${name}.seq`);
  for (const [from, to] of Object.entries(own?.sizes ?? {})) spec = spec.replace(from, to);
  return runText(spec, { ...(own?.files && { files: own.files }), ...(own?.set && { set: own.set }) });
}

const reason = isThere ? "" : " (skipped: the folder of samples is not there)";

describe.skipIf(!isThere)(`the specs in the folder of samples${reason}`, () => {
  it.each(Object.keys(small))("%s learns more than a naive answer knows", async (name) => {
    const ran = await train(name);
    const { own, naive } = small[name]?.errors(ran) ?? { own: Number.NaN, naive: Number.NaN };
    if (process.env.SEQLOOM_SHOW) console.log(name, own.toPrecision(4), naive.toPrecision(4));
    expect(own / naive).toBeLessThan(0.9);
    if (name === "shakespeare") {
      const written = ran.trained.sample;
      expect(written?.kind === "text" ? written.text : "").toMatch(/^ROMEO:[\s\S]{60}$/);
    }
    if (name === "anomalies") {
      const start = Date.UTC(2024, 0, 1);
      const hours = ran.trained.detection?.findings.map(({ from }) => (from - start) / 3_600_000);
      expect(hours).toEqual(expect.arrayContaining([760, 840]));
      expect(hours?.length).toBeLessThanOrEqual(4); // about 0.5 % of 180 rows may be false alarms
    }
  });
});
