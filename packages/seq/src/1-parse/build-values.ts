/**
 * From matches to syntax: numbers, texts, names, flows, arithmetic.
 *
 * One half of the operation `syntax`; `build-statements.ts` is the other. Spans count from the start of the piece.
 */
import type { Span } from "@seqloom/diagnostic";
import type { IterationNode, Node } from "ohm-js";
import type { SeqActionDict } from "./seq.ohm-bundle.ts";
import type {
  Binary,
  BinaryOperator,
  Call,
  Expression,
  Flow,
  Name,
  NumberLiteral,
  Option,
  Ref,
  TextLiteral,
  TruthLiteral,
  Tuple,
  Unary,
  Unit,
} from "./syntax.ts";

const binaryOperators: readonly BinaryOperator[] = [
  ...(["or", "and", "==", "!=", "<=", ">=", "<", ">"] as const),
  ...(["+", "-", "*", "/", "^"] as const),
];
const units: readonly Unit[] = ["%", "ms", "s", "kHz", "Hz"];
const escapes: Readonly<Record<string, string>> = { '\\"': '"', "\\\\": "\\", "\\n": "\n", "\\t": "\t" };

export const valueActions: SeqActionDict<unknown> = {
  Flow(from, steps): Flow {
    return {
      kind: "flow",
      from: from.syntax(),
      stages: steps.children.map((s) => s.syntax()),
      span: spanOf(this),
    };
  },
  FlowStep: (_nls, _arrow, _nls2, stage) => stage.syntax(),

  Expr_alone: (value) => value.syntax(),
  Expr_or: (first, _nls, operators, _nls2, rest) => chain(first, operators, rest),
  And: (first, _nls, operators, _nls2, rest) => chain(first, operators, rest),
  Compare: (first, _nls, operators, _nls2, rest) => chain(first, operators, rest),
  Sum: (first, _nls, operators, _nls2, rest) => chain(first, operators, rest),
  Product: (first, _nls, operators, _nls2, rest) => chain(first, operators, rest),
  Power: (first, _nls, operators, _nls2, rest) => chain(first, operators, rest),
  Not_not(_not, operand): Unary {
    return { kind: "unary", operator: "not", operand: operand.syntax(), span: spanOf(this) };
  },
  Unary_minus(_minus, operand): Unary {
    return { kind: "unary", operator: "-", operand: operand.syntax(), span: spanOf(this) };
  },

  Primary_group: (_open, _nls, value, _nls2, _close) => value.syntax(),
  Primary_tuple(_open, _nls, first, _nls2, _comma, _nls3, rest, _nls4, _comma2, _nls5, _close): Tuple {
    return {
      kind: "tuple",
      items: [first, ...rest.children].map((item) => item.syntax()),
      span: spanOf(this),
    };
  },
  Call(callee, _open, _nls, list, _nls2, _close): Call {
    const all: (Expression | Option)[] = list.syntax();
    return {
      kind: "call",
      callee: callee.syntax(),
      args: all.filter((item): item is Expression => item.kind !== "option"),
      options: all.filter((item): item is Option => item.kind === "option"),
      span: spanOf(this),
    };
  },
  Named(name, _equals, _nls, value): Option {
    return { kind: "option", name: nameOf(name), value: value.syntax(), span: spanOf(this) };
  },
  Listed_some: (list, _nls, _comma) => list.asIteration().children.map((item: Node) => item.syntax()),
  Listed_none: (_nothing) => [],

  path(first, _dots, rest): Ref {
    const parts = [first, ...rest.children].map(nameOf);
    return { kind: "ref", name: this.sourceString, parts, after: false, span: spanOf(this) };
  },
  primed(name, _prime): Ref {
    return { kind: "ref", name: name.sourceString, parts: [nameOf(name)], after: true, span: spanOf(this) };
  },
  number(_whole, _fraction, _exponent, unit): NumberLiteral {
    const text = this.sourceString;
    const digits = text.slice(0, text.length - unit.sourceString.length).replaceAll("_", "");
    return {
      kind: "number",
      value: Number(digits),
      unit: units.find((known) => known === unit.sourceString),
      text,
      span: spanOf(this),
    };
  },
  string(_open, characters, _close): TextLiteral {
    const value = characters.children.map((c) => escapes[c.sourceString] ?? c.sourceString).join("");
    return { kind: "text", value, span: spanOf(this) };
  },
  boolean(_word): TruthLiteral {
    return { kind: "truth", value: this.sourceString === "true", span: spanOf(this) };
  },
};

/** Where a match lies in the piece. */
export function spanOf(node: Node): Span {
  return { start: node.source.startIdx, end: node.source.endIdx };
}

export function nameOf(node: Node): Name {
  return { kind: "name", text: node.sourceString, span: spanOf(node) };
}

/** `a + b - c`, from the left. Spans come from the matches, so that they take in parentheses around operands. */
function chain(first: Node, operators: IterationNode, rest: IterationNode): Expression {
  const { start } = spanOf(first);
  return operators.children.reduce<Expression>((left, sign, i): Expression => {
    const operator = binaryOperators.find((known) => known === sign.sourceString);
    const operand = rest.children[i];
    if (operator === undefined || operand === undefined) return left;
    const right: Expression = operand.syntax();
    const binary: Binary = {
      kind: "binary",
      operator,
      operatorSpan: spanOf(sign),
      left,
      right,
      span: { start, end: spanOf(operand).end },
    };
    return binary;
  }, first.syntax());
}
