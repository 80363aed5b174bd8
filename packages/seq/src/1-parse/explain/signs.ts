/**
 * Explains signs that the language has not, or has in another form: quotes, `;`, and habits of other languages.
 */
import { didYouMean } from "@seqloom/diagnostic";
import { isSign, isWord } from "../scan.ts";
import { type Explain, openBracketBefore, replaceBy, syntaxError, textOf, touches } from "./failure.ts";

/** `h''` and `a.h'` */
export const explainPrime: Explain = (failure) => {
  const { token, before, after } = failure;
  if (token === undefined || !isSign(token, "'") || before?.kind !== "word" || !touches(before, token))
    return undefined;
  const span = { start: token.start, end: token.end };
  if (isSign(after, "'") && touches(token, after)) {
    return syntaxError("prime-twice", "one `'` marks the value after the step", span, "remove one `'`");
  }
  const message = "only the plain name of a state has a value after the step";
  return syntaxError("prime-place", message, span, "remove the `'`");
};

/** `'text'` */
export const explainSingleQuote: Explain = ({ source, tokens, index, token, before }) => {
  if (token === undefined || !isSign(token, "'")) return undefined;
  const [, quoted] = /^'([^'\n]*)'/.exec(source.text.slice(token.start)) ?? [];
  const open = tokens[openBracketBefore(tokens, index)];
  const callee = tokens[openBracketBefore(tokens, index) - 1];
  const right = `"${quoted ?? ""}"`;
  const isArgument = isSign(open, "(") && callee?.kind === "word" && before === open;
  const help =
    quoted === undefined ? 'write `"..."`' : `write \`${isArgument ? `${callee.text}(${right})` : right}\``;
  const message = "text stands in double quotes; ' marks a value after the step";
  const span = { start: token.start, end: token.start + (quoted?.length ?? 0) + 2 };
  const fix = quoted === undefined ? undefined : replaceBy(`write \`${right}\``, span, right);
  return syntaxError("quote-single", message, { start: token.start, end: token.end }, help, fix);
};

/** A text without its closing quote, or with an escape that is none. */
export const explainString: Explain = ({ token }) => {
  if (token?.kind !== "string") return undefined;
  const { start } = token;
  const written = token.text.trimEnd();
  if (!/^"(?:\\.|[^"\\])*"$/s.test(written)) {
    const closers = /[)\],\s]+$/.exec(written)?.[0] ?? "";
    const at = start + written.length - closers.length;
    const help = closers.trim() ? `add \`"\` before \`${closers.trim()}\`` : 'add `"` at its end';
    const fix = replaceBy(help, { start: at, end: at }, '"');
    const message = "this text has no closing quote on its line";
    return syntaxError("quote-open", message, { start, end: start + written.length }, help, fix);
  }
  const wrong = [...token.text.matchAll(/\\(.)/gs)].find(([, sign]) => !'"\\nt'.includes(sign ?? ""));
  if (wrong === undefined) return undefined;
  const span = { start: start + wrong.index, end: start + wrong.index + wrong[0].length };
  const fix = replaceBy(`write \`\\${wrong[0]}\``, span, `\\${wrong[0]}`);
  const message = `\`${wrong[0]}\` stands for nothing; a text knows \\" \\\\ \\n \\t`;
  return syntaxError("escape-unknown", message, span, `${fix.title} for a backslash`, fix);
};

export const explainSemicolon: Explain = ({ token, after }) => {
  if (token === undefined || !isSign(token, ";")) return undefined;
  const span = { start: token.start, end: token.end };
  const help = after ? "start a new line" : "remove it";
  const fix = replaceBy(help, span, after ? "\n" : "");
  return syntaxError("semicolon", "a statement ends with its line; there is no `;`", span, help, fix);
};

/** Two signs that other languages write side by side, and what is written here. */
const foreignPairs: readonly (readonly [string, string, string, string])[] = [
  ["/", "/", "a comment begins with `#`", "#"],
  ["*", "*", "a power is written `^`", "^"],
  ["=", ">", "an arrow is written `->`", "->"],
  ["-", ">", "an arrow is written `->`, in one piece", "->"],
  [":", "=", "a name gets its value by `=`", "="],
  ["&", "&", "both together is written `and`", "and"],
  ["|", "|", "one or the other is written `or`", "or"],
  ["|", ">", "an arrow is written `->`", "->"],
  ["+", "+", "a name gets one value; there is no `++`", "+ 1"],
];

