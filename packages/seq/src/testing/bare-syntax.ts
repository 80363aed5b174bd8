/**
 * A tree without what formatting may change: places, blank lines, comments, the spelling of numbers.
 */
import type { SyntaxFile } from "../1-parse/syntax.ts";

const layout = ["span", "operatorSpan", "paramsSpan", "head", "blankBefore", "comments"];

/** A copy for comparisons. */
export function bareSyntax(file: SyntaxFile): unknown {
  return bare(file);
}

function bare(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(bare);
  if (typeof data !== "object" || data === null) return data;
  const isNumber = "kind" in data && data.kind === "number";
  const kept = Object.entries(data).filter(([key]) => !layout.includes(key) && !(isNumber && key === "text"));
  return Object.fromEntries(
    kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, bare(value)]),
  );
}
