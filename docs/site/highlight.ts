/** Colours of code blocks as classes: the site's policy allows no style attributes. */
import { coloursOf } from "@seqloom/playground";
import { analyse } from "@seqloom/seq";
import highlighter from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import json from "highlight.js/lib/languages/json";
import typescript from "highlight.js/lib/languages/typescript";
import { escapeHtml } from "./html.ts";

highlighter.registerLanguage("ts", typescript);
highlighter.registerLanguage("sh", bash);
highlighter.registerLanguage("json", json);

/** @returns HTML of the code; specs take the colours of the editor */
export function highlight(code: string, language: string): string {
  if (language === "seq") return seqHtml(code);
  if (highlighter.getLanguage(language) === undefined) return escapeHtml(code);
  return highlighter.highlight(code, { language }).value;
}

function seqHtml(code: string): string {
  let [html, at] = ["", 0];
  for (const { start, end, className } of coloursOf(analyse(code))) {
    html += `${escapeHtml(code.slice(at, start))}<span class="${className}">${escapeHtml(code.slice(start, end))}</span>`;
    at = end;
  }
  return html + escapeHtml(code.slice(at));
}
