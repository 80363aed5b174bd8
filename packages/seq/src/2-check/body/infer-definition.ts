/**
 * The whole of a model, block or cell: its parameters, its body, and whether it gives what it promises.
 */
import type { Definition, Expression, Param, Type as TypeSyntax } from "../../1-parse/syntax.ts";
import { cellOptions } from "../../tables/layers.ts";
import { type Axis, axis, endOf, fixedAxes, isOpen, type Solution, sizeOf } from "../axes/axis.ts";
import { symbol } from "../axes/polynomial.ts";
import { type Entry, titleOf } from "../library.ts";
import { listOf, type Reporter } from "../reporter.ts";
import {
  type Traits,
  type Type,
  type Typed,
  type TypedBody,
  unknownType,
  type ValueType,
  valueType,
} from "../types.ts";
import { quoted } from "../written.ts";
import { pairwise } from "./arithmetic.ts";
import { optionDefault } from "./definition-options.ts";
import { type InferredBody, inferBody } from "./infer-body.ts";
import { checkPromise, promisedType } from "./promise.ts";
import { type Bodies, type CallBinding, constantSizes, fixedSizes, type Scope, StageNames } from "./scope.ts";
import { typeOf } from "./sizes.ts";

/** What a model gets from outside: its fields, and sizes by name. */
export interface ModelBinding {
  readonly sizes: ReadonlyMap<string, Axis>;
  /** The type of a parameter, from its field and what the text says of it; undefined if something was reported. */
  readonly paramType: (param: Param, scope: Scope) => ValueType | undefined;
}

export interface DefinitionRequest {
  readonly entry: Entry;
  readonly reporter: Reporter;
  readonly solution: Solution;
  readonly bodies: Bodies;
  /** Sizes, types and options at one call; without it the body is checked for all calls at once. */
  readonly binding?: CallBinding;
  readonly model?: ModelBinding;
}

export interface InferredDefinition {
  readonly body: TypedBody;
  readonly traits: readonly Traits[];
  readonly scope: Scope;
}

export function inferDefinition(request: DefinitionRequest): InferredDefinition {
  const { definition } = request.entry;
  const scope = openScope(request);
  checkNames(definition, scope);
  const params = definition.params.flatMap((param) => openParam(param, scope, request));
  const before = request.reporter.errors;
  const inferred = inferBody(definition.body, scope);
  const results =
    definition.kind === "cell" ? cellResults(inferred, scope) : promisedResults(inferred, scope);
  if (definition.kind === "cell") checkStates(scope);
  // Where something else is wrong, a width may be open only because of that.
  if (request.reporter.errors === before) checkWidths(scope);
  checkStages(scope);
  warnUnused(scope);
  const body: TypedBody = {
    kind: definition.kind,
    name: definition.name.text,
    params,
    statements: inferred.statements,
    results,
  };
  const traits = results.map(({ value }): Traits => (value.type.kind === "value" ? value.type.traits : {}));
  return { body, traits, scope };
}

function openScope({ entry, reporter, solution, bodies, binding, model }: DefinitionRequest): Scope {
  const { definition, library } = entry;
  const sizes = new Map<string, Axis>([...fixedSizes(definition.kind), ...constantSizes(library.constants)]);
  for (const [name, one] of model?.sizes ?? []) sizes.set(name, one);
  for (const name of fixedAxes) {
    const bound = binding?.sizes.get(name);
    if (bound !== undefined && sizes.has(name)) sizes.set(name, axis(name, sizeOf(bound, solution)));
  }
  return {
    definition,
    library,
    reporter,
    solution,
    bodies,
    sizes,
    names: new Map(),
    poisoned: new Set(library.poisoned),
    layers: new Map(),
    functions: new Map(),
    used: new Set(),
    states: new Map(),
    opens: [],
    notes: [],
    stages: new StageNames(),
    targets: [],
    depth: 0,
    frame: undefined,
    expands: binding !== undefined || bodies.expands,
  };
}

