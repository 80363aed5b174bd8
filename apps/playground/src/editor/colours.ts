/** Colours of a spec as classes, from the language's own tokens. The site uses them for its code blocks too. */
import { type Analysis, type SemanticToken, semanticTokens } from "@seqloom/seq";

export interface Coloured {
  readonly start: number;
  readonly end: number;
  /** One class: `seq-keyword`. */
  readonly className: string;
}

/** Types that look alike. Names of values stay plain. */
const looks: Readonly<Record<SemanticToken["type"], string | undefined>> = {
  keyword: "keyword",
  namespace: "name",
  function: "call",
  class: "name",
  parameter: undefined,
  variable: undefined,
  property: "key",
  typeParameter: "axis",
  enumMember: "word",
  number: "number",
  string: "string",
  comment: "comment",
  operator: "sign",
};

/** The coloured parts of a text, in order. */
export function coloursOf(analysis: Analysis): Coloured[] {
  return semanticTokens(analysis).flatMap(({ span, type, modifiers }) => {
    const look = modifiers.includes("documentation") ? "doc" : looks[type];
    return look === undefined ? [] : [{ start: span.start, end: span.end, className: `seq-${look}` }];
  });
}
