/**
 * Which comments document what, and where blank lines stand.
 *
 * `##` documents: above a section or definition (a run of such lines without a gap), behind every other statement on
 * its last line. `###` and more is decoration. All comments that document nothing are kept for the formatter.
 */
import type { Piece } from "./piece.ts";
import type { Token } from "./scan.ts";
import type { Comment, Doc } from "./syntax.ts";

/** Reads docs off the tokens and remembers which comments it has given away. */
export class CommentReader {
  private readonly tokens: readonly Token[];
  private readonly taken = new Set<number>();

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** The doc above a head. */
  docAbove(piece: Piece): Doc | undefined {
    let first = piece.firstToken;
    while (this.tokens[first - 1]?.kind === "newline" && this.isDoc(first - 2) && this.isOwnLine(first - 2))
      first -= 2;
    return this.take(first, piece.firstToken);
  }

  /** The doc behind a statement. */
  docBehind({ lastToken }: Piece): Doc | undefined {
    return this.isDoc(lastToken) ? this.take(lastToken, lastToken + 1) : undefined;
  }

  /** Whether a blank line stands above a token; above the doc of a head, if it has one. */
  blankBefore(index: number): boolean {
    let i = index;
    while (this.taken.has(i - 2) && this.isOwnLine(i - 2)) i -= 2;
    return this.tokens[i - 1]?.kind === "newline" && this.tokens[i - 2]?.kind === "newline";
  }

  /** All comments that were not given away, in order. */
  rest(): Comment[] {
    return this.tokens.flatMap((token, i): Comment[] => {
      if (token.kind !== "comment" || this.taken.has(i)) return [];
      const { start, end } = token;
      const ownLine = this.isOwnLine(i);
      const blankBefore = this.blankBefore(i);
      return [{ kind: "comment", text: token.text.trimEnd(), ownLine, blankBefore, span: { start, end } }];
    });
  }

  /** The doc that the comments among these tokens make; none if they say nothing. */
  private take(from: number, to: number): Doc | undefined {
    const comments = this.tokens.slice(from, to).filter(({ kind }) => kind === "comment");
    const text = comments.map((comment) => comment.text.replace(/^## ?/, "").trimEnd()).join("\n");
    const [first] = comments;
    const last = comments.at(-1);
    if (first === undefined || last === undefined || text.trim() === "") return undefined;
    for (let i = from; i < to; i++) this.taken.add(i);
    return { kind: "doc", text, span: { start: first.start, end: last.end } };
  }

  private isDoc(index: number): boolean {
    const token = this.tokens[index];
    return token?.kind === "comment" && /^##(?!#)/.test(token.text);
  }

  private isOwnLine(index: number): boolean {
    return index === 0 || this.tokens[index - 1]?.kind === "newline";
  }
}
