/**
 * Cuts a text into heads and statements without the grammar, so that each can be parsed by its own rule and one
 * broken line hides nothing else.
 *
 * All it looks at are braces, brackets, strings, comments and the signs that carry a line on. It accepts and
 * refuses the same texts as the grammar's `File` does; `cut.test.ts` holds the two against each other on damaged
 * texts. After damage it finds its feet again: an open `(` ends at the next `}` or top-level head, an open `{` at
 * the next top-level head at the left margin.
 */
import type { Cut, Fault, FaultCode, Piece, PieceRule } from "./piece.ts";
import { isSign, isWord, scan, type Token } from "./scan.ts";

/** Brackets of all kinds that may be open at one place. */
export const depthAtMost = 100;
/** Operators in one statement: a chain of them makes a tree as deep as the chain is long. */
export const operatorsAtMost = 256;
/** Characters of the words, numbers and texts of one statement: what the matcher takes time for. */
export const statementLengthAtMost = 20_000;

export const sectionWords: readonly string[] = ["data", "train", "forecast", "detect", "sample"];
export const definitionWords: readonly string[] = ["model", "block", "cell"];
const headRules: ReadonlyMap<string, PieceRule> = new Map([
  ["model", "ModelHead"],
  ["block", "BlockHead"],
  ["cell", "CellHead"],
]);
const operators = ["+", "-", "*", "/", "^", "==", "!=", "<=", ">=", "<", ">"];
const operatorWords = ["and", "or", "not"];

interface OpenBlock {
  readonly inside: "top" | "settings" | "body";
  readonly pieces: Piece[];
  readonly open: number;
  /** The head, complete but for its block. */
  readonly head: Omit<Piece, "block"> | undefined;
}

/** Cuts a text; linear in its length. */
export function cut(text: string): Cut {
  const tokens = scan(text);
  const { pieces, faults } = new Cutter(text, tokens, "top").run(0, tokens.length);
  return { tokens, pieces, faults };
}

/**
 * Cuts the tokens from `from` to `to` once more, as statements of their own: what an open bracket had joined to the
 * statement in front of them.
 */
export function cutAgain(
  text: string,
  tokens: readonly Token[],
  from: number,
  to: number,
  rule: PieceRule,
): readonly Piece[] {
  const inside = rule === "Setting" ? "settings" : rule === "Statement" ? "body" : "top";
  return new Cutter(text, tokens, inside).run(from, to).pieces;
}

/** Holds the place in the text; thrown away after one run. */
class Cutter {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly next: Int32Array;
  private readonly faults: Fault[] = [];
  private readonly outermost: OpenBlock;
  private readonly open: OpenBlock[] = [];
  /** The token that the statement at hand begins with, or -1. */
  private start = -1;
  private last = -1;
  private depth = 0;
  private operators = 0;
  private length = 0;
  private refused: Fault | undefined;
  private freshLine = true;

  constructor(text: string, tokens: readonly Token[], inside: OpenBlock["inside"]) {
    this.text = text;
    this.tokens = tokens;
    this.next = nextSignificant(tokens);
    this.outermost = { inside, pieces: [], open: -1, head: undefined };
  }

  run(from: number, to: number): Omit<Cut, "tokens"> {
    for (let i = from; i < to; i++) {
      const token = this.tokens[i];
      if (token === undefined || token.kind === "comment") continue;
      if (token.kind === "newline") this.newline(i);
      else if (isSign(token, "{")) {
        if (!this.openBrace(i)) break;
      } else if (isSign(token, "}")) this.closeBrace(i);
      else this.significant(i);
    }
    if (this.start >= 0) this.statement();
    const innermost = this.open.at(-1);
    if (innermost) this.unclosed(innermost, this.text.length, this.text.length);
    return { pieces: this.outermost.pieces, faults: this.faults };
  }

  private get block(): OpenBlock {
    return this.open.at(-1) ?? this.outermost;
  }

  /** Ends the statement unless it plainly goes on. */
  private newline(i: number): void {
    if (this.start >= 0) {
      const following = this.next[i] ?? -1;
      const stops = following < 0 || isSign(this.tokens[following], "}") || this.isTopHead(following);
      const goesOn =
        this.depth > 0 || isUnfinished(this.tokens[this.last]) || carriesOn(this.tokens[following]);
      if (!stops && goesOn) return;
      this.statement();
    }
    this.freshLine = true;
  }

  private significant(i: number): void {
    const token = this.tokens[i];
    if (token === undefined) return;
    if (this.start < 0) {
      if (!this.freshLine) this.fault("line-wanted", token);
      const innermost = this.open.at(-1);
      if (innermost && this.isTopHead(i)) {
        this.unclosed(innermost, token.start, token.end);
      }
      this.start = i;
      this.freshLine = false;
    }
    this.last = i;
    if (isSign(token, "(", "[")) this.depth++;
    else if (isSign(token, ")", "]")) this.depth = Math.max(0, this.depth - 1);
    else if (isSign(token, ...operators) || isWord(token, ...operatorWords)) this.operators++;
    this.length += writtenLength(token);
    if (this.refused) return;
    if (this.depth + this.open.length > depthAtMost) this.refused = faultAt("nesting-deep", token);
    else if (this.operators > operatorsAtMost) this.refused = faultAt("operators-many", token);
    else if (this.length > statementLengthAtMost) this.refused = faultAt("statement-long", token);
  }

