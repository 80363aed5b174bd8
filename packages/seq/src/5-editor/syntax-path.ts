/**
 * Which nodes of a tree a place lies in.
 */
import type { Span } from "@seqloom/diagnostic";
import type { SyntaxFile, SyntaxNode } from "../1-parse/syntax.ts";

/** The nodes around an offset from the file down to the innermost; a place directly behind a node counts as in it. */
export function pathAt(file: SyntaxFile, offset: number): readonly SyntaxNode[] {
  const path: SyntaxNode[] = [file];
  for (let node: SyntaxNode | undefined = file; node !== undefined; ) {
    node = childAt(node, offset);
    if (node !== undefined) path.push(node);
  }
  return path;
}

/** Where two children touch, the later one: it begins where the reader points. */
function childAt(node: SyntaxNode, offset: number): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (!isNode(child) || !covers(child.span, offset)) continue;
      if (found === undefined || child.span.start > found.span.start) found = child;
    }
  }
  return found;
}

/** Every node has a `kind` and a `span`, and nothing else in the tree has both. */
function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value;
}

export function covers({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** The nodes of a kind; a definition has one of three. */
type NodeOf<K extends SyntaxNode["kind"]> = SyntaxNode & { readonly kind: K };

/** The innermost node of these kinds. */
export function innermost<K extends SyntaxNode["kind"]>(
  path: readonly SyntaxNode[],
  ...kinds: readonly K[]
): NodeOf<K> | undefined {
  return path.findLast((node): node is NodeOf<K> => kinds.some((kind) => kind === node.kind));
}
