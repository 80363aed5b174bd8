/**
 * Text that may be broken over lines: what a formatter says of it, and how it is laid out in a given width.
 *
 * After Wadler, "A prettier printer" (2003), https://homepages.inf.ed.ac.uk/wadler/papers/prettier/prettier.pdf,
 * with comments, which force a line end behind them.
 */

/** Text, or instructions for laying it out. */
export type Doc =
  | string
  | { readonly kind: "concat"; readonly parts: readonly Doc[]; readonly forced: boolean }
  /** On one line if it fits and nothing in it is forced; else every `line` in it, but not in inner groups, breaks. */
  | { readonly kind: "group"; readonly content: Doc; readonly forced: boolean }
  | { readonly kind: "indent"; readonly by: number; readonly content: Doc; readonly forced: boolean }
  /** A line end in a broken group, else `flat`. */
  | { readonly kind: "line"; readonly flat: "" | " " }
  /** A line end in any case. */
  | { readonly kind: "hard" }
  /** Text that stands only in a broken group. */
  | { readonly kind: "broken"; readonly text: string };

export function concat(...parts: readonly Doc[]): Doc {
  return { kind: "concat", parts, forced: parts.some(isForced) };
}

export function group(...parts: readonly Doc[]): Doc {
  const content = concat(...parts);
  return { kind: "group", content, forced: isForced(content) };
}

export function indent(by: number, ...parts: readonly Doc[]): Doc {
  const content = concat(...parts);
  return { kind: "indent", by, content, forced: isForced(content) };
}

/** A blank, or a line end. */
export const line: Doc = { kind: "line", flat: " " };
/** Nothing, or a line end. */
export const softLine: Doc = { kind: "line", flat: "" };
export const hardLine: Doc = { kind: "hard" };

export function ifBroken(text: string): Doc {
  return { kind: "broken", text };
}

function isForced(doc: Doc): boolean {
  if (typeof doc === "string" || doc.kind === "line" || doc.kind === "broken") return false;
  return doc.kind === "hard" || doc.forced;
}

interface Todo {
  readonly doc: Doc;
  readonly indent: number;
  readonly flat: boolean;
}

/**
 * The text of a doc.
 *
 * @param width   columns a line may have
 * @param margin  columns that every line but the first is indented by; the first begins at `margin` too
 */
export function layOut(doc: Doc, width: number, margin: number): string {
  let text = "";
  let column = margin;
  const todo: Todo[] = [{ doc, indent: margin, flat: false }];
  const newLine = (spaces: number) => {
    text = `${text.trimEnd()}\n${" ".repeat(spaces)}`;
    column = spaces;
  };
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { doc: at, indent: spaces, flat } = next;
    const write = (piece: string) => {
      text += piece;
      column += piece.length;
    };
    if (typeof at === "string") write(at);
    else if (at.kind === "hard") newLine(spaces);
    else if (at.kind === "broken") write(flat ? "" : at.text);
    else if (at.kind === "line") flat ? write(at.flat) : newLine(spaces);
    else if (at.kind === "concat") pushAll(todo, at.parts, spaces, flat);
    else if (at.kind === "indent") todo.push({ doc: at.content, indent: spaces + at.by, flat });
    else {
      const isFlat = flat || (!at.forced && fits(at.content, todo, width - column));
      todo.push({ doc: at.content, indent: spaces, flat: isFlat });
    }
  }
  return text;
}

function pushAll(todo: Todo[], parts: readonly Doc[], spaces: number, flat: boolean): void {
  for (let i = parts.length - 1; i >= 0; i--) {
    const doc = parts[i];
    if (doc !== undefined) todo.push({ doc, indent: spaces, flat });
  }
}

/** Whether a doc, flat, and what follows it up to the next possible line end of an outer group fit into `room`. */
function fits(doc: Doc, following: readonly Todo[], room: number): boolean {
  let left = room;
  let outer = following.length;
  const todo: Todo[] = [{ doc, indent: 0, flat: true }];
  while (left >= 0) {
    const next = todo.pop() ?? following[--outer];
    if (next === undefined) return true;
    const { doc: at, flat } = next;
    if (typeof at === "string") left -= at.length;
    else if (at.kind === "hard") return true;
    else if (at.kind === "broken") left -= flat ? 0 : at.text.length;
    else if (at.kind === "line") {
      if (!flat) return true;
      left -= at.flat.length;
    } else if (at.kind === "concat") pushAll(todo, at.parts, 0, flat);
    else todo.push({ doc: at.content, indent: 0, flat: flat || (at.kind === "group" && !at.forced) });
  }
  return false;
}
