/**
 * Walks over bodies with types.
 */
import type { Typed, TypedBody, TypedStatement } from "./types.ts";

/** Every value inside one, itself first; what is inside called blocks is not among them. */
export function* valuesIn(typed: Typed): Generator<Typed> {
  const stack: Typed[] = [typed];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    stack.push(...partsOf(next).reverse());
  }
}

function partsOf(typed: Typed): Typed[] {
  switch (typed.kind) {
    case "call": {
      const given = [...typed.settings.values()].flat();
      return [
        ...typed.inputs,
        ...given.flatMap((setting) => (setting.kind === "typed" ? [setting.typed] : [])),
      ];
    }
    case "operation":
      return [...typed.operands];
    case "tuple":
      return [...typed.items];
    case "part":
      return [typed.of];
    case "scalar":
    case "name":
    case "broken":
      return [];
    default:
      return typed satisfies never;
  }
}

/** Every statement of a body; a repeat's first round stands for all. */
export function* typedStatements(statements: readonly TypedStatement[]): Generator<TypedStatement> {
  for (const statement of statements) {
    yield statement;
    if (statement.kind === "repeat") yield* typedStatements(statement.rounds[0] ?? []);
  }
}

/** Every value of a body. */
export function* valuesOf(body: TypedBody): Generator<Typed> {
  for (const statement of typedStatements(body.statements)) {
    if (statement.kind === "let") yield* valuesIn(statement.value);
  }
  for (const { value } of body.results) yield* valuesIn(value);
}
