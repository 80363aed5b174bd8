/**
 * Collects what a check finds, and says where earlier things stand.
 */
import {
  type Diagnostic,
  didYouMean,
  lineAt,
  type Related,
  type Source,
  type Span,
  type TextEdit,
} from "@seqloom/diagnostic";

/** What a finding has beside code, message and place. */
export interface Extra {
  readonly label?: string | undefined;
  readonly related?: readonly Related[];
  readonly why?: string | undefined;
  readonly help?: string | undefined;
  /** What to write in place of what stands at the span, if that alone puts it right. */
  readonly replace?: string | undefined;
  /** Edits that put it right, where one replacement does not. */
  readonly edits?: readonly TextEdit[];
}

export class Reporter {
  readonly diagnostics: Diagnostic[] = [];
  private readonly source: Source | undefined;
  private readonly seen = new Set<string>();
  /** Inside an imported body all findings are told at the call. */
  private readonly outside: Span | undefined;

  constructor(source: Source | undefined, outside?: Span) {
    this.source = source;
    this.outside = outside;
  }

  error(code: string, message: string, span: Span, extra: Extra = {}): void {
    this.add("error", code, message, span, extra);
  }

  warning(code: string, message: string, span: Span, extra: Extra = {}): void {
    this.add("warning", code, message, span, extra);
  }

  hint(code: string, message: string, span: Span, extra: Extra = {}): void {
    this.add("hint", code, message, span, extra);
  }

  get errors(): number {
    return this.diagnostics.filter(({ severity }) => severity === "error").length;
  }

  /** `line 3`; what has no text has no lines and is told as `above`. */
  line(span: Span): string {
    return this.source === undefined ? "above" : `line ${lineAt(this.source, span.start)}`;
  }

  /** `on lines 3 and 4` */
  lines(first: Span, second: Span): string {
    if (this.source === undefined) return "in two places";
    return `on lines ${lineAt(this.source, first.start)} and ${lineAt(this.source, second.start)}`;
  }

  /** One of its own for a part of the file, whose findings are taken later. */
  another(): Reporter {
    return new Reporter(this.source, this.outside);
  }

  take({ diagnostics }: Reporter): void {
    for (const diagnostic of diagnostics) this.keep(diagnostic);
  }

  /** A body checked twice, as those of `repeat` are, says it once. */
  private keep(diagnostic: Diagnostic): void {
    const { code, message, span } = diagnostic;
    const key = `${code} ${span.start} ${span.end} ${message}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.diagnostics.push(diagnostic);
  }

  private add(severity: Diagnostic["severity"], code: string, message: string, at: Span, extra: Extra): void {
    const span = this.outside ?? at;
    const { replace, edits, related = [], ...words } = extra;
    const changes = edits ?? (replace === undefined ? undefined : [{ span: at, newText: replace }]);
    const canFix =
      changes !== undefined &&
      words.help !== undefined &&
      this.source !== undefined &&
      this.outside === undefined;
    this.keep({
      severity,
      code,
      message,
      span,
      related: this.outside === undefined ? related : [],
      ...words,
      ...(canFix && { fix: { title: words.help ?? "", edits: changes } }),
    });
  }
}

/** The end of a message about an unknown name, its help, and the replacement: what was meant, or all that there is. */
export function meant(word: string, known: Iterable<string>, what: string): { tail: string; extra: Extra } {
  const names = [...known];
  const near = didYouMean(word, names);
  if (near !== undefined)
    return { tail: `; did you mean \`${near}\`?`, extra: { help: `write \`${near}\``, replace: near } };
  return {
    tail: "",
    extra: { help: names.length === 0 ? `there are no ${what}` : `${what}: ${listOf(names)}` },
  };
}

/** `a, b, c`, cut off where a list gets too long to help. */
export function listOf(names: readonly string[], atMost = 60): string {
  const more = names.length - atMost;
  return names.slice(0, atMost).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** `a, b and c` */
export function andList(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
