/**
 * Explains arrows: what may stand before, behind and beside `->`.
 */
import { isSign, isWord, type Token } from "../scan.ts";
import type { Explain, Failure } from "./failure.ts";
import { endOf, isOperator, isReserved, levelIndices, syntaxError, textOf, valueAround } from "./failure.ts";

/** `x ->` with nothing behind it, and `x -> -> f` */
export const explainFlowUnfinished: Explain = (failure) => {
  const { token, before } = failure;
  if (!isSign(before, "->")) return undefined;
  if (token !== undefined && !isSign(token, "->", ")", "]", ",")) return undefined;
  const help = "name a layer, or remove the arrow";
  return syntaxError("flow-unfinished", "nothing follows `->`", endOf(failure), help);
};

/** `x -> 32` */
export const explainFlowIntoValue: Explain = (failure) => {
  const { tokens, index, token, before } = failure;
  if (token === undefined || !isSign(before, "->")) return undefined;
  const what = kindOf(token);
  if (what === undefined) return undefined;
  const { first } = valueAround(failure, index);
  const left = textOf(failure, tokens[first], tokens[index - 2]);
  const size = token.kind === "number" ? token.text : "8";
  const message = `\`->\` passes a value to a layer, and ${what}`;
  const span = { start: token.start, end: token.end };
  const help = `perhaps \`${left} -> linear(${size})\``;
  const isBracket = isSign(token, "(", "[");
  return syntaxError(
    "flow-into-value",
    message,
    span,
    isBracket ? "name the layer, without brackets around it" : help,
  );
};

function kindOf(token: Token): string | undefined {
  if (token.kind === "number") return `${token.text} is a number`;
  if (token.kind === "string") return `${token.text} is a text`;
  if (isWord(token, "true", "false")) return `${token.text} is a truth value`;
  if (isReserved(token) || isSign(token, "-")) return `\`${token.text}\` begins a value`;
  if (isSign(token, "(", "[")) return `\`${token.text}\` does not begin the name of one`;
  return undefined;
}

/** `a + x -> f` and `x -> f + a` */
export const explainFlowBesideArithmetic: Explain = (failure) => {
  const { token } = failure;
  if (isSign(token, "->")) return arrowAfterArithmetic(failure);
  return isOperator(token) ? operatorAfterFlow(failure) : undefined;
};

function arrowAfterArithmetic(failure: Failure) {
  const { tokens, index, token } = failure;
  if (token === undefined) return undefined;
  const { first, last } = valueAround(failure, index);
  const operator = levelIndices(tokens, first, index)
    .filter((i) => isOperator(tokens[i]))
    .at(-1);
  if (operator === undefined || operator + 1 >= index) return undefined;
  const left = textOf(failure, tokens[first], tokens[index - 1]);
  const arrow = textOf(failure, token, tokens[last]);
  const isMinus = operator === first && isSign(tokens[first], "-");
  const others = `${textOf(failure, tokens[first], tokens[operator])}${isMinus ? "" : " "}`;
  const operand = textOf(failure, tokens[operator + 1], tokens[index - 1]);
  const message = "`->` after arithmetic can be read in two ways";
  const help = `write \`(${left}) ${arrow}\` or \`${others}(${operand} ${arrow})\``;
  return syntaxError("flow-needs-parentheses", message, { start: token.start, end: token.end }, help);
}

function operatorAfterFlow(failure: Failure) {
  const { tokens, index, token } = failure;
  if (token === undefined) return undefined;
  const { first, last } = valueAround(failure, index);
  if (!levelIndices(tokens, first, index).some((i) => isSign(tokens[i], "->"))) return undefined;
  const flow = textOf(failure, tokens[first], tokens[index - 1]);
  const rest = textOf(failure, token, tokens[last]);
  const message = `a flow ends with a layer; \`${token.text}\` cannot follow it`;
  const span = { start: token.start, end: token.end };
  return syntaxError("flow-needs-parentheses", message, span, `write \`(${flow}) ${rest}\``);
}
