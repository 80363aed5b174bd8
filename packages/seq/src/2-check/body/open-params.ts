/**
 * The parameters of a definition as its body sees them.
 */
import type { Param } from "../../1-parse/syntax.ts";
import { type Axis, axis, sizeOf } from "../axes/axis.ts";
import { symbol } from "../axes/polynomial.ts";
import { type Type, unknownType, type ValueType } from "../types.ts";
import { quoted } from "../written.ts";
import { pairwise } from "./arithmetic.ts";
import { optionDefault } from "./definition-options.ts";
import type { DefinitionRequest } from "./definition-request.ts";
import type { Scope } from "./scope.ts";
import { typeOf } from "./sizes.ts";
/** Puts a parameter into scope; value parameters come back with their types. */
export function openParam(
  param: Param,
  scope: Scope,
  request: DefinitionRequest,
): { name: string; type: Type }[] {
  const { name, role } = param;
  switch (role) {
    case "size": {
      const bound = request.binding?.sizes.get(name.text);
      scope.sizes.set(
        name.text,
        axis(name.text, bound === undefined ? symbol(name.text) : sizeOf(bound, scope.solution)),
      );
      return [];
    }
    case "option":
      openOption(param, scope, request);
      return [];
    case "value": {
      const type = paramType(param, scope, request);
      if (type === undefined) scope.poisoned.add(name.text);
      else
        scope.names.set(name.text, {
          name: name.text,
          type,
          span: name.span,
          written: name.text,
          origin: "parameter",
          depth: 0,
        });
      return [{ name: name.text, type: type ?? unknownType }];
    }
    default:
      return role satisfies never;
  }
}

function openOption({ name, value }: Param, scope: Scope, { entry, binding }: DefinitionRequest): void {
  if (value === undefined) return;
  const standard = optionDefault(value, entry);
  if (standard === undefined) {
    scope.reporter.error(
      "option-default",
      `${quoted(value)} cannot be the default of an option`,
      value.span,
      {
        help: "a default is a number, a text, true or false, or an element-wise function",
      },
    );
    scope.poisoned.add(name.text);
    return;
  }
  const given = binding?.options.get(name.text) ?? standard;
  if (typeof given === "string") {
    scope.functions.set(name.text, given);
    return;
  }
  // A check of the body for all calls at once knows no value.
  const type: Type = { kind: "scalar", value: binding === undefined ? undefined : given };
  scope.names.set(name.text, {
    name: name.text,
    type,
    span: name.span,
    written: name.text,
    origin: "option",
    depth: 0,
  });
}

/** The type of a value parameter as its body sees it. */
function paramType(param: Param, scope: Scope, { binding, model }: DefinitionRequest): ValueType | undefined {
  if (param.type === undefined) return undefined;
  const free = (name: string): Axis => {
    const bound = binding?.sizes.get(name);
    const found = axis(name, bound === undefined ? symbol(name) : sizeOf(bound, scope.solution));
    scope.sizes.set(name, found);
    return found;
  };
  if (model !== undefined) return model.paramType(param, scope);
  const written = typeOf(param.type, scope, free);
  const actual = binding?.values.get(param.name.text);
  if (written !== undefined && actual?.kind === "value") solveUnknowns(written, actual, scope);
  return written === undefined || actual?.kind !== "value" ? written : { ...written, traits: actual.traits };
}

/** An axis written as `?` has the size that was handed in. */
function solveUnknowns(written: ValueType, actual: ValueType, { solution }: Scope): void {
  const bare = ({ axes }: ValueType) => axes.map((one) => axis(undefined, sizeOf(one, solution)));
  pairwise(bare(written), bare(actual), solution);
}
