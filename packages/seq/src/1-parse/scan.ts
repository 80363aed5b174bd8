/**
 * The tokens of a text: what the cutter counts brackets in, and what an error message quotes.
 *
 * The scanner accepts every text and loses nothing but blanks; what is not of the language becomes an `other`
 * token. The grammar does not use it.
 */

export type TokenKind = "word" | "number" | "string" | "comment" | "newline" | "sign" | "other";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One sticky pattern a kind; the first that fits wins. Blanks are those of the grammar's `space`. */
const blanks = /[ \t\r\uFEFF]+/y;
const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ["newline", /\n/y],
  ["comment", /#[^\n]*/y],
  ["string", /"(?:\\[^\n]|[^"\\\n])*"?/y],
  // Whatever starts like a number is one token, right or wrong: `2hidden`, `.5`, `25sec`, `1.5.2`.
  ["number", /\.?[0-9](?:[eE][-+](?=[0-9])|[A-Za-z0-9_]|\.(?=[A-Za-z0-9_]))*%?/y],
  ["word", /[A-Za-z_][A-Za-z0-9_]*/y],
  ["sign", /->|[=!<>]=|[-+*/^=<>(){}[\],:.?%';]/y],
  ["other", /[\p{L}\p{M}\p{N}]+|./suy],
];

/** The tokens of a text in order, newlines and comments among them. */
export function scan(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    blanks.lastIndex = at;
    if (blanks.test(text)) {
      at = blanks.lastIndex;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    if (pattern.test(text)) {
      const end = pattern.lastIndex;
      return { kind, text: text.slice(start, end), start, end };
    }
  }
  return { kind: "other", text: text.charAt(start), start, end: start + 1 };
}

/** Whether a token is this sign. */
export function isSign(token: Token | undefined, ...signs: readonly string[]): boolean {
  return token?.kind === "sign" && signs.includes(token.text);
}

/** Whether a token is one of these words. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.text);
}
