/**
 * The whole of a model, block or cell: its parameters, its body, and whether it gives what it promises.
 */
import type { Definition, Param } from "../../1-parse/syntax.ts";
import { cellOptions } from "../../tables/layers.ts";
import { type Axis, axis, fixedAxes, sizeOf } from "../axes/axis.ts";
import { listOf } from "../reporter.ts";
import { statementsIn } from "../syntax-walk.ts";
import type { Traits, TypedBody } from "../types.ts";
import { checkStates, checkWidths } from "./check-cell.ts";
import type { DefinitionRequest } from "./definition-request.ts";
import { inferBody } from "./infer-body.ts";
import { openParam } from "./open-params.ts";
import { cellResults, promisedResults } from "./results.ts";
import { constantSizes, fixedSizes, type Scope, StageNames } from "./scope.ts";

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
  const hasRoom = request.bodies.hasRoom(definition.body.length, definition.name.span, scope);
  const inferred = inferBody(hasRoom ? definition.body : [], scope);
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
  // A line that did not parse may read anything.
  if ([...statementsIn(scope.definition.body)].some(({ kind }) => kind === "broken")) return;
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
