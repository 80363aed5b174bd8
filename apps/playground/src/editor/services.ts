/** The language's editor services as CodeMirror wants them. */
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Diagnostic as Lint } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { Diagnostic } from "@seqloom/diagnostic";
import { type Analysis, completionsAt, hoverAt } from "@seqloom/seq";

/** A diagnostic as an underline; an empty span is widened, so that it is seen. */
export function lintOf({ span, severity, message, help }: Diagnostic, length: number): Lint {
  const from = Math.min(span.start, length);
  return {
    from,
    to: Math.min(length, Math.max(span.end, from + 1)),
    severity,
    message: help === undefined ? message : `${message}\n${help}`,
  };
}

/** Shapes and docs under the pointer. @param analysis  of the text as it stands */
export function hovers(analysis: () => Analysis): Extension {
  return hoverTooltip((_, place) => {
    const hover = hoverAt(analysis(), place);
    if (hover === undefined) return null;
    return { pos: hover.span.start, end: hover.span.end, create: () => ({ dom: hoverText(hover.markdown) }) };
  });
}

/** What may stand at the cursor. @param analysis  of the text as it stands */
export function completions(analysis: () => Analysis): Extension {
  return autocompletion({
    icons: false,
    override: [
      (context: CompletionContext): CompletionResult | null => {
        const word = context.matchBefore(/[A-Za-z_]\w*/);
        if (word === null && !context.explicit) return null;
        const found = completionsAt(analysis(), context.pos);
        return {
          from: word?.from ?? context.pos,
          options: found.map(({ label, detail, insert, documentation }) => ({
            ...{ label, detail, apply: insert },
            ...(documentation !== "" && { info: () => hoverText(documentation) }),
          })),
        };
      },
    ],
  });
}

/** Docs are Markdown of code and prose only: code becomes `code` elements, all else stays text. */
function hoverText(markdown: string): HTMLElement {
  const made = document.createElement("div");
  made.className = "hover";
  for (const part of markdown.split(/(```[^\n]*\n[\s\S]*?```|`[^`\n]*`)/)) {
    const fenced = /^```[^\n]*\n([\s\S]*?)\n?```$/.exec(part)?.[1];
    const inline = /^`([^`]*)`$/.exec(part)?.[1];
    if (fenced === undefined && inline === undefined) {
      made.append(part.replaceAll("**", ""));
      continue;
    }
    const code = document.createElement(fenced === undefined ? "code" : "pre");
    code.textContent = fenced ?? inline ?? "";
    made.append(code);
  }
  return made;
}
