/** The state of planning one graph (the whole, or the body of a scan): where its values are. */
import { SeqError } from "@seqloom/diagnostic";
import { type Equation, type Graph, typeOf, type ValueId } from "@seqloom/graph";
import {
  broadcastPrimitive,
  permutePrimitive,
  reshapePrimitive,
  type SliceRange,
  slicePrimitive,
} from "@seqloom/ops";
import { type DType, sizeOf, type Tensor, type TensorType } from "@seqloom/tensor";
import { classOf } from "./classify.ts";
import type { Buffer, BufferRole, Instruction, View, WordType } from "./plan.ts";
import { broadcastView, permuteView, reshapeView, sameView, sliceView, wholeView } from "./views.ts";

/** Buffers of the plan under construction. */
export class Arena {
  readonly buffers: Buffer[] = [];
  private readonly constants = new Map<Tensor, View>();

  add(role: BufferRole, type: TensorType, value?: Tensor): View {
    const id = this.buffers.length;
    this.buffers.push({ id, role, size: sizeOf(type.shape), start: 0, ...(value && { value }) });
    return wholeView(id, type.shape, wordOf(type.dtype));
  }

  constant(tensor: Tensor): View {
    const known = this.constants.get(tensor);
    const view = known ?? this.add("constant", tensor, tensor);
    this.constants.set(tensor, view);
    return view;
  }
}

/** @throws SeqError "internal" for f64, which the caller has sorted out before */
export function wordOf(dtype: DType): WordType {
  if (dtype === "f64") throw new SeqError("internal", "internal: f64 reached the planner of 4-byte words");
  return dtype;
}

export class Block {
  readonly graph: Graph;
  readonly arena: Arena;
  /** How many scans are around. */
  readonly depth: number;
  readonly instructions: Instruction[] = [];
  readonly maker = new Map<ValueId, Equation>();
  /** Where a value must end up, known before it is made. */
  readonly targets = new Map<ValueId, View>();
  /** Further places to which values are copied at the end. */
  readonly extras: { readonly id: ValueId; readonly to: View }[] = [];
  private readonly places = new Map<ValueId, View>();

  constructor(graph: Graph, arena: Arena, depth: number) {
    this.graph = graph;
    this.arena = arena;
    this.depth = depth;
    for (const equation of graph.equations) for (const id of equation.outputs) this.maker.set(id, equation);
  }

  place(id: ValueId, view: View): void {
    this.places.set(id, view);
  }

  isPlaced(id: ValueId): boolean {
    return this.places.has(id);
  }

  shapeOf(id: ValueId): readonly number[] {
    return typeOf(this.graph, id).shape;
  }

  /** Where a value is; a view of another value is followed, and copied where strides cannot say it. */
  at(id: ValueId): View {
    const known = this.places.get(id);
    if (known !== undefined) return known;
    const constant = this.graph.constants.get(id);
    const view = constant === undefined ? this.follow(id) : this.arena.constant(constant);
    this.places.set(id, view);
    return view;
  }

  private follow(id: ValueId): View {
    const equation = this.maker.get(id);
    const [from] = equation?.inputs ?? [];
    if (equation === undefined || from === undefined || classOf(equation) !== "view")
      throw new SeqError("internal", `internal: value ${id} has no place yet`);
    return viewOf(equation, this.at(from)) ?? this.moved(this.at(from), this.shapeOf(id));
  }

  /** A contiguous copy under another shape. */
  private moved(from: View, shape: readonly number[]): View {
    const copy = this.scratch({ dtype: from.type, shape: from.shape });
    this.copy(from, copy);
    return reshapeView(copy, shape) ?? copy;
  }

  /** Where a new value goes: its target if it has one, else a buffer of its own. */
  destination(id: ValueId): View {
    const view = this.targets.get(id) ?? this.scratch(typeOf(this.graph, id));
    this.places.set(id, view);
    return view;
  }

  scratch(type: TensorType): View {
    return this.arena.add("scratch", type);
  }

  copy(from: View, to: View): void {
    const source = broadcastView(from, to.shape);
    if (sizeOf(to.shape) === 0 || sameView(source, to)) return;
    this.instructions.push({
      kind: "loop",
      shape: to.shape,
      loads: [source],
      numbers: [],
      operations: [],
      stores: [{ view: to, from: 0 }],
    });
  }

  fill(to: View, value: number): void {
    if (sizeOf(to.shape) === 0) return;
    this.instructions.push({
      kind: "loop",
      shape: to.shape,
      loads: [],
      numbers: [{ value, type: to.type }],
      operations: [],
      stores: [{ view: to, from: 0 }],
    });
  }
}

/** What a view equation makes of a view; undefined where numbers would have to move. */
function viewOf({ primitive, attributes }: Equation, from: View): View | undefined {
  switch (primitive) {
    case reshapePrimitive:
      return reshapeView(from, (attributes as { readonly shape: readonly number[] }).shape); // as reshape makes them
    case broadcastPrimitive:
      return broadcastView(from, (attributes as { readonly shape: readonly number[] }).shape);
    case permutePrimitive:
      return permuteView(from, (attributes as { readonly axes: readonly number[] }).axes);
    case slicePrimitive:
      return sliceView(from, (attributes as { readonly ranges: readonly SliceRange[] }).ranges);
    default:
      return from; // stopGradient
  }
}
