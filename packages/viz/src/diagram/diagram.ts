/**
 * A dataflow graph as boxes and arrows, with time folded: the body of a scan is drawn once, and what it carries to the
 * next step leads back to where it comes in.
 */
import { type Equation, type Graph, isGraph, typeOf, type ValueId } from "@seqloom/graph";
import { formatType } from "@seqloom/tensor";

export interface DiagramNode {
  readonly id: string;
  readonly label: string;
  readonly kind: "input" | "constant" | "operation" | "carry" | "output";
  /** The cell it stands in; missing outside of all. */
  readonly cell: string | undefined;
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** The type of the value: `f32[2, 4]`. */
  readonly label: string;
  /** `next`: from one step to the next. */
  readonly kind: "value" | "next";
}

/** One step of a scan. */
export interface DiagramCell {
  readonly id: string;
  /** `scan, 60 steps` */
  readonly label: string;
  /** The cell around it. */
  readonly inside: string | undefined;
}

export interface Diagram {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  readonly cells: readonly DiagramCell[];
}

/**
 * Boxes and arrows of a graph. Inputs and constants that nothing reads are left out; single numbers stand in the box
 * that uses them.
 *
 * @example toDot(diagramOf(trace((x) => tanh(x), [{ dtype: "f32", shape: [2] }])));
 */
export function diagramOf(graph: Graph): Diagram {
  const drawing = new Drawing();
  drawing.outermost(graph);
  return drawing;
}

/** Where the value of an id is drawn. */
type Places = Map<ValueId, string>;

class Drawing implements Diagram {
  readonly nodes: DiagramNode[] = [];
  readonly edges: DiagramEdge[] = [];
  readonly cells: DiagramCell[] = [];

  outermost(graph: Graph): void {
    const places: Places = new Map();
    const read = readIn(graph);
    for (const [i, id] of graph.inputs.entries())
      if (read.has(id)) places.set(id, this.node("input", graph.names.get(id) ?? `input ${i}`, undefined));
    this.equations(graph, places, undefined);
    for (const [i, id] of graph.outputs.entries())
      this.flow(graph, id, this.node("output", graph.names.get(id) ?? `output ${i}`, undefined), places);
  }

  private equations(graph: Graph, places: Places, cell: string | undefined): void {
    const read = readIn(graph);
    for (const [id, value] of graph.constants)
      if (value.size !== 1 && read.has(id))
        places.set(id, this.node("constant", graph.names.get(id) ?? formatType(typeOf(graph, id)), cell));
    for (const equation of graph.equations) {
      const { body } = equation.attributes;
      if (isGraph(body)) this.scan(graph, equation, body, places, cell);
      else this.operation(graph, equation, places, cell);
    }
  }

  private operation(
    graph: Graph,
    { primitive, inputs, outputs }: Equation,
    places: Places,
    cell: string | undefined,
  ) {
    const numbers = inputs.flatMap((id) => {
      const constant = graph.constants.get(id);
      return constant?.size === 1 ? [String(constant.data[0])] : [];
    });
    const named = outputs.flatMap((id) => graph.names.get(id) ?? []);
    const call = numbers.length === 0 ? primitive.name : `${primitive.name} ${numbers.join(", ")}`;
    const node = this.node("operation", named.length === 0 ? call : `${named.join(", ")} = ${call}`, cell);
    for (const id of inputs) this.flow(graph, id, node, places);
    for (const id of outputs) places.set(id, node);
  }

  /** Draws the body of a scan once. Its inputs: what is the same at every step, what is carried, an entry for each step. */
  private scan(
    graph: Graph,
    { attributes, inputs, outputs }: Equation,
    body: Graph,
    places: Places,
    cell: string | undefined,
  ) {
    const { constants, carries, length, reverse } = attributes;
    const id = `cell${this.cells.length}`;
    const way = reverse === true ? ", from the last to the first" : "";
    this.cells.push({ id, label: `each of ${String(length)} steps${way}`, inside: cell });
    const [first, last] = [Number(constants), Number(constants) + Number(carries)];
    const inner: Places = new Map();
    const carried: string[] = [];
    const read = readIn(body);
    for (const [i, own] of body.inputs.entries()) {
      const outer = inputs[i];
      const isCarry = i >= first && i < last;
      if (isCarry) {
        const node = this.node("carry", body.names.get(own) ?? `state ${i - first}`, id);
        carried.push(node);
        inner.set(own, node);
        if (outer !== undefined) this.flow(graph, outer, node, places);
      } else if (read.has(own) && outer !== undefined) {
        const place = places.get(outer);
        const constant = graph.constants.get(outer);
        if (place !== undefined) inner.set(own, place);
        else if (constant !== undefined)
          inner.set(
            own,
            this.node(
              "constant",
              constant.size === 1 ? String(constant.data[0]) : formatType(typeOf(graph, outer)),
              cell,
            ),
          );
      }
    }
    this.equations(body, inner, id);
    for (const [i, own] of body.outputs.entries()) {
      const place = inner.get(own);
      const outer = outputs[i];
      const back = carried[i];
      if (back !== undefined) this.flow(body, own, back, inner, "next");
      if (outer !== undefined && place !== undefined) places.set(outer, place);
    }
  }

  private flow(
    graph: Graph,
    id: ValueId,
    to: string,
    places: Places,
    kind: DiagramEdge["kind"] = "value",
  ): void {
    const from = places.get(id);
    if (from !== undefined) this.edges.push({ from, to, label: formatType(typeOf(graph, id)), kind });
  }

  private node(kind: DiagramNode["kind"], label: string, cell: string | undefined): string {
    const id = `n${this.nodes.length}`;
    this.nodes.push({ id, label, kind, cell });
    return id;
  }
}

/** Values that an equation or the end of a graph takes. */
function readIn({ equations, outputs }: Graph): ReadonlySet<ValueId> {
  return new Set([...equations.flatMap(({ inputs }) => inputs), ...outputs]);
}
