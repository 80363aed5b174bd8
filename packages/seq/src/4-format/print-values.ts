/**
 * Values as text: parentheses where the tree needs them and nowhere else.
 */
import type { Binary, Expression, NumberLiteral, Option, Value } from "../1-parse/syntax.ts";
import { concat, type Doc, group, ifBroken, indent, line, softLine } from "./doc.ts";
import type { PlacedComments } from "./placed-comments.ts";

/** How tightly a form binds; a form inside a tighter one needs parentheses. */
const binding = {
  flow: 0,
  or: 1,
  and: 2,
  not: 3,
  compare: 4,
  sum: 5,
  product: 6,
  minus: 7,
  power: 8,
  primary: 9,
} as const;

/** Prints values and lists of one file; takes comments as it passes them. */
export class ValuePrinter {
  readonly comments: PlacedComments;

  constructor(comments: PlacedComments) {
    this.comments = comments;
  }

  /** A value where a flow may stand without parentheses. */
  value(value: Value): Doc {
    return this.bound(value, binding.flow);
  }

  /** A value where a flow needs parentheses: behind `let`, as a size, as a default. */
  expression(value: Expression): Doc {
    return this.bound(value, binding.or);
  }

  option({ name, value }: Option): Doc {
    return concat(name.text, " = ", this.value(value));
  }

  item(item: Value | Option): Doc {
    return item.kind === "option" ? this.option(item) : this.value(item);
  }

  /** `(a, b)`, or one item a line with a comma behind each. `end` is the place behind the closing bracket. */
  list<T extends { readonly span: { readonly start: number } }>(
    items: readonly T[],
    brackets: "()" | "[]",
    end: number,
    print: (item: T) => Doc,
  ): Doc {
    const [open = "", close = ""] = brackets;
    const parts = items.map((item, i) =>
      concat(
        this.comments.lineAt(item.span.start, i === 0 ? softLine : line),
        print(item),
        i < items.length - 1 ? "," : "",
      ),
    );
    const comma = items.length > 0 ? ifBroken(",") : "";
    const before = this.comments.lineAt(end - 1, softLine);
    return group(open, indent(2, ...parts), comma, before, close);
  }

  private bound(value: Expression, least: number): Doc {
    const printed = this.unbound(value);
    return bindingOf(value) >= least ? printed : concat("(", printed, ")");
  }

  private unbound(value: Expression): Doc {
    switch (value.kind) {
      case "number":
        return value.text;
      case "text":
        return quoted(value.value);
      case "truth":
        return String(value.value);
      case "ref":
        return value.after ? `${value.name}'` : value.name;
      case "call": {
        const { callee, args, options, span } = value;
        return concat(
          callee.name,
          this.list([...args, ...options], "()", span.end, (item) => this.item(item)),
        );
      }
      case "tuple":
        return this.list(value.items, "()", value.span.end, (item) => this.value(item));
      case "flow": {
        const from = this.bound(value.from, binding.primary);
        const stages = value.stages.map((stage) =>
          concat(this.comments.lineAt(stage.span.start, line), "-> ", this.unbound(stage)),
        );
        return group(from, indent(2, ...stages));
      }
      case "unary": {
        const isNot = value.operator === "not";
        return concat(isNot ? "not " : "-", this.bound(value.operand, isNot ? binding.not : binding.minus));
      }
      case "binary":
        return this.chain(value);
      default:
        return value satisfies never;
    }
  }

  /** `a + b - c` breaks in front of all its operators or of none. */
  private chain(value: Binary): Doc {
    const links: Binary[] = [];
    let first: Expression = value;
    while (first.kind === "binary" && (first === value || sameChain(first, value))) {
      links.unshift(first);
      first = first.left;
    }
    const level = bindingOf(value);
    const [left, right] = operandsOf(value, level);
    const start = this.bound(first, left);
    const rest = links.map((link) => {
      const before = this.comments.lineAt(link.right.span.start, line);
      return concat(before, link.operator, " ", this.bound(link.right, right));
    });
    return group(start, indent(2, ...rest));
  }
}

/** Whether a left operand goes on the chain without parentheses. */
function sameChain(inner: Binary, outer: Binary): boolean {
  const level = bindingOf(outer);
  return bindingOf(inner) === level && level !== binding.compare && level !== binding.power;
}

/** The least binding that the operands of an operator need: left and right. */
function operandsOf({ operator }: Binary, level: number): [number, number] {
  if (operator === "^") return [binding.primary, binding.minus];
  return level === binding.compare ? [level + 1, level + 1] : [level, level + 1];
}

function bindingOf(value: Expression): number {
  switch (value.kind) {
    case "flow":
      return binding.flow;
    case "unary":
      return value.operator === "not" ? binding.not : binding.minus;
    case "binary":
      return bindingOfOperator(value.operator);
    case "number":
    case "text":
    case "truth":
    case "ref":
    case "call":
    case "tuple":
      return binding.primary;
    default:
      return value satisfies never;
  }
}

function bindingOfOperator(operator: Binary["operator"]): number {
  if (operator === "or") return binding.or;
  if (operator === "and") return binding.and;
  if (operator === "+" || operator === "-") return binding.sum;
  if (operator === "*" || operator === "/") return binding.product;
  return operator === "^" ? binding.power : binding.compare;
}

/** A text with its quotes and escapes. */
export function quoted(value: string): string {
  const escaped = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return `"${escaped.replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;
}

/** How a number without a spelling of its own is written: `20_000`, `0.5`, `1e-3`. */
export function numeral(value: number, unit: NumberLiteral["unit"]): string {
  return `${plainNumeral(value)}${unit ?? ""}`;
}

function plainNumeral(value: number): string {
  const [digits = "", exponent] = String(value).split("e");
  if (exponent !== undefined) return `${digits}e${exponent.replace("+", "")}`;
  if (value > 0 && value < 0.01) return plainExponent(value);
  if (value < 10_000) return digits;
  const [whole = "", fraction] = digits.split(".");
  return fraction === undefined ? whole.replace(/\B(?=(\d{3})+$)/g, "_") : digits;
}

/** 0.005 is `5e-3`. */
function plainExponent(value: number): string {
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits}e${exponent}`;
}
