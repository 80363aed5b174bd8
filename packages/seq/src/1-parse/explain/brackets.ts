/**
 * Explains brackets that do not pair.
 */
import { lineAt } from "@seqloom/diagnostic";
import { isSign } from "../scan.ts";
import type { Explain } from "./failure.ts";
import { beginsValue, endOf, endsValue, openBracketBefore, replaceBy, syntaxError } from "./failure.ts";

/** `csv("a.csv"` up to the end of the statement, or up to a line that begins a new one. */
export const explainBracketOpen: Explain = (failure) => {
  const { source, tokens, index, token, before } = failure;
  const open = tokens[openBracketBefore(tokens, index)];
  if (open === undefined || before === undefined) return undefined;
  if (token !== undefined) {
    const isNewLine = source.text.slice(before.end, token.start).includes("\n");
    if (!isNewLine || !endsValue(before) || !beginsValue(token)) return undefined;
  }
  const close = open.text === "(" ? ")" : "]";
  const span = endOf(failure);
  const fix = replaceBy(`add \`${close}\``, span, close);
  const message = `the \`${open.text}\` on line ${lineAt(source, open.start)} is never closed`;
  const error = syntaxError("bracket-open", message, span, fix.title, fix);
  return { ...error, related: [{ span: { start: open.start, end: open.end }, message: "opened here" }] };
};

/** `(a]`, and a `)` that closes nothing. */
export const explainBracketStray: Explain = ({ tokens, index, token, before }) => {
  if (token === undefined || !isSign(token, ")", "]")) return undefined;
  const span = { start: token.start, end: token.end };
  const open = tokens[openBracketBefore(tokens, index)];
  if (open === undefined) {
    const fix = replaceBy("remove it", span, "");
    return syntaxError("bracket-stray", `this \`${token.text}\` closes nothing`, span, fix.title, fix);
  }
  const wanted = open.text === "(" ? ")" : "]";
  if (wanted === token.text || !(endsValue(before) || before === open)) return undefined;
  const fix = replaceBy(`write \`${wanted}\``, span, wanted);
  const message = `\`${token.text}\` cannot close \`${open.text}\``;
  const error = syntaxError("bracket-mismatch", message, span, fix.title, fix);
  return { ...error, related: [{ span: { start: open.start, end: open.end }, message: "opened here" }] };
};