/** `//`, `**`, `=>`, `:=`, `&&`, `||`; matching stops at the first sign of such a pair or at the second. */
export const explainForeignSign: Explain = ({ token, before, after }) => {
  if (token === undefined) return undefined;
  for (const [first, second, message, right] of foreignPairs) {
    const isSecond =
      before?.text === first && token.text === second && (touches(before, token) || first === "-");
    const isFirst = token.text === first && after?.text === second && touches(token, after);
    if (!isSecond && !isFirst) continue;
    const [from, to] = isSecond ? [before ?? token, token] : [token, after ?? token];
    const span = { start: from.start, end: to.end };
    const fix = replaceBy(`write \`${right}\``, span, right);
    return syntaxError("foreign-syntax", message, span, fix.title, fix);
  }
  if (token.text === "!") {
    const span = { start: token.start, end: token.end };
    return syntaxError("foreign-syntax", "the opposite is written `not`", span, "write `not`");
  }
  return undefined;
};

/** `epochs: 3` */
export const explainColon: Explain = (failure) => {
  const { rule, tokens, index, token } = failure;
  if (token === undefined || !isSign(token, ":") || rule !== "Setting" || index !== 1) return undefined;
  const rest = textOf(failure, tokens[2], tokens.at(-1));
  const right = `${tokens[0]?.text ?? ""} ${rest}`.trimEnd();
  const span = { start: token.start, end: token.end };
  const fix = replaceBy(`write \`${right}\``, span, "");
  return syntaxError(
    "foreign-syntax",
    "a setting is a key and its values, without `:`",
    span,
    fix.title,
    fix,
  );
};

const quotes = /[\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u00ab\u00bb`]/;

/** Curly quotes, letters outside ASCII, and signs that mean nothing. */
export const explainCharacter: Explain = ({ source, token, before, after }) => {
  if (token?.kind !== "other") return undefined;
  const span = { start: token.start, end: token.end };
  if (quotes.test(token.text)) {
    const fix = replaceBy('write `"`', span, '"');
    return syntaxError("foreign-syntax", 'text stands in straight double quotes, `"`', span, fix.title, fix);
  }
  if (/^[\p{L}\p{M}\p{N}]/u.test(token.text)) {
    const start = before?.kind === "word" && touches(before, token) ? before.start : token.start;
    const end = after?.kind === "word" && touches(token, after) ? after.end : token.end;
    const name = source.text.slice(start, end);
    const message = `\`${name}\` has letters that a name cannot have; they are a to z, digits and _`;
    const help = `use other letters; a column goes in quotes: \`"${name}"\``;
    return syntaxError("name-letters", message, { start, end }, help);
  }
  const seen = /^[!-~]$/.test(token.text) ? `\`${token.text}\`` : codePoint(token.text);
  return syntaxError("character-unknown", `${seen} has no meaning here`, span, "remove it");
};

function codePoint(text: string): string {
  return `the character U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

const forLet = ["dims", "dim", "const", "var", "param", "set", "constant"];
const forDefinition = ["def", "function", "func", "fn", "class", "struct", "layer", "module"];

/** `dims hidden = 32` and the like at the outermost level. */
export const explainForeignWord: Explain = (failure) => {
  const { rule, tokens } = failure;
  const [first, second] = tokens;
  if (first === undefined || second?.kind !== "word" || (rule !== "Top" && rule !== "SectionHead"))
    return undefined;
  const span = { start: first.start, end: first.end };
  if (isWord(first, ...forLet) && rule === "Top") {
    const right = `let ${textOf(failure, second, tokens.at(-1))}`;
    const fix = replaceBy(`write \`${right}\``, span, "let");
    return syntaxError("foreign-syntax", "constants are declared with `let`", span, fix.title, fix);
  }
  if (isWord(first, ...forDefinition)) {
    const message = `\`${first.text}\` defines nothing here`;
    return syntaxError("foreign-syntax", message, span, "definitions begin with cell, block or model");
  }
  const near = didYouMean(first.text, ["model", "block", "cell", "import", "let"]);
  if (near === undefined || (rule === "SectionHead" && !isSign(tokens[2], "("))) return undefined;
  const fix = replaceBy(`write \`${near}\``, span, near);
  const message = `there is no \`${first.text}\`; did you mean \`${near}\`?`;
  return syntaxError("definition-unknown", message, span, fix.title, fix);
};
