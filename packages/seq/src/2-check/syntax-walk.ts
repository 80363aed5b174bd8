/**
 * Walks over syntax.
 */
import type { Definition, Expression, Option, Ref, Statement } from "../1-parse/syntax.ts";

/** Every expression inside one, itself first. */
export function* expressionsIn(expression: Expression | Option): Generator<Expression> {
  const stack: (Expression | Option)[] = [expression];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.kind === "option") {
      stack.push(next.value);
      continue;
    }
    yield next;
    stack.push(...childrenOf(next).reverse());
  }
}

function childrenOf(expression: Expression): (Expression | Option)[] {
  switch (expression.kind) {
    case "flow":
      return [expression.from, ...expression.stages];
    case "tuple":
      return [...expression.items];
    case "call":
      return [expression.callee, ...expression.args, ...expression.options];
    case "binary":
      return [expression.left, expression.right];
    case "unary":
      return [expression.operand];
    case "number":
    case "text":
    case "truth":
    case "ref":
      return [];
    default:
      return expression satisfies never;
  }
}

/** Every statement of a body, those of repeats behind their repeat. */
export function* statementsIn(body: readonly Statement[]): Generator<Statement> {
  for (const statement of body) {
    yield statement;
    if (statement.kind === "repeat") yield* statementsIn(statement.body);
  }
}

/** The expressions that stand directly in a statement, not those of a repeat's body. */
function expressionsOf(statement: Statement): Expression[] {
  switch (statement.kind) {
    case "assign":
    case "result":
      return [statement.value];
    case "layer":
      return [statement.call];
    case "repeat":
      return statement.count === undefined ? [] : [statement.count];
    case "state":
    case "weight":
      return [
        ...statement.type.axes.flatMap(({ size }) => (size === undefined ? [] : [size])),
        ...(statement.start === undefined ? [] : [statement.start]),
      ];
    case "broken":
      return [];
    default:
      return statement satisfies never;
  }
}

/** What a definition calls, by name, but for the layers and options that it gives itself. */
export function calleesIn({ params, body }: Definition): ReadonlySet<string> {
  const called = new Set<string>();
  const own = params.filter(({ role }) => role === "option").map(({ name }) => name.text);
  for (const statement of statementsIn(body)) {
    if (statement.kind === "layer") own.push(statement.name.text);
    for (const root of expressionsOf(statement)) {
      for (const part of expressionsIn(root)) {
        if (part.kind === "call") called.add(part.callee.name);
        if (part.kind === "flow")
          for (const stage of part.stages) if (stage.kind === "ref") called.add(stage.name);
      }
    }
  }
  for (const name of own) called.delete(name);
  return called;
}

/** Every name that is read in a definition: its types, its defaults and its body. */
export function* refsIn(definition: Definition): Generator<Ref> {
  const types = [...definition.params.map(({ type }) => type), ...definition.results.map(({ type }) => type)];
  const roots = [
    ...types.flatMap((type) => (type?.axes ?? []).flatMap(({ size }) => (size === undefined ? [] : [size]))),
    ...definition.params.flatMap(({ value }) => (value === undefined ? [] : [value])),
    ...[...statementsIn(definition.body)].flatMap(expressionsOf),
  ];
  for (const root of roots) for (const part of expressionsIn(root)) if (part.kind === "ref") yield part;
}
