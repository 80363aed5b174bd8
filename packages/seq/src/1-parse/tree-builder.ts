/**
 * Puts parsed pieces together: heads with their bodies, lines with their docs and blank lines.
 */
import type { Span } from "@seqloom/diagnostic";
import type { PieceSyntax } from "./build-syntax.ts";
import { definitionWords } from "./cut.ts";
import { definedNames } from "./defined-names.ts";
import type { CommentReader } from "./doc-comments.ts";
import type { PieceParser } from "./parse-pieces.ts";
import type { Piece } from "./piece.ts";
import { isWord, type Token } from "./scan.ts";
import type {
  Broken,
  Definition,
  Doc,
  Name,
  Repeat,
  Section,
  Statement,
  SyntaxFile,
  TopItem,
  Version,
} from "./syntax.ts";

/** Builds the tree of one text. */
export class TreeBuilder {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly parser: PieceParser;
  private readonly comments: CommentReader;

  constructor(text: string, tokens: readonly Token[], parser: PieceParser, comments: CommentReader) {
    this.text = text;
    this.tokens = tokens;
    this.parser = parser;
    this.comments = comments;
  }

  file(pieces: readonly Piece[]): SyntaxFile {
    let version: Version | undefined;
    const items: TopItem[] = [];
    for (const outer of pieces) {
      for (const { piece, syntax } of this.parser.parse(outer, "")) {
        if (syntax?.kind === "version") version = syntax;
        else if (syntax?.kind === "import" || syntax?.kind === "let")
          items.push({ ...syntax, ...this.behind(piece) });
        else if (piece.block && piece.rule === "SectionHead") items.push(this.section(piece, syntax));
        else if (piece.block) items.push(this.definition(piece, syntax));
        else if (piece.rule !== "Version") items.push(this.broken(piece));
      }
    }
    const span = { start: 0, end: this.text.length };
    return { kind: "file", version, items, comments: this.comments.rest(), span };
  }

  private section(piece: Piece, syntax: PieceSyntax | undefined): Section {
    const above = this.above(piece);
    const head = syntax?.kind === "section" ? syntax : undefined;
    const word = head?.word ?? this.nameAt(piece.firstToken, piece);
    const settings = this.settings(piece, word.text);
    const rest = { settings, headBroken: head === undefined, ...above, span: spanOf(piece) };
    return { kind: "section", word, name: head?.name, ...rest };
  }

  private settings(head: Piece, word: string): Section["settings"] {
    return (head.block?.pieces ?? []).flatMap((inner) =>
      this.parser.parse(inner, word).map(({ piece, syntax }) => {
        if (piece.block) return this.brokenBlock(piece, word);
        const isSetting = syntax?.kind === "setting" || syntax?.kind === "let";
        return isSetting ? { ...syntax, ...this.behind(piece) } : this.broken(piece);
      }),
    );
  }

  private definition(piece: Piece, syntax: PieceSyntax | undefined): Definition {
    const above = this.above(piece);
    const kind = definitionKind(this.tokens[piece.firstToken]?.text);
    const isHead = syntax?.kind === "model" || syntax?.kind === "block" || syntax?.kind === "cell";
    const body = this.body(piece, kind);
    if (isHead) return { ...syntax, body, ...above, span: spanOf(piece) };
    const head = { start: piece.start, end: piece.end };
    const unknown = { params: [], paramsSpan: head, results: [], head, headBroken: true };
    return {
      kind,
      name: this.nameAt(piece.firstToken + 1, piece),
      ...unknown,
      body,
      ...above,
      span: spanOf(piece),
    };
  }

  private body(head: Piece, word: string): Statement[] {
    return (head.block?.pieces ?? []).flatMap((inner) =>
      this.parser.parse(inner, word).map(({ piece, syntax }): Statement => {
        if (piece.block) return this.repeat(piece, syntax, word);
        return isStatement(syntax) ? { ...syntax, ...this.behind(piece) } : this.broken(piece);
      }),
    );
  }

  private repeat(piece: Piece, syntax: PieceSyntax | undefined, word: string): Repeat | Broken {
    if (!isWord(this.tokens[piece.firstToken], "repeat")) return this.brokenBlock(piece, word);
    const blankBefore = this.comments.blankBefore(piece.firstToken);
    const count = syntax?.kind === "repeat" ? syntax.count : undefined;
    const body = this.body(piece, word);
    return { kind: "repeat", count, body, doc: undefined, blankBefore, span: spanOf(piece) };
  }

  /** A block where none may be: what stands in it is read for its errors only. */
  private brokenBlock(piece: Piece, word: string): Broken {
    if (definitionWords.includes(word)) this.body(piece, word);
    else this.settings(piece, word);
    return this.broken(piece);
  }

  private broken(piece: Piece): Broken {
    const span = spanOf(piece);
    const tokens = this.tokens.slice(Math.max(0, piece.firstToken), Math.max(0, piece.lastToken));
    const word = tokens[0]?.kind === "word" ? tokens[0].text : "";
    const text = this.text.slice(span.start, span.end);
    return { kind: "broken", text, word, defines: definedNames(tokens), ...this.behind(piece), span };
  }

  private above(piece: Piece): { doc: Doc | undefined; blankBefore: boolean } {
    const doc = this.comments.docAbove(piece);
    return { doc, blankBefore: this.comments.blankBefore(piece.firstToken) };
  }

  private behind(piece: Piece): { doc: Doc | undefined; blankBefore: boolean } {
    const doc = piece.block ? undefined : this.comments.docBehind(piece);
    return { doc, blankBefore: this.comments.blankBefore(piece.firstToken) };
  }

  /** The word at a token, or an empty name at the end of the piece. */
  private nameAt(token: number, piece: Piece): Name {
    const found = token < piece.lastToken ? this.tokens[token] : undefined;
    if (found?.kind !== "word") return { kind: "name", text: "", span: { start: piece.end, end: piece.end } };
    return { kind: "name", text: found.text, span: { start: found.start, end: found.end } };
  }
}

function isStatement(syntax: PieceSyntax | undefined): syntax is Statement {
  const kinds: readonly string[] = ["state", "weight", "layer", "assign", "result"];
  return syntax !== undefined && kinds.includes(syntax.kind);
}

function definitionKind(word: string | undefined): Definition["kind"] {
  return word === "block" || word === "cell" ? word : "model";
}

function spanOf(piece: Piece): Span {
  return { start: piece.start, end: piece.block?.end ?? piece.end };
}
