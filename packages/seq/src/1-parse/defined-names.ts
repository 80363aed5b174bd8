/**
 * Which names a line that did not parse seems to define, so that their use below causes no further errors.
 */
import { isSign, isWord, type Token } from "./scan.ts";
import type { Name } from "./syntax.ts";

/** The names in front of `=` outside of brackets, and what `state`, `weight`, `layer` and `( ) =` name. */
export function definedNames(all: readonly Token[]): Name[] {
  const tokens = all.filter(({ kind }) => kind !== "newline" && kind !== "comment");
  const [first, second] = tokens;
  if (isWord(first, "state", "weight")) return words(tokens.slice(1, firstOf(tokens, ":", "[", "=")));
  if (isWord(first, "layer", "model", "block", "cell")) return words(second ? [second] : []);
  if (isSign(first, "(")) return words(tokens.slice(0, firstOf(tokens, ")")));
  let depth = 0;
  return tokens.flatMap((token, i) => {
    if (isSign(token, "(", "[")) depth++;
    if (isSign(token, ")", "]")) depth--;
    const behind = isSign(tokens[i + 1], "'") ? tokens[i + 2] : tokens[i + 1];
    return depth === 0 && isSign(behind, "=") ? words([token]) : [];
  });
}

function words(tokens: readonly Token[]): Name[] {
  return tokens
    .filter(({ kind, text }) => kind === "word" && text !== "_")
    .map(({ text, start, end }) => ({ kind: "name", text, span: { start, end } }));
}

function firstOf(tokens: readonly Token[], ...signs: readonly string[]): number {
  const index = tokens.findIndex((token) => isSign(token, ...signs));
  return index < 0 ? tokens.length : index;
}