/** One name, one meaning. */
function checkNames({ kind, params, results }: Definition, { reporter }: Scope): void {
  const seen = new Map<string, Param>();
  for (const param of params) {
    const { name } = param;
    const before = seen.get(name.text);
    if (before !== undefined) {
      reporter.error("name-twice", `two parameters are called ${name.text}`, name.span, {
        help: "use another name",
      });
    }
    seen.set(name.text, param);
    if (param.role === "size" && fixedAxes.includes(name.text)) {
      reporter.error("axis-reserved", `${name.text} is the name of an axis in every file`, name.span, {
        help: "use another name; fixed are batch, time, step, horizon",
      });
    }
    if (kind === "cell" && cellOptions.some((option) => option.name === name.text)) {
      reporter.error("option-reserved", `every cell takes ${name.text} already`, name.span, {
        help: `use another name; reserved are ${listOf(cellOptions.map((option) => option.name))}`,
      });
    }
  }
  const names = results.flatMap(({ name }) => name ?? []);
  const twice = names.find((name, i) => names.findIndex(({ text }) => text === name.text) < i);
  if (twice !== undefined)
    reporter.error("name-twice", `two results are called ${twice.text}`, twice.span, {
      help: "use another name",
    });
}

// ---- parameters ----

function openParam(param: Param, scope: Scope, request: DefinitionRequest): { name: string; type: Type }[] {
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

// ---- results ----

type Result = TypedBody["results"][number];

function promisedResults({ result }: InferredBody, scope: Scope): Result[] {
  const { definition, reporter } = scope;
  const [only] = definition.results;
  if (definition.results.some(({ name }) => name !== undefined)) {
    if (result !== undefined) {
      reporter.error(
        "value-unused",
        `${titleOf(definition)} gives its results by name, so its last line gives nothing`,
        result.span,
        { help: "name it, or remove it" },
      );
    }
    return definition.results.flatMap(({ name, type }): Result[] => {
      if (name === undefined) return [];
      const value = namedResult(name.text, name.span, scope);
      const promised = promisedType(type, value, scope);
      return [kept(name.text, promised, type, value ?? missing(name.text, name.span), undefined, scope)];
    });
  }
  if (only === undefined) return [];
  const last = definition.body.at(-1);
  if (result === undefined) {
    promisedType(only.type, undefined, scope);
    if (last?.kind !== "broken") resultMissing(scope);
    return [];
  }
  const promised = promisedType(only.type, result, scope);
  const expression = last?.kind === "result" ? last.value : undefined;
  return [kept(undefined, promised, only.type, result, expression, scope)];
}

/** A result once its promise is checked. The promise tells the axes, the body what has been done to the value. */
function kept(
  name: string | undefined,
  promised: ValueType | undefined,
  syntax: TypeSyntax,
  value: Typed,
  expression: Expression | undefined,
  scope: Scope,
): Result {
  const isKept = promised !== undefined && checkPromise(promised, syntax, value, expression, scope);
  const traits = value.type.kind === "value" ? value.type.traits : {};
  return { name, value, type: isKept ? valueType(promised.axes, promised.of, traits) : unknownType };
}

function missing(name: string, span: Param["span"]): Typed {
  return { kind: "broken", span, type: unknownType, label: name };
}

function namedResult(name: string, span: Param["span"], scope: Scope): Typed | undefined {
  scope.used.add(name);
  const named = scope.names.get(name);
  if (named !== undefined) return { kind: "name", name, span: named.span, type: named.type, label: name };
  if (!scope.poisoned.has(name)) {
    scope.reporter.error(
      "result-unnamed",
      `${titleOf(scope.definition)} promises ${name} and never gives it a value`,
      span,
      { help: `add a line \`${name} = ...\`` },
    );
  }
  return undefined;
}

function resultMissing({ definition, reporter }: Scope): void {
  const last = definition.body.at(-1);
  const kind = definition.kind;
  if (last === undefined) {
    reporter.error("result-unnamed", `${titleOf(definition)} has no result`, definition.name.span, {
      help: "its last line is its result",
    });
    return;
  }
  const target = last.kind === "assign" ? last.targets.find(({ name }) => name !== "_")?.name : undefined;
  const message =
    target === undefined
      ? `the last statement must be the ${kind}'s result`
      : `the last statement must be the ${kind}'s result, but it only names ${target}`;
  reporter.error("result-unnamed", message, last.span, {
    help: target === undefined ? "add a line with the value it gives" : `add a line \`${target}\``,
  });
}

/** What a cell gives at each step: named results, a value on the last line, or its first state after the step. */
function cellResults(inferred: InferredBody, scope: Scope): Result[] {
  const { definition } = scope;
  if (definition.results.length > 0) return promisedResults(inferred, scope);
  const { result } = inferred;
  if (result !== undefined) {
    if (result.type.kind === "value" && result.type.axes.length === 0) {
      scope.reporter.error("axis-missing", `${titleOf(definition)} gives a value without axes`, result.span, {
        help: "a cell gives as many numbers as its last axis says",
      });
    }
    return [{ name: undefined, value: result, type: result.type }];
  }
  const [first] = scope.states.keys();
  const state = first === undefined ? undefined : scope.names.get(`${first}'`);
  if (first === undefined || state === undefined) return [];
  const value: Typed = {
    kind: "name",
    name: `${first}'`,
    span: state.span,
    type: state.type,
    label: `${first}'`,
  };
  return [{ name: undefined, value, type: state.type }];
}

function checkStates(scope: Scope): void {
  const { definition, reporter } = scope;
  for (const [name, given] of scope.states) {
    if (
      given !== undefined ||
      scope.poisoned.has(`${name}'`) ||
      definition.body.some(({ kind }) => kind === "broken")
    )
      continue;
    const span = scope.names.get(name)?.span ?? definition.name.span;
    reporter.error("state-not-updated", `state ${name} never gets a new value`, span, {
      help: `add \`${name}' = ...\`, or remove ${name}`,
    });
  }
  if (scope.states.size === 0 && !definition.body.some(({ kind }) => kind === "broken")) {
    reporter.error(
      "state-missing",
      `${titleOf(definition)} carries nothing from step to step`,
      definition.name.span,
      { help: "declare `state h: [hidden]`, or write a block" },
    );
  }
}

/** Nothing may be left open: a weight needs a size. */
function checkWidths(scope: Scope): void {
  const { definition, reporter } = scope;
  const told = new Set<Axis>();
  for (const { axis: width, span, written, targets } of scope.opens) {
    const end = endOf(width);
    if (!isOpen(end) || told.has(end)) continue;
    told.add(end);
    const unused = targets.find((name) => !scope.used.has(name) && !scope.states.has(name));
    const size = definition.params.find(({ role }) => role === "size")?.name.text ?? "32";
    const because = unused === undefined ? "" : `, since \`${unused}\` is never used`;
    reporter.error("affine-size", `nothing says how wide this result is${because}`, span, {
      help: `${unused === undefined ? "" : "remove it, or "}write \`${written}, to = ${size})\``,
    });
    if (unused !== undefined) scope.used.add(unused);
  }
}

function checkStages({ stages, reporter }: Scope): void {
  for (const { name, span } of stages.clashes()) {
    reporter.error(
      "name-twice",
      `${name} is also the name that a stage without one gets in the paths of weights`,
      span,
      { help: "use another name" },
    );
  }
}

function warnUnused(scope: Scope): void {
  const { used, names, definition, reporter } = scope;
  for (const { name, span, origin } of names.values()) {
    if (used.has(name) || name.endsWith("'")) continue;
    if (origin === "state") {
      reporter.warning(
        "unused",
        `state ${name} is never read, so it carries nothing from step to step`,
        span,
        { help: `use ${name}, for instance in \`affine(x, ${name})\`` },
      );
    } else {
      const help = origin === "statement" ? "remove it, or name it `_` among several results" : "remove it";
      reporter.warning("unused", `${name} is never used`, span, { help });
    }
  }
  for (const { role, name } of definition.params) {
    if ((role === "size" || scope.functions.has(name.text)) && !used.has(name.text)) {
      reporter.warning("unused", `${name.text} is never used`, name.span, { help: "remove it" });
    }
  }
  for (const [name, { span }] of scope.layers) {
    if (!used.has(name))
      reporter.warning("unused", `layer ${name} is never used`, span, { help: "remove it" });
  }
}
