/**
 * Explains values that stand side by side, or where one is missing.
 */
import { didYouMean } from "@seqloom/diagnostic";
import { isSign, isWord } from "../scan.ts";
import type { Explain, Failure } from "./failure.ts";
import {
  beginsValue,
  closingBracket,
  endOf,
  endsValue,
  isOperator,
  openBracketBefore,
  replaceBy,
  syntaxError,
  textOf,
  valueAround,
} from "./failure.ts";

/** `clip norm 1`, `concat(a b)`, `[batch time]`, `a b` */
export const explainSideBySide: Explain = (failure) => {
  const { rule, tokens, index, token, before } = failure;
  if (token === undefined || !endsValue(before)) return undefined;
  if (!beginsValue(token)) return undefined;
  const open = openBracketBefore(tokens, index);
  if (open >= 0) {
    if (isSign(tokens[open], "(") && looksLikeOption(failure)) return missingEquals(failure, false);
    return missingComma(failure, open);
  }
  if (rule === "Setting" && index > 1) {
    return isWord(before, "true", "false") || before?.kind !== "word" || token.kind === "word"
      ? missingCommaInSetting(failure)
      : missingEquals(failure, true);
  }
  const isDeclaration = rule === "Statement" && isWord(tokens[0], "state", "weight");
  if (isDeclaration && isSign(before, "]")) return missingEquals(failure, true);
  return rule === "Statement" || rule === "Top" ? missingOperator(failure) : undefined;
};

/** `metrics [mae, rmse]`, `h[3]`, `[1, 2]` */
export const explainSquareBracket: Explain = (failure) => {
  const { rule, tokens, token, before } = failure;
  if (!isSign(token, "[") || rule === "ModelHead" || rule === "BlockHead" || rule === "CellHead")
    return undefined;
  if (rule === "Setting") {
    const listed = tokens.filter((t) => !isSign(t, "[", "]"));
    const right = listed.map(({ text }, i) => (i === 0 || text === "," ? text : ` ${text}`)).join("");
    return syntaxError(
      "foreign-syntax",
      "values are listed without brackets",
      place(failure),
      `write \`${right}\``,
    );
  }
  if (!endsValue(before)) {
    const help = "write several values in parentheses: `(a, b)`";
    return syntaxError("foreign-syntax", "`[ ]` holds axes; there are no lists", place(failure), help);
  }
  const help = `to cut a part out write \`${before?.text ?? "x"} -> take(axis, from, count)\``;
  return syntaxError("foreign-syntax", "`[ ]` holds axes; values are not indexed", place(failure), help);
};

/** `, layers 2` */
function looksLikeOption({ tokens, index, token, before }: Failure): boolean {
  return before?.kind === "word" && token?.kind !== "word" && isSign(tokens[index - 2], ",");
}

function missingEquals(failure: Failure, wholeSetting: boolean) {
  const { tokens, index, token, before } = failure;
  const { last } = valueAround(failure, index);
  const from = wholeSetting ? tokens[0] : before;
  const right = `${textOf(failure, from, before)} = ${textOf(failure, token, tokens[last])}`;
  const fix = replaceBy(`write \`${right}\``, between(failure), " = ");
  return syntaxError("missing-equals", "two values stand side by side", place(failure), fix.title, fix);
}

function missingComma(failure: Failure, open: number) {
  const { tokens, index, token, before } = failure;
  const close = closingBracket(tokens, open);
  const isCall = isSign(tokens[open], "(") && tokens[open - 1]?.kind === "word";
  const from = tokens[isCall ? open - 1 : open];
  const to = close < 0 ? tokens[valueAround(failure, index).last] : tokens[close];
  const right = `${textOf(failure, from, before)}, ${textOf(failure, token, to)}`;
  const fix = replaceBy(`write \`${right}\``, between(failure), ", ");
  const message = isSign(tokens[open], "[")
    ? "axes are separated by commas"
    : "two values stand side by side";
  return syntaxError("missing-comma", message, place(failure), fix.title, fix);
}

function missingCommaInSetting(failure: Failure) {
  const { tokens, token, before } = failure;
  const sign = isWord(tokens[0], "split") ? " / " : ", ";
  const right = `${textOf(failure, tokens[0], before)}${sign}${textOf(failure, token, tokens.at(-1))}`;
  const fix = replaceBy(`write \`${right}\``, between(failure), sign);
  return syntaxError("missing-comma", "two values stand side by side", place(failure), fix.title, fix);
}

function missingOperator(failure: Failure) {
  const { rule, index, before } = failure;
  const words = rule === "Top" ? ["import", "let"] : ["state", "weight", "layer", "repeat"];
  const near = index === 1 && before?.kind === "word" ? didYouMean(before.text, words) : undefined;
  if (near !== undefined && before !== undefined) {
    const span = { start: before.start, end: before.end };
    const fix = replaceBy(`write \`${near}\``, span, near);
    const message = `no statement begins with \`${before.text}\`; did you mean \`${near}\`?`;
    return syntaxError("statement-unknown", message, span, fix.title, fix);
  }
  if (rule === "Top") return undefined;
  const help = "put an operator, a comma or `->` between them, or start a new line";
  return syntaxError("missing-operator", "two values stand side by side", place(failure), help);
}

/** A line that ends with an operator, and a line below it that plainly begins a statement of its own. */
export const explainLineUnfinished: Explain = (failure) => {
  const { source, tokens, index, token } = failure;
  for (let i = index; i > Math.max(0, index - 3); i--) {
    const last = tokens[i - 1];
    const first = tokens[i];
    if (last === undefined || first === undefined || endsValue(last) || isSign(last, "(", "[")) continue;
    const isNewLine = source.text.slice(last.end, first.start).includes("\n");
    const isDeclared = isWord(first, "let", "state", "weight", "layer") && tokens[i + 1]?.kind === "word";
    const isAssigned = isSign(token, "=") && i < index && first.kind === "word";
    if (!isNewLine || !(isDeclared || isAssigned)) continue;
    const code = isSign(last, "->") ? "flow-unfinished" : "value-missing";
    const help = "write a value behind it, or remove it";
    return syntaxError(code, `nothing follows \`${last.text}\``, { start: last.end, end: last.end }, help);
  }
  return undefined;
};

/** `h =`, `a +`, `f(a,,b)`, `f(, a)` */
export const explainValueMissing: Explain = (failure) => {
  const { token, before } = failure;
  const isOpen = isSign(before, ",", "=", "(", "[", "/", ":") || isOperator(before);
  const isStopped = token === undefined || isSign(token, ",", ")", "]", "=", "/") || isOperator(token);
  if (before === undefined || !isOpen || !isStopped) return undefined;
  if (token !== undefined && isSign(before, "(", "[") && !isSign(token, ",")) return undefined;
  const what = token === undefined ? "" : ` but \`${token.text}\``;
  const message = `nothing follows \`${before.text}\`${what}`;
  const help = isSign(before, ":")
    ? "write the axes: `[batch, feature]`"
    : `write a value behind it, or remove it`;
  return syntaxError("value-missing", message, endOf(failure), help);
};

function place({ token, piece }: Failure) {
  return { start: token?.start ?? piece.end, end: token?.end ?? piece.end };
}

function between({ token, before, piece }: Failure) {
  return { start: before?.end ?? piece.start, end: token?.start ?? piece.end };
}