  /** False where cutting ends: blocks are nested too deep for any pass over the tree. */
  private openBrace(i: number): boolean {
    const token = this.tokens[i];
    if (token === undefined) return true;
    const { inside } = this.block;
    let head = this.takePiece("Top", token.start);
    if (head.start === head.end) {
      const above = this.headAbove(i);
      this.fault(above ? "brace-line" : "head-missing", token);
      if (above) head = above;
    }
    const word = this.tokens[head.firstToken]?.text ?? "";
    const rule = inside === "top" ? (headRules.get(word) ?? "SectionHead") : "RepeatHead";
    // Every other head is refused by its rule, RepeatHead.
    if (inside === "settings" && word === "repeat") this.fault("brace-inside", token);
    if (this.open.length >= depthAtMost) {
      this.fault("nesting-deep", token);
      this.block.pieces.push({ ...head, rule, block: undefined });
      this.closeAll(token.start);
      return false;
    }
    const settings = inside === "settings" || (inside === "top" && rule === "SectionHead");
    const kind = settings ? "settings" : "body";
    this.open.push({ inside: kind, pieces: [], open: token.start, head: { ...head, rule } });
    this.freshLine = true;
    return true;
  }

  /** A head that ended its line before its `{`. */
  private headAbove(i: number): Piece | undefined {
    const { pieces } = this.block;
    const above = pieces.at(-1);
    if (above === undefined || above.block || above.lastToken < 1) return undefined;
    if (this.next[above.lastToken - 1] !== i) return undefined;
    if (!isWord(this.tokens[above.firstToken], ...sectionWords, "repeat", ...definitionWords))
      return undefined;
    return pieces.pop();
  }

  private closeBrace(i: number): void {
    const token = this.tokens[i];
    if (token === undefined) return;
    if (this.start >= 0) this.statement();
    if (this.open.length > 0) this.close(token.end);
    else this.fault("brace-stray", token);
    this.freshLine = false;
  }

  private close(end: number): void {
    const block = this.open.pop();
    if (!block?.head) return;
    this.block.pieces.push({ ...block.head, block: { open: block.open, end, pieces: block.pieces } });
  }

  private closeAll(end: number): void {
    while (this.open.length > 0) this.close(end);
  }

  private unclosed(block: OpenBlock, start: number, end: number): void {
    const head = block.head ? this.text.slice(block.head.start, block.head.end) : "";
    this.faults.push({ code: "brace-open", start, end, opener: { at: block.open, head } });
    this.closeAll(start);
  }

  private statement(): void {
    const { inside, pieces } = this.block;
    const body = inside === "settings" ? "Setting" : "Statement";
    const isVersion = pieces.length === 0 && isWord(this.tokens[this.start], "seq");
    const rule = inside !== "top" ? body : isVersion ? "Version" : "Top";
    pieces.push(this.takePiece(rule, -1));
  }

  /** The piece from the first token of the statement to the last; empty at `fallback` if there is none. */
  private takePiece(rule: PieceRule, fallback: number): Piece {
    const first = this.tokens[this.start];
    const last = this.tokens[this.last];
    const piece: Piece = {
      rule,
      start: first?.start ?? fallback,
      end: this.start < 0 ? fallback : (last?.end ?? fallback),
      firstToken: this.start,
      lastToken: this.start < 0 ? this.start : this.last + 1,
      block: undefined,
      refused: this.refused,
    };
    this.start = -1;
    this.depth = 0;
    this.operators = 0;
    this.length = 0;
    this.refused = undefined;
    return piece;
  }

  private fault(code: FaultCode, token: Token): void {
    this.faults.push(faultAt(code, token));
  }

  /** `data {`, `train Gru {`, `model M(`, at the left margin: nothing inside a block looks like this. */
  private isTopHead(i: number): boolean {
    const token = this.tokens[i];
    if (token?.kind !== "word" || (token.start > 0 && this.text[token.start - 1] !== "\n")) return false;
    const second = this.tokens[i + 1];
    const third = this.tokens[i + 2];
    if (sectionWords.includes(token.text))
      return isSign(second, "{") || (second?.kind === "word" && isSign(third, "{"));
    return (
      headRules.has(token.text) &&
      (isSign(second, "{") || (second?.kind === "word" && isSign(third, "(", "{")))
    );
  }
}

/** What counts of a token: the same before and after formatting, which adds signs and writes tabs as `\t`. */
function writtenLength({ kind, text }: Token): number {
  if (kind === "sign") return 0;
  return kind === "string" ? text.replaceAll("\t", "\\t").length : text.length;
}

function faultAt(code: FaultCode, { start, end }: Token): Fault {
  return { code, start, end, opener: undefined };
}

/** For each token the index of the next one that is neither newline nor comment, or -1. */
function nextSignificant(tokens: readonly Token[]): Int32Array {
  const next = new Int32Array(tokens.length);
  let following = -1;
  for (let i = tokens.length - 1; i >= 0; i--) {
    next[i] = following;
    const kind = tokens[i]?.kind;
    if (kind !== "newline" && kind !== "comment") following = i;
  }
  return next;
}

/** Whether a line that ends with this token goes on. */
function isUnfinished(token: Token | undefined): boolean {
  return isSign(token, ...operators, "->", "=", ",", "(", "[") || isWord(token, ...operatorWords);
}

/** Whether a line that begins with this token belongs to the line above. */
function carriesOn(token: Token | undefined): boolean {
  return isSign(token, ...operators, "->", ",", ")", "]") || isWord(token, "and", "or");
}
