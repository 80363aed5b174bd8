/**
 * A syntax tree as canonical text.
 */
import type {
  Definition,
  Doc as DocComment,
  Repeat,
  Section,
  Setting,
  Statement,
  SyntaxFile,
  TopItem,
} from "../1-parse/syntax.ts";
import { lineWidth, longestOf } from "./align.ts";
import { type Doc, layOut } from "./doc.ts";
import { PlacedComments } from "./placed-comments.ts";
import * as print from "./print-statements.ts";
import { ValuePrinter } from "./print-values.ts";
import { assignWidths, joinLines, labelWidths, type OutLine } from "./runs.ts";

/** Blanks between the longest key of a section and its values. */
const keyGap = 2;

/**
 * Prints a syntax tree: two blanks of indentation, lines of at most 100 columns, settings in columns.
 *
 * Comments and single blank lines stay. The text parses to the same tree again, and printing that gives the same text.
 *
 * @throws SeqError "format-broken" if a statement of the file did not parse
 */
export function printFile(file: SyntaxFile): string {
  return new FilePrinter(new PlacedComments(file.comments)).print(file);
}

type LineNode = TopItem | Setting | Statement;
type BlockNode = Section | Definition | Repeat;

const noColumns: print.Columns = { key: "let ".length, name: 0, isFirst: true };

/** Prints one file, line by line. */
class FilePrinter {
  private readonly comments: PlacedComments;
  private readonly values: ValuePrinter;
  private readonly lines: OutLine[] = [];
  private margin = 0;
  /** Whether nothing has been printed since the block began. */
  private isFirst = true;

  constructor(comments: PlacedComments) {
    this.comments = comments;
    this.values = new ValuePrinter(comments);
  }

  print({ version, items }: SyntaxFile): string {
    if (version) {
      this.leading(version.span.start, false);
      const comment = this.comments.behind(startOf(items[0]));
      this.push(`seq ${version.number}`, comment?.text, false);
    }
    for (const [i, item] of items.entries()) {
      this.line(item, startOf(items[i + 1]), i === 0 || isBlock(item) || isBlock(items[i - 1]), noColumns);
    }
    this.leading(Number.POSITIVE_INFINITY, items.length === 0 || isBlock(items.at(-1)));
    return joinLines(this.lines);
  }

  /** A statement or block with its comments. `next` is where the one below it begins. */
  private line(node: LineNode, next: number, isApart: boolean, columns: print.Columns): void {
    const hadComments = this.leading(startOf(node), isApart);
    if (node.blankBefore || (isApart && !hadComments)) this.blank();
    const code = layOut(this.code(node, columns), lineWidth, this.margin);
    for (const { text } of this.comments.before(isBlock(node) ? headEnd(node) : node.span.end))
      this.own(text);
    if (isBlock(node)) {
      for (const text of docLines(node.doc)) this.own(text);
      this.block(node, code, next);
    } else {
      this.push(code, node.doc ? docLines(node.doc)[0] : this.comments.behind(next)?.text, true);
    }
  }

  /** A statement, or the head of a block. */
  private code(node: LineNode, columns: print.Columns): Doc {
    switch (node.kind) {
      case "import":
        return print.printImport(node);
      case "let":
        return print.printLet(this.values, node, columns);
      case "setting":
        return print.printSetting(this.values, node, columns);
      case "section":
        return print.printSectionHead(node);
      case "model":
      case "block":
      case "cell":
        return print.printDefinitionHead(this.values, node);
      case "repeat":
        return print.printRepeatHead(this.values, node);
      case "broken":
        return print.refuseBroken(node);
      default:
        return print.printStatement(this.values, node, columns);
    }
  }

  private block(node: BlockNode, head: string, next: number): void {
    const inner = node.kind === "section" ? node.settings : node.body;
    const comment = this.comments.behind(startOf(inner[0], node.span.end));
    this.push(head, comment?.text, false);
    this.margin += 2;
    this.isFirst = true;
    if (node.kind === "section") this.settings(node.settings, node.span.end);
    else this.statements(node.body, node.span.end);
    this.leading(node.span.end, false);
    this.margin -= 2;
    this.push("}", this.comments.behind(next)?.text, false);
  }

  private settings(settings: Section["settings"], end: number): void {
    const keys = settings.map((setting) => (setting.kind === "setting" ? setting.key.text : setting.kind));
    const key = longestOf(keys.map(({ length }) => length)) + keyGap;
    const widths = labelWidths(settings, this.comments);
    for (const [i, setting] of settings.entries()) {
      this.line(setting, startOf(settings[i + 1], end), false, {
        ...noColumns,
        key,
        name: widths.get(setting) ?? 0,
      });
    }
  }

  private statements(statements: readonly Statement[], end: number): void {
    const widths = assignWidths(statements, this.comments);
    for (const [i, statement] of statements.entries()) {
      const columns = { ...noColumns, name: widths.get(statement) ?? 0, isFirst: i === 0 };
      this.line(statement, startOf(statements[i + 1], end), false, columns);
    }
  }

  /** The comments in front of an offset, a line each; whether there were any. */
  private leading(offset: number, isApart: boolean): boolean {
    const comments = this.comments.before(offset);
    for (const [i, { text, blankBefore }] of comments.entries()) {
      if (blankBefore || (isApart && i === 0)) this.blank();
      this.own(text);
    }
    return comments.length > 0;
  }

  private own(text: string): void {
    this.push(text, undefined, false);
  }

  /** One blank line, but none at the start of a block. */
  private blank(): void {
    if (!this.isFirst) this.lines.push({ text: "", comment: undefined, inRun: false });
  }

  private push(code: string, comment: string | undefined, isStatement: boolean): void {
    const texts = `${" ".repeat(this.margin)}${code}`.split("\n");
    const inRun = isStatement && texts.length === 1;
    for (const [i, text] of texts.entries()) {
      this.lines.push({ text, comment: i === texts.length - 1 ? comment : undefined, inRun });
    }
    this.isFirst = false;
  }
}

/** Where a node begins in the text, its doc included; `end` if there is no node. */
function startOf(node: LineNode | undefined, end: number = Number.POSITIVE_INFINITY): number {
  if (node === undefined) return end;
  return isBlock(node) ? (node.doc?.span.start ?? node.span.start) : node.span.start;
}

/** Where the head of a block ends, as far as comments can stand in it. */
function headEnd(node: BlockNode): number {
  if (node.kind === "repeat") return node.count?.span.end ?? node.span.start;
  return node.kind === "section" ? node.span.start : node.head.end;
}

function isBlock(node: LineNode | undefined): node is BlockNode {
  return node !== undefined && (node.kind === "section" || node.kind === "repeat" || isDefinition(node));
}

function isDefinition(node: LineNode): node is Definition {
  return node.kind === "model" || node.kind === "block" || node.kind === "cell";
}

function docLines(doc: DocComment | undefined): string[] {
  return doc?.text.split("\n").map((text) => `## ${text}`.trimEnd()) ?? [];
}
