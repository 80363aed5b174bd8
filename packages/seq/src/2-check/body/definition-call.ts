/**
 * Calls of blocks and cells: what their free names and sizes stand for, and what comes out in the caller's names.
 */
import { type Axis, nameOf } from "../axes/axis.ts";
import { type Entry, titleOf } from "../library.ts";
import { Reporter } from "../reporter.ts";
import { loopPlace, type RuleCall } from "../rules/call.ts";
import { recurrentResults } from "../rules/recurrent.ts";
import {
  aheadOf,
  type Settings,
  showType,
  type Traits,
  type Type,
  type TypedBody,
  valueType,
} from "../types.ts";
import { quoted } from "../written.ts";
import { bindType, freshName } from "./bind-types.ts";
import { optionsOf, settingsOf } from "./definition-options.ts";
import { type DefinitionCall, type DefinitionResult, formOf, valueParams } from "./definition-site.ts";
import { type CallBinding, constantSizes, fixedSizes, type Scope, StageNames } from "./scope.ts";
import { axisOfSize, typeOf } from "./sizes.ts";

/** Blocks in blocks: each stands on the stack of whoever walks through the model. */
const nestedAtMost = 32;

/** The types that a call of a block or cell gives; undefined if something was wrong and has been reported. */
export function callDefinition(call: DefinitionCall): DefinitionResult | undefined {
  const { entry, scope, span } = call;
  const checked = scope.bodies.check(entry);
  const settings = settingsOf(call);
  const formal = formalScope(entry, scope);
  const options = optionsOf(call);
  const hasSizes = bindSizes(call, formal);
  if (checked?.cycle !== undefined) usesItself(call, checked.cycle);
  const isDeep = checked !== undefined && checked.depth >= nestedAtMost;
  if (checked?.depth === nestedAtMost) tooDeep(call);
  if (
    checked === undefined ||
    checked.cycle !== undefined ||
    isDeep ||
    settings === undefined ||
    options === undefined ||
    !hasSizes
  )
    return undefined;
  if (call.inputs.some(({ type }) => type.kind === "unknown") || entry.definition.headBroken)
    return undefined;
  const rule = ruleCall(call, settings);
  if (rule === undefined) return undefined;
  const place = entry.definition.kind === "cell" ? loopPlace(rule) : undefined;
  if (entry.definition.kind === "cell" && place === undefined) return undefined;
  const values = bindValues(call, formal, place);
  if (values === undefined) return undefined;
  const binding: CallBinding = { sizes: formal.sizes, values, options };
  if (entry.definition.kind === "cell") return cellResult(call, rule, binding, formal, settings);
  const body = scope.bodies.expand(entry, binding, scope, span);
  const results = entry.definition.results.map(({ type }, i): Type => {
    const found = typeOf(type, formal, freshName(formal));
    return found === undefined
      ? { kind: "unknown" }
      : { ...found, traits: traitsOf(call, checked.traits[i]) };
  });
  return { results, settings, body };
}

function usesItself({ entry, calleeSpan, scope }: DefinitionCall, cycle: readonly string[]): void {
  const message = `${titleOf(entry.definition)} uses itself (${cycle.join(" -> ")}); time is the only loop`;
  scope.reporter.error("recursion", message, calleeSpan, { help: "write `repeat`, or a cell" });
}

function tooDeep({ calleeSpan, scope }: DefinitionCall): void {
  const message = `definitions stand more than ${nestedAtMost} deep in each other here`;
  scope.reporter.error("model-large", message, calleeSpan, { help: "write `repeat`, or longer blocks" });
}

/** What the body did to a result, told at the call, and what was done to the inputs before. */
function traitsOf(call: DefinitionCall, traits: Traits = {}): Traits {
  const own = (traits.ahead ?? []).map((ahead) => ({ ...ahead, span: call.span }));
  const { ahead: handed = [] } = aheadOf(...call.inputs.map(({ type }) => type));
  const ahead = [...handed, ...own];
  const squashed = traits.squashed === undefined ? {} : { squashed: { ...traits.squashed, span: call.span } };
  return { ...(traits.both && { both: true }), ...squashed, ...(ahead.length > 0 && { ahead }) };
}

// ---- cells ----

function cellResult(
  call: DefinitionCall,
  rule: RuleCall,
  binding: CallBinding,
  formal: Scope,
  settings: Settings,
): DefinitionResult | undefined {
  const { definition } = call.entry;
  const body = call.scope.bodies.expand(call.entry, binding, call.scope, call.span);
  const states = new Map<string, readonly Axis[]>();
  for (const statement of definition.body) {
    if (statement.kind !== "state") continue;
    const type = typeOf(statement.type, formal, freshName(formal));
    if (type === undefined) return undefined;
    for (const { text } of statement.names) states.set(text, type.axes);
  }
  const outputs = cellOutputs(call, binding, formal, states, body);
  const results = outputs === undefined ? undefined : recurrentResults(rule, outputs, states);
  return results === undefined ? undefined : { results, settings, body };
}

