/**
 * Looks at the checker as `fuzz` feeds it damaged texts.
 */
import { renderText } from "@seqloom/diagnostic";
import { check } from "../2-check/check.ts";
import { valuesOf } from "../2-check/typed-walk.ts";
import type { Probe } from "./fuzz.ts";

/** Every finding has a code, words, a way out and a place inside the text; a spec comes out exactly if none is an error. */
export const checkProbe: Probe = ({ file, source, diagnostics: faults }) => {
  const { diagnostics, spec, bodies } = check(file, { source });
  for (const { code, message, help, span, related, fix } of diagnostics) {
    if (!/^[a-z]+(-[a-z]+)*$/.test(code) || message === "")
      throw new Error(`no code or message: ${code} ${message}`);
    if (help === undefined || help === "" || /undefined|\[object/.test(`${message}${help}`))
      throw new Error(`bad words: ${code} ${message} ${help}`);
    for (const place of [
      span,
      ...related.map((one) => one.span),
      ...(fix?.edits ?? []).map((edit) => edit.span),
    ]) {
      if (place.start < 0 || place.end < place.start || place.end > source.text.length)
        throw new Error(`place outside: ${code}`);
    }
  }
  const hasErrors = diagnostics.some(({ severity }) => severity === "error");
  if (hasErrors === (spec !== undefined)) throw new Error("a spec with errors, or none without");
  // What hangs on a line that did not parse is unknown without a word.
  const found =
    hasErrors || faults.length > 0 ? [] : [...bodies.values()].flatMap(({ body }) => [...valuesOf(body)]);
  if (found.some(({ kind }) => kind === "broken"))
    throw new Error("a value is of unknown axes, and nothing was said about it");
  renderText(diagnostics, source);
};
