/**
 * Explains statements: names, `=`, comparisons, declarations.
 */
import { isSign, isWord, type Token } from "../scan.ts";
import type { Explain } from "./failure.ts";
import {
  isComparison,
  isReserved,
  levelIndices,
  replaceBy,
  syntaxError,
  textOf,
  valueAround,
} from "./failure.ts";

/** `true = 1`, `let and = 3` */
export const explainReserved: Explain = ({ token, before, index }) => {
  const asTarget = isSign(token, "=") && isReserved(before) && index === 1;
  const asName =
    isReserved(token) && isWord(before, "let", "state", "weight", "layer", "as", "model", "block", "cell");
  const name = asTarget ? before : asName ? token : undefined;
  if (name === undefined || token === undefined) return undefined;
  const help = "use another name; reserved are true, false, and, or, not";
  return syntaxError("name-reserved", `\`${name.text}\` cannot be a name`, spanOf(token), help);
};

/** `(h', c) = step(x)` */
export const explainPrimePlace: Explain = ({ rule, tokens, token }) => {
  if (rule !== "Statement" || !isSign(tokens[0], "(")) return undefined;
  const prime = tokens.findIndex((t) => isSign(t, "'"));
  const isTuple = isSign(token, "=") || (prime > 0 && token === tokens[prime]);
  const name = tokens[prime - 1]?.text;
  if (!isTuple || token === undefined || name === undefined) return undefined;
  const help = `name the results first, then write \`${name}' = ${name}2\``;
  return syntaxError("prime-place", "several results get plain names", spanOf(token), help);
};

/** `a = b = 3` */
export const explainAssignTwice: Explain = (failure) => {
  const { tokens, index, token } = failure;
  if (token === undefined || !isSign(token, "=")) return undefined;
  const { first } = valueAround(failure, index);
  if (!isSign(tokens[first - 1], "=")) return undefined;
  const message = "one `=` a statement; to compare, write `==`";
  return syntaxError("assign-twice", message, spanOf(token), "split the line in two");
};

/** `h.x = 3`, `f(x) = 3` */
export const explainAssignTarget: Explain = (failure) => {
  const { rule, tokens, index, token } = failure;
  if (token === undefined || !isSign(token, "=") || index === 0 || rule === "Top") return undefined;
  const { first } = valueAround(failure, index);
  const written = textOf(failure, tokens[first], tokens[index - 1]);
  const message = `\`${written}\` is not a name, so it cannot be given a value`;
  return syntaxError("assign-target", message, spanOf(token), "write a plain name in front of `=`");
};

/** `0 < price < 100` */
export const explainCompareChain: Explain = (failure) => {
  const { tokens, index, token } = failure;
  if (token === undefined || !isComparison(token)) return undefined;
  const { first, last } = valueAround(failure, index);
  const earlier = levelIndices(tokens, first, index)
    .filter((i) => isComparison(tokens[i]))
    .at(-1);
  if (earlier === undefined) return undefined;
  const left = textOf(failure, tokens[first], tokens[index - 1]);
  const shared = textOf(failure, tokens[earlier + 1], tokens[index - 1]);
  const right = `${left} and ${shared} ${textOf(failure, token, tokens[last])}`;
  return syntaxError("compare-chain", "comparisons do not chain", spanOf(token), `write \`${right}\``);
};

/** `state h [hidden]`, `weight w = zeros` */
export const explainDeclaration: Explain = (failure) => {
  const { rule, tokens, token, before, index } = failure;
  const [word, name] = tokens;
  if (rule !== "Statement" || !isWord(word, "state", "weight") || name?.kind !== "word") return undefined;
  if (tokens.slice(0, index).some((t) => isSign(t, ":")) || before?.kind !== "word") return undefined;
  if (token !== undefined && !isSign(token, "[", "=")) return undefined;
  const rest = textOf(failure, token, tokens.at(-1));
  const axes = isSign(token, "[") ? rest : `[hidden]${rest && ` ${rest}`}`;
  const right = `${textOf(failure, word, before)}: ${axes}`;
  const at = before.end;
  const fix = replaceBy(
    `write \`${right}\``,
    { start: at, end: token?.start ?? at },
    isSign(token, "[") ? ": " : ": [hidden] ",
  );
  const message = `a ${word?.text} is declared with \`:\` and its axes`;
  const span = token === undefined ? { start: at, end: at } : spanOf(token);
  return syntaxError("state-type", message, span, fix.title, fix);
};

function spanOf({ start, end }: Token) {
  return { start, end };
}
