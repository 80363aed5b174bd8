/**
 * The gradient of scan: back-propagation through time (Werbos 1990) as a reverse scan over the differentiated body.
 *
 * The body of one step and its pullback are recorded together as one graph. What the step itself needs stays in
 * the forward scan; everything else moves to the reverse scan, which is handed the forward values it uses. So cheap
 * derivatives such as 1 - y * y are recomputed from y, and nothing is kept that the step does not compute anyway.
 */
import { internalFault } from "@seqloom/diagnostic";
import {
  type Equation,
  type Graph,
  interpret,
  type ScanAttributes,
  scanPrimitive,
  trace,
  typeOf,
  type ValueId,
  verify,
} from "@seqloom/graph";
import { add, bind, isDifferentiable, type Value } from "@seqloom/ops";
import { type TensorType, zeros } from "@seqloom/tensor";
import type { Pullback, Vjp } from "./pullback.ts";

type VjpOf = (f: (...inputs: Value[]) => readonly Value[], inputs: readonly Value[]) => Vjp;

/** One step and its pullback as one graph, with the places of everything in it. */
interface Joint {
  readonly graph: Graph;
  /** Per body input: whether the joint graph gives its cotangent. */
  readonly wanted: readonly boolean[];
  /** Per body output: whether it takes a cotangent. */
  readonly seeded: readonly boolean[];
}

/**
 * Runs a scan so that gradients can be sent back through it.
 *
 * @param inputs  constants, first carries and sequences of the scan
 * @param needed  which of them somebody wants a gradient of
 */
export function differentiateScan(
  inputs: readonly Value[],
  attributes: ScanAttributes,
  needed: readonly boolean[],
  vjp: VjpOf,
): { readonly outputs: readonly Value[]; readonly pullback: Pullback } {
  const { body, constants, carries } = attributes;
  const joint = recordJoint(attributes, needed, vjp);
  const { forward, backward, kept } = splitJoint(joint, attributes);
  const results = bind(scanPrimitive, inputs, { ...attributes, body: forward });
  const outputs = results.slice(0, body.outputs.length);
  const stacked = results.slice(body.outputs.length);

  const pullback: Pullback = (cotangents) => {
    const zeroOr = (i: number): Value => cotangents[i] ?? zerosLike(outputs[i]);
    const firstCarries = joint.seeded.flatMap((seeded, i) => (seeded && i < carries ? [zeroOr(i)] : []));
    const sums = inputs.flatMap((input, i) => (i < constants && joint.wanted[i] ? [zerosLike(input)] : []));
    const sequences = joint.seeded.flatMap((seeded, i) => (seeded && i >= carries ? [zeroOr(i)] : []));
    const sent = bind(
      scanPrimitive,
      [
        ...inputs.slice(0, constants),
        ...firstCarries,
        ...sums,
        ...sequences,
        ...kept.sequences.flatMap((i) => inputs[i] ?? []),
        ...stacked,
      ],
      {
        body: backward,
        constants,
        carries: firstCarries.length + sums.length,
        length: attributes.length,
        reverse: !attributes.reverse,
      },
    );
    const carriesBack = sent.slice(0, firstCarries.length);
    const sumsBack = sent.slice(firstCarries.length, firstCarries.length + sums.length);
    const sequencesBack = sent.slice(firstCarries.length + sums.length);
    return inputs.map((_, i) => {
      if (!joint.wanted[i]) return undefined;
      return (i < constants ? sumsBack : i < constants + carries ? carriesBack : sequencesBack).shift();
    });
  };
  return { outputs, pullback };
}

function zerosLike(value: Value | undefined): Value {
  if (value === undefined) throw internalFault("a scan lost an output");
  return zeros(value.shape, value.dtype);
}

/** Records (body inputs, cotangents of its outputs) -> (body outputs, cotangents of its inputs). */
function recordJoint(
  { body, constants, carries }: ScanAttributes,
  needed: readonly boolean[],
  vjp: VjpOf,
): Joint {
  const types = body.inputs.map((id) => typeOf(body, id));
  const results = body.outputs.map((id) => typeOf(body, id));
  // Every float carry takes part: its cotangent runs along time even where nobody asks for the first one.
  const wanted = types.map(
    (type, i) =>
      isDifferentiable(type) && (needed[i] === true || (i >= constants && i < constants + carries)),
  );
  const seeded = results.map(isDifferentiable);
  const graph = trace(
    (...given) => {
      const values = given.slice(0, types.length);
      const cotangents = given.slice(types.length);
      const active = values.filter((_, i) => wanted[i]);
      const { outputs, pullback } = vjp((...variables) => {
        const rest = [...variables];
        return interpret(
          body,
          values.map((value, i) => (wanted[i] ? (rest.shift() ?? value) : value)),
        );
      }, active);
      const seeds = [...cotangents];
      const back = pullback(seeded.map((yes) => (yes ? seeds.shift() : undefined)));
      return [...outputs, ...active.map((value, i) => back[i] ?? zerosLike(value))];
    },
    [...types, ...results.filter((_, i) => seeded[i])],
  );
  return { graph, wanted, seeded };
}