/** The last axis of each result of a cell at one step. */
function cellOutputs(
  call: DefinitionCall,
  binding: CallBinding,
  formal: Scope,
  states: ReadonlyMap<string, readonly Axis[]>,
  expanded: TypedBody | undefined,
): Axis[] | undefined {
  const { definition } = call.entry;
  if (definition.results.length > 0) {
    const types = definition.results.map(({ type }) => typeOf(type, formal, freshName(formal))?.axes.at(-1));
    return types.every((one) => one !== undefined) ? types : undefined;
  }
  if (definition.body.at(-1)?.kind === "result") {
    // The width of a result line follows from the body alone.
    const body =
      expanded ??
      call.scope.bodies.expand(
        call.entry,
        binding,
        { ...call.scope, reporter: new Reporter(undefined) },
        call.span,
        true,
      );
    const type = body?.results[0]?.type;
    const last = type?.kind === "value" ? type.axes.at(-1) : undefined;
    return last === undefined ? undefined : [last];
  }
  const [first] = states.values();
  const last = first?.at(-1);
  return last === undefined ? undefined : [last];
}

// ---- binding ----

/** The scope in which a definition's types are read at one call: its own names, bound as we go. */
function formalScope({ definition, library }: Entry, scope: Scope): Scope {
  return {
    ...scope,
    definition,
    library,
    reporter: new Reporter(undefined), // its own mistakes are told where it is defined
    names: new Map(),
    poisoned: new Set(),
    layers: new Map(),
    sizes: new Map([...fixedSizes(definition.kind), ...constantSizes(library.constants)]),
    functions: new Map(),
    used: new Set(),
    states: new Map(),
    opens: [],
    notes: [],
    stages: new StageNames(),
    frame: undefined,
  };
}

function bindSizes(call: DefinitionCall, formal: Scope): boolean {
  const { entry, scope, rest, options, span, callee } = call;
  const params = entry.definition.params.filter(({ role }) => role === "size");
  let next = 0;
  let isWhole = true;
  for (const { name } of params) {
    const named = options.find((option) => option.name.text === name.text)?.value;
    const given = named ?? rest[next++];
    if (given === undefined) {
      scope.reporter.error("argument-missing", `${callee} needs a size for ${name.text}`, span, {
        help: `write \`${formOf(call)}\``,
      });
      return false;
    }
    const found = axisOfSize(given, scope);
    if (found === undefined) isWhole = false;
    else formal.sizes.set(name.text, found);
  }
  const extra = rest[next];
  if (extra !== undefined) {
    scope.reporter.error(
      "argument-extra",
      `${titleOf(entry.definition)} has no further argument for ${quoted(extra)}`,
      extra.span,
      {
        help: `write \`${formOf(call)}\`; options are given by name`,
      },
    );
    return false;
  }
  return isWhole;
}

/** Types of the value parameters, as the body sees them, once the names in them are bound. */
function bindValues(
  call: DefinitionCall,
  formal: Scope,
  loop: number | undefined,
): ReadonlyMap<string, Type> | undefined {
  const { entry, inputs, scope } = call;
  const loopAxis =
    loop === undefined ? undefined : nameOf(firstAxes(call)[loop] ?? { name: undefined, size: [] });
  const values = new Map<string, Type>();
  for (const [i, param] of valueParams(entry.definition).entries()) {
    const input = inputs[i];
    if (input === undefined || param.type === undefined) return undefined;
    if (input.type.kind !== "value") {
      const help =
        input.type.kind === "state"
          ? `use one of its values: \`${input.label}.${[...input.type.parts.keys()][0]}\``
          : "hand in a value with axes";
      scope.reporter.error(
        "value-wanted",
        `${call.callee} takes a value for ${param.name.text}; ${input.label} is ${showType(input.type, scope.solution)}`,
        input.span,
        { help },
      );
      return undefined;
    }
    const axes =
      loopAxis === undefined
        ? input.type.axes
        : input.type.axes.filter((one) => nameOf(one) !== "batch" && nameOf(one) !== loopAxis);
    if (!bindType(call, formal, param, { ...input, type: input.type }, axes)) return undefined;
    values.set(param.name.text, valueType(axes, input.type.of, input.type.traits));
  }
  return values;
}

function firstAxes({ inputs }: DefinitionCall): readonly Axis[] {
  const type = inputs[0]?.type;
  return type?.kind === "value" ? type.axes : [];
}

// ---- what rules need ----

function ruleCall(call: DefinitionCall, settings: Settings): RuleCall | undefined {
  const { inputs, scope, callee, span, written, entry } = call;
  const type = inputs[0]?.type;
  const name = entry.definition.kind === "cell" ? entry.definition.name.text : callee;
  const base = {
    name,
    written,
    span,
    inputs,
    settings,
    inCell: scope.definition.kind === "cell",
    reporter: scope.reporter,
    solution: scope.solution,
  };
  if (type?.kind === "value") return { ...base, first: type };
  const first = inputs[0];
  if (first !== undefined) {
    const help =
      type?.kind === "state"
        ? `use one of its values: \`${first.label}.${[...type.parts.keys()][0]}\``
        : "hand in a value with axes";
    scope.reporter.error(
      "value-wanted",
      `${callee} takes a value; ${first.label} is ${showType(first.type, scope.solution)}`,
      span,
      { help },
    );
  }
  return undefined;
}
