/** Settings as the golden files write them: "SGD {'lr': 0.1, 'nesterov': True}", "StepLR(step_size=3,gamma=.5)". */

/** A word and the numbers that follow it, by name; truth values are 1 and 0. */
export interface Config {
  /** The first word, in small letters. */
  readonly kind: string;
  readonly numbers: Readonly<Record<string, number>>;
}

const number = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const pair = new RegExp(
  String.raw`'?([A-Za-z]\w*)'?\s*[:= ]\s*\(?(${number}|True|False)(?:[,-]\s*(${number}))?`,
  "g",
);

/**
 * Reads settings. A pair of numbers, (0.8, 0.95) or .85-.95, gives `name` and `name2`; what stands in brackets after
 * "default" only repeats what is usual and does not count.
 */
export function readConfig(text: string): Config {
  const said = text.replace(/\(default[^)]*\)/g, "");
  const numbers: Record<string, number> = {};
  for (const [, name = "", first = "", second] of said.matchAll(pair)) {
    numbers[name] = first === "True" ? 1 : first === "False" ? 0 : Number(first);
    if (second !== undefined) numbers[`${name}2`] = Number(second);
  }
  return { kind: (/\w+/.exec(text)?.[0] ?? "").toLowerCase(), numbers };
}