/** Cuts the joint graph in two. `kept.sequences`: body inputs that the reverse scan reads again as they are. */
function splitJoint(
  { graph, wanted, seeded }: Joint,
  { body, constants, carries }: ScanAttributes,
): {
  readonly forward: Graph;
  readonly backward: Graph;
  readonly kept: { readonly sequences: readonly number[] };
} {
  const forwardOutputs = graph.outputs.slice(0, body.outputs.length);
  const forwardEquations = reaching(graph, forwardOutputs);
  const isForward = new Set(forwardEquations);
  const backwardEquations = graph.equations.filter((equation) => !isForward.has(equation));
  const made = new Set([
    ...graph.inputs.slice(0, body.inputs.length),
    ...forwardEquations.flatMap((equation) => equation.outputs),
  ]);
  const results = graph.outputs.slice(body.outputs.length);
  const used = new Set(
    [...backwardEquations.flatMap((equation) => equation.inputs), ...results].filter((id) => made.has(id)),
  );

  const bodyInputs = graph.inputs.slice(0, body.inputs.length);
  const fixed = bodyInputs.slice(0, constants);
  const sequences = bodyInputs.flatMap((id, i) => (i >= constants + carries && used.has(id) ? [i] : []));
  const again = new Set([...fixed, ...sequences.flatMap((i) => bodyInputs[i] ?? [])]);
  const stacked = [...used].filter((id) => !again.has(id));

  const forward = {
    ...graph,
    inputs: bodyInputs,
    equations: forwardEquations,
    outputs: [...forwardOutputs, ...stacked],
  };
  const seeds = graph.inputs.slice(body.inputs.length);
  const places = wanted.flatMap((yes, i) => (yes ? [i] : [])); // of each result, among the body's inputs
  const resultsOf = (from: number, to: number) =>
    results.filter((_, k) => from <= (places[k] ?? -1) && (places[k] ?? -1) < to);
  const carrySeeds = seeded.filter((yes, i) => yes && i < carries).length;
  return {
    forward: verify(forward, "the forward half of a scan's gradient"),
    backward: addSums(graph, backwardEquations, {
      fixed,
      carrySeeds: seeds.slice(0, carrySeeds),
      sequenceInputs: [
        ...seeds.slice(carrySeeds),
        ...sequences.flatMap((i) => bodyInputs[i] ?? []),
        ...stacked,
      ],
      sums: resultsOf(0, constants),
      carries: resultsOf(constants, constants + carries),
      sequences: resultsOf(constants + carries, body.inputs.length),
    }),
    kept: { sequences },
  };
}

interface BackwardParts {
  readonly fixed: readonly ValueId[];
  readonly carrySeeds: readonly ValueId[];
  readonly sequenceInputs: readonly ValueId[];
  readonly sums: readonly ValueId[];
  readonly carries: readonly ValueId[];
  readonly sequences: readonly ValueId[];
}

/** The body of the reverse scan: cotangents of carries run along, those of constants are added up. */
function addSums(graph: Graph, equations: readonly Equation[], parts: BackwardParts): Graph {
  const local: Graph = {
    ...graph,
    inputs: [...parts.fixed, ...parts.carrySeeds, ...parts.sequenceInputs],
    equations,
    outputs: [...parts.carries, ...parts.sums, ...parts.sequences],
  };
  const inputTypes = (ids: readonly ValueId[]): TensorType[] => ids.map((id) => typeOf(graph, id));
  return trace(
    (...given) => {
      const take = (n: number) => given.splice(0, n);
      const fixed = take(parts.fixed.length);
      const seeds = take(parts.carrySeeds.length);
      const totals = take(parts.sums.length);
      const out = interpret(local, [...fixed, ...seeds, ...given]);
      const carriesOut = out.slice(0, parts.carries.length);
      const contributions = out.slice(parts.carries.length, parts.carries.length + parts.sums.length);
      const sums = contributions.map((value, i) => add(totals[i] ?? value, value));
      return [...carriesOut, ...sums, ...out.slice(parts.carries.length + parts.sums.length)];
    },
    [
      ...inputTypes(parts.fixed),
      ...inputTypes(parts.carrySeeds),
      ...inputTypes(parts.sums),
      ...inputTypes(parts.sequenceInputs),
    ],
  );
}

function reaching(graph: Graph, outputs: readonly ValueId[]): Equation[] {
  const live = new Set(outputs);
  const found: Equation[] = [];
  for (const equation of [...graph.equations].reverse()) {
    if (!equation.outputs.some((id) => live.has(id))) continue;
    found.push(equation);
    for (const id of equation.inputs) live.add(id);
  }
  return found.reverse();
}
