/** The one list of generators. */
import { SeqError } from "@seqloom/diagnostic";
import type { Rng } from "@seqloom/tensor";
import type { Table } from "../1-read/table.ts";
import { dates } from "./dates.ts";
import { adding, copying, counting, echo, parity, recall } from "./sequences.ts";
import { ar, henon, sine, walk } from "./series.ts";

type Generator = (given: Readonly<Record<string, number>>, key: Rng) => Table;

const generators = {
  sine,
  walk,
  ar,
  henon,
  adding,
  copying,
  recall,
  echo,
  parity,
  count: counting,
  dates,
} satisfies Record<string, Generator>;

export type GeneratorName = keyof typeof generators;

/** Names of all generators. */
export const generatorNames: readonly string[] = Object.keys(generators);

/** Those that give one long series; the others give a sequence in each row. */
export const seriesGenerators: ReadonlySet<string> = new Set(["sine", "walk", "ar", "henon"]);

/**
 * The table a generator makes: the same key and options give the same table.
 *
 * | generator | options | columns |
 * | --- | --- | --- |
 * | `sine` | length, period, noise | value |
 * | `walk` | length, drift | value |
 * | `ar` | length, first, second, noise | value |
 * | `henon` | length, noise | value |
 * | `adding` | length, count | value, marker: lists; sum |
 * | `copying` | length, delay, count, symbols | symbol, answer: lists |
 * | `recall` | length, count, symbols, distractors | symbol: list; answer |
 * | `echo` | length, delay, count | value, answer: lists |
 * | `parity` | length, count | bit, answer: lists |
 * | `count` | length, count | mark, answer: lists |
 * | `dates` | count | human, iso: texts |
 *
 * @throws SeqError "option-unknown", "out-of-range"
 * @example generate("walk", { length: 500 }, rng(1))
 */
export function generate(name: GeneratorName, options: Readonly<Record<string, number>>, key: Rng): Table {
  const generator: Generator | undefined = Object.hasOwn(generators, name) ? generators[name] : undefined;
  if (generator === undefined) {
    throw new SeqError("generator-unknown", `there is no generator ${name}`, {
      help: `generators: ${generatorNames.join(" ")}`,
      details: { name },
    });
  }
  return generator(options, key);
}
