/**
 * Recurrent layers: the built-in cells, and what a cell of one's own shares with them.
 */
import { type Axis, axis, sizeOf } from "../axes/axis.ts";
import { constant, multiply } from "../axes/polynomial.ts";
import { isClash, pairwise, reportClash } from "../body/arithmetic.ts";
import type { StateType, Type, Typed, ValueType } from "../types.ts";
import { showType, valueType } from "../types.ts";
import {
  allButLast,
  areMeasurements,
  label,
  loopPlace,
  made,
  numberOf,
  type Rule,
  type RuleCall,
  sees,
  sizesOf,
  truthOf,
} from "./call.ts";

/** What the states of each built-in cell are called. */
const builtInStates: ReadonlyMap<string, readonly string[]> = new Map([
  ["rnn", ["h"]],
  ["lstm", ["h", "c"]],
  ["gru", ["h"]],
]);

export const builtInCell: Rule = (call) => {
  const [n] = sizesOf(call, "n");
  if (n === undefined || !areMeasurements(call)) return undefined;
  const states = builtInStates.get(call.name) ?? [];
  return recurrentResults(call, [n], new Map(states.map((name) => [name, [n]])));
};

/**
 * The results of a cell's layer: its outputs at every step, and the states after the last.
 *
 * @param outputs  the last axis of each result
 * @param states   the axes of each state at one step
 */
export function recurrentResults(
  call: RuleCall,
  outputs: readonly Axis[],
  states: ReadonlyMap<string, readonly Axis[]>,
): readonly Type[] | undefined {
  const place = loopPlace(call);
  if (place === undefined || !hasFeatures(call, place)) return undefined;
  const two = truthOf(call, "bidirectional");
  if (two && truthOf(call, "reverse")) {
    call.reporter.error("option-conflict", "a bidirectional layer reads backwards already", call.span, {
      help: "remove `reverse`",
    });
    return undefined;
  }
  const { first } = call;
  const rest = first.axes.filter((_, i) => i !== place && i !== first.axes.length - 1);
  const parts = new Map([...states].map(([name, axes]) => [name, valueType([...rest, ...axes])]));
  const layers = numberOf(call, "layers") ?? 1;
  const state: StateType = { kind: "state", cell: call.name, layers, bidirectional: two, parts };
  if (!startFits(call, state)) return undefined;
  const seen = two
    ? sees(call, first.axes[place], "backward")
    : truthOf(call, "reverse")
      ? sees(call, first.axes[place], "reverse")
      : [];
  const results = outputs.map((n): Type => {
    const y = made(call, [...allButLast(first), two ? doubled(n, call) : n], seen);
    return two ? { ...y, traits: { ...y.traits, both: true } } : y;
  });
  return [...results, state];
}

function doubled(n: Axis, { solution }: RuleCall): Axis {
  return axis(undefined, multiply(constant(2), sizeOf(n, solution)));
}

/** At each step there must be numbers along a last axis, and that is not the ordered one. */
function hasFeatures(call: RuleCall, place: number): boolean {
  if (place !== call.first.axes.length - 1) return true;
  const name = label(call);
  call.reporter.error(
    "axis-missing",
    `${call.name} reads several numbers at each step; ${name} is ${showType(call.first, call.solution)}, one number`,
    call.span,
    {
      help: `give it a last axis of one: \`stack(${name}, as = value) -> ${call.written}\``,
    },
  );
  return false;
}

/** `start = state` wants states of the same cell, layers and directions; `start = (h, c)` first values for one layer. */
function startFits(call: RuleCall, state: StateType): boolean {
  const [setting] = call.settings.get("start") ?? [];
  if (setting?.kind !== "typed") return true;
  const { typed } = setting;
  if (typed.kind !== "tuple" && typed.type.kind === "unknown") return false;
  if (typed.type.kind === "state") return stateFits(call, typed, typed.type, state);
  const values = typed.kind === "tuple" ? typed.items : [typed];
  const names = [...state.parts.keys()];
  if (values.length !== names.length || state.layers !== 1 || state.bidirectional) {
    const wants =
      names.length === 1
        ? `first values for ${names[0]}`
        : `first values for ${names.join(" and ")}: \`start = (${names.join(", ")})\``;
    call.reporter.error(
      "start-state",
      `start of ${call.name} wants ${state.layers === 1 && !state.bidirectional ? wants : "a state of the same cell, layers and directions"}`,
      typed.span,
      {
        help: "hand in the state that such a layer gives, or leave `start` out",
      },
    );
    return false;
  }
  return values.every((value, i) => {
    const part = state.parts.get(names[i] ?? "");
    return part === undefined || valueFits(call, value, part);
  });
}

function stateFits(call: RuleCall, typed: Typed, given: StateType, wanted: StateType): boolean {
  if (
    given.cell !== wanted.cell ||
    given.layers !== wanted.layers ||
    given.bidirectional !== wanted.bidirectional
  ) {
    call.reporter.error(
      "start-state",
      `${typed.label} is a state of ${described(given)}; ${call.name} here starts from one of ${described(wanted)}`,
      typed.span,
      {
        help: "use the same cell, layers and directions on both sides, or hand over one value: `start = state.h`",
      },
    );
    return false;
  }
  return [...wanted.parts].every(([name, part]) => {
    const type = given.parts.get(name);
    return type === undefined || valueFits(call, { ...typed, type, label: `${typed.label}.${name}` }, part);
  });
}

function described({ cell, layers, bidirectional }: StateType): string {
  return `${cell} with ${layers} layer${layers === 1 ? "" : "s"}${bidirectional ? " in both directions" : ""}`;
}

function valueFits(call: RuleCall, given: Typed, wanted: ValueType): boolean {
  if (given.type.kind === "unknown") return false;
  const axes =
    given.type.kind === "value" ? pairwise(given.type.axes, wanted.axes, call.solution) : undefined;
  if (axes !== undefined && !isClash(axes)) return true;
  const inner: Typed = { kind: "broken", span: call.span, type: wanted, label: `a state of ${call.name}` };
  reportClash(
    axes ?? { why: "axis-missing", left: undefined, right: undefined },
    given,
    inner,
    given.span,
    call,
    "+",
  );
  return false;
}
