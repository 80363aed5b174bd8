/**
 * Puts the comments of a text back where they were, as the formatter comes by.
 *
 * A comment ends its line, so inside a statement it may stand only where the grammar allows a line end. The
 * formatter names these places, with `lineAt`; a comment that stood elsewhere goes to the next of them, and if there
 * is none left it goes above the statement.
 */
import type { Comment } from "../1-parse/syntax.ts";
import { concat, type Doc, hardLine } from "./doc.ts";

/** The comments of a file in order of place; those that were printed are gone. */
export class PlacedComments {
  private readonly comments: readonly Comment[];
  private next = 0;

  constructor(comments: readonly Comment[]) {
    this.comments = comments;
  }

  /** Takes the comments that begin in front of an offset. */
  before(offset: number): readonly Comment[] {
    const from = this.next;
    while ((this.comments[this.next]?.span.start ?? Number.POSITIVE_INFINITY) < offset) this.next++;
    return this.comments.slice(from, this.next);
  }

  /** Takes the comment that stands behind something on its line, if there is one in front of `limit`. */
  behind(limit: number): Comment | undefined {
    const comment = this.comments[this.next];
    if (comment === undefined || comment.ownLine || comment.span.start >= limit) return undefined;
    this.next++;
    return comment;
  }

  /** Whether a comment with a line of its own stands between two offsets, printed or not. */
  hasOwnLine(from: number, to: number): boolean {
    let low = 0;
    for (let high = this.comments.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.comments[middle]?.span.start ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    for (
      let comment = this.comments[low];
      comment && comment.span.start < to;
      comment = this.comments[++low]
    ) {
      if (comment.ownLine) return true;
    }
    return false;
  }

  /** The comments in front of an offset around a line end, which they force. */
  lineAt(offset: number, lineEnd: Doc): Doc {
    const comments = this.before(offset);
    const [first] = comments;
    if (first === undefined) return lineEnd;
    const behind = first.ownLine ? [] : [`  ${first.text}`];
    const own = comments.slice(behind.length).flatMap((comment) => [comment.text, hardLine]);
    return concat(...behind, hardLine, ...own);
  }
}
