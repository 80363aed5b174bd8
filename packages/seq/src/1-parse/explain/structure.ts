/**
 * Words for the faults that the cutter finds: braces and lines that do not fit together, and limits.
 */
import { type Diagnostic, lineAt, type Source } from "@seqloom/diagnostic";
import { depthAtMost, operatorsAtMost, statementLengthAtMost } from "../cut.ts";
import type { Fault } from "../piece.ts";
import { replaceBy, syntaxError } from "./failure.ts";

/** The error of a fault. */
export function explainFault(fault: Fault, source: Source): Diagnostic {
  const span = { start: fault.start, end: fault.end };
  const written = source.text.slice(fault.start, fault.end);
  switch (fault.code) {
    case "brace-open":
      return braceOpen(fault, source);
    case "brace-stray": {
      const fix = replaceBy("remove it", span, "");
      return syntaxError(fault.code, "this `}` closes nothing", span, fix.title, fix);
    }
    case "brace-inside": {
      const help = "write the values on the line of the key: `key value, option = value`";
      return syntaxError(fault.code, "settings have no braces of their own", span, help);
    }
    case "brace-line":
      return syntaxError(
        fault.code,
        "`{` stands on the line of its head",
        span,
        "move it to the end of the line above",
      );
    case "head-missing":
      return syntaxError(
        fault.code,
        "nothing stands in front of this `{`",
        span,
        "name the section, or remove the braces",
      );
    case "line-wanted": {
      const at = { start: fault.start, end: fault.start };
      const fix = replaceBy("start a new line", at, "\n");
      return syntaxError(
        fault.code,
        `\`${written}\` begins a statement in the middle of a line`,
        span,
        fix.title,
        fix,
      );
    }
    case "nesting-deep": {
      const help = "give parts of it names on lines of their own";
      return syntaxError(fault.code, `more than ${depthAtMost} brackets are open here`, span, help);
    }
    case "statement-long": {
      const help = "shorten it, or close the quote or bracket that is open in it";
      const message = `this statement has more than ${statementLengthAtMost} characters`;
      return syntaxError(fault.code, message, span, help);
    }
    case "operators-many": {
      const help = "give parts of it names on lines of their own";
      return syntaxError(fault.code, `this statement has more than ${operatorsAtMost} operators`, span, help);
    }
    default:
      return fault.code satisfies never;
  }
}

function braceOpen({ start, end, opener }: Fault, source: Source): Diagnostic {
  const at = opener?.at ?? start;
  const [word, name] = (opener?.head ?? "").split(/[\s(]+/);
  const isDefinition = word === "model" || word === "block" || word === "cell";
  const owner = isDefinition ? `${word} ${name ?? ""}`.trim() : (word ?? "");
  const help = start === source.text.length ? "add `}` at the end" : "add `}` before this line";
  const fix = replaceBy(help, { start, end: start }, start === source.text.length ? "\n}\n" : "}\n\n");
  const message = `the \`{\` of ${owner} on line ${lineAt(source, at)} is still open here`;
  const error = syntaxError("brace-open", message, { start, end }, help, fix);
  return { ...error, related: [{ span: { start: at, end: at + 1 }, message: "opened here" }] };
}
