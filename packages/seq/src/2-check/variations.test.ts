import { existsSync, readFileSync } from "node:fs";
import { createSource } from "@seqloom/diagnostic";
import { describe, expect, it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { check } from "./check.ts";

const folder = new URL("../../../../../shared/language/samples/", import.meta.url);
const isThere = existsSync(folder);

function read(name: string): string | undefined {
  const path = new URL(name, folder);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** The errors and warnings of a sample in which one stretch of text has changed. */
function codesOf(sample: string, from: string, to: string): string[] {
  const before = read(`${sample}.seq`) ?? "";
  expect(before).toContain(from);
  const source = createSource(`${sample}.seq`, before.replace(from, to));
  const parsed = parse(source);
  expect(parsed.diagnostics).toEqual([]);
  const { diagnostics } = check(parsed.file, { source, read });
  return diagnostics.filter(({ severity }) => severity !== "hint").map(({ code }) => code);
}

const attentive = 'import "cells.seq" as own\nlet hidden';

/** Sample, what is changed, into what, and the code it must be told with; none if it is still right. */
const changes: readonly (readonly [sample: string, from: string, to: string, ...codes: string[]])[] = [
  ["sine", " -> last", "", "axis-missing"],
  ["sine", "linear(horizon)", "linear(1)"],
  ["sine", "linear(horizon)", "linear(2)", "axis-size"],
  ["airline", "linear(horizon)", "linear(11)", "axis-size"],
  ["store-sales", "static -> spread(time)", "static", "axis-missing"],
  ["store-sales", "known -> lstm", "x -> lstm", "axis-name", "unused"],
  ["store-sales", "lstm(hidden, start", "lstm(48, start", "axis-size"],
  ["store-sales", "linear(quantile)", "linear(2)", "axis-size"],
  ["store-sales", "quantile(10%, 50%, 90%)", "mse", "axis-unbound", "name-unknown"],
  ["store-sales", "ahead    price, promotion", "ahead    price", "not-yet-known"],
  ["store-sales", "known    price", "known    lag(sales, 14), price"],
  ["store-sales", "known    price", "known    lag(sales, 13), price", "not-yet-known"],
  ["stock-return", "input    return", "input    next(return)", "future-input"],
  ["stock-return", "target   return", "target   exp(return) * 2"],
  ["stock-return", "target   return", "target   sign(return)", "report-impossible"],
  ["dates", "gru(hidden, start = state)", "gru(32, start = state)", "axis-size"],
  ["dates", "previous -> embedding(32)", "previous", "index-arithmetic"],
  ["dates", "linear(iso)", "linear(letter)", "axis-name"],
  ["dates", "h -> attend(seen)", "seen -> attend(h)", "axis-name"],
  ["deep-encoder", "linear(width) -> dropout(drop)", "dropout(drop)", "axis-size"],
  ["deep-encoder", "h = x -> linear(width)", "h = x", "axis-name"],
  ["deep-encoder", "h = h -> Residual(drop = 0.2)", "h = h -> linear(3)", "axis-changes"],
  [
    "deep-encoder",
    "gru(width, bidirectional = true) -> linear(width)",
    "gru(width / 2, bidirectional = true)",
  ],
  ["peephole", "po: [hidden]", "po: [in]", "axis-name"],
  [
    "peephole",
    "i  = sigmoid(layerNorm(affine(x, h)) + pi * c)",
    "i  = sigmoid(affine(x) + affine(h))",
    "unused",
  ],
  ["grid", "linear(horizon, status)", "linear(status, horizon)", "axis-name"],
  ["grid", "crossEntropy(strain)", "mse(strain)", "loss-output"],
  ["reviews", "h -> ends", "h -> last", "last-of-backward"],
  ["reviews", "h -> ends", "h -> dropout(0.1) -> ends"],
  ["shakespeare", "linear(character)", "linear(65)"],
  ["tagging", "linear(tags)", "linear(word)", "axis-name"],
  ["names", "embedding(16) -> ", "", "index-arithmetic"],
  ["names", "linear(language)", "onehot", "index-wanted"],
  ["multiple-regression", "input   area", "input   area, sqrt(price)", "target-in-input"],
  ["multiple-regression", "70% / 15% / 15%", "70% / 30%", "validation-missing"],
  ["deep-encoder", "ax, ay, az", "ax, ay, onehot(activity)", "target-in-input"],
  ["dates", "seq 1", 'seq 1\nimport "cells.seq" as own', "unused"],
  ["cells", "c' = f * c + i * g", "c' = f * c + i * x", "axis-name", "unused"],
  ["cells", "h' = o * tanh(c')", "h' = affine(x, to = 5)", "unused", "axis-size"],
  ["cells", "to = key", "to = hidden", "axis-name"],
];

describe.skipIf(!isThere)("samples with one change (skipped where ../shared/language is absent)", () => {
  it.each(changes)("%s with %j as %j", (sample, from, to, ...codes) => {
    expect([...new Set(codesOf(sample, from, to))].sort()).toEqual([...codes].sort());
  });

  it("dates decodes with an imported cell that looks back at the whole input", () => {
    const source = (call: string) =>
      createSource(
        "dates.seq",
        (read("dates.seq") ?? "")
          .replace("let hidden", attentive)
          .replace("gru(hidden, start = state)", call),
      );
    const codes = (call: string) =>
      check(parse(source(call)).file, { source: source(call), read })
        .diagnostics.filter(({ severity }) => severity === "error")
        .map(({ code }) => code);
    expect(codes("own.attentive(seen, hidden)")).toEqual([]);
    expect(codes("own.attentive(previous, hidden)")).toEqual(["axis-missing"]);
  });
});
