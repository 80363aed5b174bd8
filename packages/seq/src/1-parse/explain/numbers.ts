/**
 * Explains what begins like a number and is none.
 */
import type { Diagnostic } from "@seqloom/diagnostic";
import { isSign, isWord, type Token } from "../scan.ts";
import { type Explain, replaceBy, syntaxError, touches } from "./failure.ts";

const wellFormed = /^(0|[1-9](_?[0-9])*)(\.[0-9]+)?([eE][-+]?[0-9]+)?(%|ms|s|kHz|Hz)?$/;
const units = ["%", "ms", "s", "Hz", "kHz"];

/** What people write for units, and how the text with its number `n` is written here. */
const unitHabits: Readonly<Record<string, (n: string) => string>> = {
  sec: (n) => `write \`${n}s\`, or \`${n}ms\` if that was meant`,
  secs: (n) => `write \`${n}s\``,
  second: (n) => `write \`${n}s\``,
  seconds: (n) => `write \`${n}s\``,
  msec: (n) => `write \`${n}ms\``,
  hz: (n) => `write \`${n}Hz\``,
  khz: (n) => `write \`${n}kHz\``,
  percent: (n) => `write \`${n}%\``,
  pct: (n) => `write \`${n}%\``,
  us: () => "write it in ms, as a fraction",
  mhz: () => "write it in kHz",
  k: (n) => `write \`${n}_000\``,
  min: (n) => `a span of time goes in quotes: \`"${n}min"\``,
  h: (n) => `a span of time goes in quotes: \`"${n}h"\``,
  hour: (n) => `a span of time goes in quotes: \`"${n}hour"\``,
  day: (n) => `a span of time goes in quotes: \`"${n}day"\``,
};

export const explainNumber: Explain = ({ token, after }) => {
  if (token?.kind !== "number") return undefined;
  if (wellFormed.test(token.text)) return pointAtEnd(token, after);
  return beginsWrong(token) ?? letters(token) ?? numberForm(token);
};

/** `70 %`, `25 ms` */
export const explainUnitSpace: Explain = ({ token, before }) => {
  if (before?.kind !== "number" || !/^[0-9._eE+-]+$/.test(before.text)) return undefined;
  if (!isSign(token, "%") && !isWord(token, ...units)) return undefined;
  const whole = `${before.text}${token?.text ?? ""}`;
  const span = { start: before.start, end: token?.end ?? before.end };
  const fix = replaceBy(`write \`${whole}\``, span, whole);
  const place = token ?? before;
  return syntaxError(
    "percent-space",
    "a unit stands directly after its number",
    spanOf(place),
    fix.title,
    fix,
  );
};

function beginsWrong(token: Token): Diagnostic | undefined {
  if (token.text.startsWith(".")) return form(token, "a number starts with a digit", `0${token.text}`);
  if (/^0[0-9_]/.test(token.text)) {
    const plain = token.text.replace(/^[0_]+(?=[0-9])/, "");
    const help = `write \`${plain}\`; a date goes in quotes: \`"2015-01-01"\``;
    const fix = replaceBy(`write \`${plain}\``, spanOf(token), plain);
    return syntaxError("number-form", "a number does not start with 0", spanOf(token), help, fix);
  }
  return undefined;
}

/** A number that runs into letters: a unit nobody knows, or a factor without its `*`. */
function letters(token: Token): Diagnostic | undefined {
  const [, digits, word] = /^([0-9][0-9_]*(?:\.[0-9]+)?)([A-Za-z][A-Za-z0-9_]*)$/.exec(token.text) ?? [];
  if (digits === undefined || word === undefined) return undefined;
  const habit = Object.hasOwn(unitHabits, word.toLowerCase()) ? unitHabits[word.toLowerCase()] : undefined;
  if (habit) {
    const message = `\`${word}\` is not a unit; units are ${units.join(", ")}`;
    return syntaxError("unit-unknown", message, spanOf(token), habit(digits));
  }
  const product = `${digits} * ${word}`;
  const fix = replaceBy(`write \`${product}\``, spanOf(token), product);
  const message = `\`${token.text}\` is neither a number nor a name`;
  return syntaxError("number-name", message, spanOf(token), fix.title, fix);
}

function numberForm(token: Token): Diagnostic {
  if (/^[0-9]+_(_|$)|__/.test(token.text)) {
    const plain = token.text.replace(/_+/g, "_").replace(/_$/, "");
    return form(token, "a `_` stands between two digits", plain);
  }
  if (/^[0-9]+(\.[0-9]+){2,}$/.test(token.text)) {
    const help = `a version or date goes in quotes: \`"${token.text}"\``;
    return syntaxError("number-form", "a number has one point", spanOf(token), help);
  }
  const help = "numbers look like 32, 20_000, 0.5 and 1e-3";
  return syntaxError("number-form", `\`${token.text}\` is not a number`, spanOf(token), help);
}

/** `5.` */
function pointAtEnd(token: Token, after: Token | undefined): Diagnostic | undefined {
  if (!isSign(after, ".") || !touches(token, after)) return undefined;
  const help = `write \`${token.text}\`, or \`${token.text}.0\``;
  const span = { start: token.start, end: after?.end ?? token.end };
  const fix = replaceBy(`write \`${token.text}\``, span, token.text);
  return syntaxError("number-form", "a number does not end with a point", span, help, fix);
}

function form(token: Token, message: string, right: string): Diagnostic {
  const fix = replaceBy(`write \`${right}\``, spanOf(token), right);
  return syntaxError("number-form", message, spanOf(token), fix.title, fix);
}

function spanOf({ start, end }: Token) {
  return { start, end };
}
