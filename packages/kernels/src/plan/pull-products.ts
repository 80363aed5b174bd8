/**
 * pull products: x_t W is computed within the step where the step has rows enough.
 *
 *   before the loop  z = b + x W                 [T, B, N]
 *   in the step      z_t + h U        becomes    b + x_t W + h U
 *
 * The passes move x W out of the loop, where a single row a step (B = 1) gains from it: all steps are rows of one
 * product. With more rows the product in the step is as fast, and a sequence of T B N numbers is neither written nor
 * read. See hoist-inputs of @seqloom/graph for the move out.
 */
import {
  type Equation,
  type Graph,
  prune,
  type Rewriter,
  rewrite,
  type ScanAttributes,
  scanPrimitive,
  typeOf,
  type ValueId,
} from "@seqloom/graph";
import { reshapePrimitive } from "@seqloom/ops";
import { type ProductSumAttributes, productSumPrimitive } from "./product-sum.ts";

/** Rows a step from which a product in the step is as fast as one over all steps. */
const enoughRows = 4;

export function pullProducts(graph: Graph): Graph {
  const maker = new Map<ValueId, Equation>(
    graph.equations.flatMap((e) => e.outputs.map((id) => [id, e] as const)),
  );
  const uses = new Map<ValueId, number>();
  for (const id of [...graph.equations.flatMap((e) => e.inputs), ...graph.outputs]) {
    uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  const ownMaker = (id: ValueId | undefined): Equation | undefined =>
    id !== undefined && uses.get(id) === 1 ? maker.get(id) : undefined;

  return prune(
    rewrite(graph, (equation, to) => {
      if (equation.primitive !== scanPrimitive) return undefined;
      const given = equation.attributes as ScanAttributes; // of a scan
      let scan: Scan = {
        attributes: { ...given, body: pullProducts(given.body) },
        inputs: equation.inputs.map(to.at),
      };
      equation.inputs.slice(given.constants + given.carries).forEach((id, k) => {
        const reshaped = ownMaker(id);
        const product = reshaped?.primitive === reshapePrimitive ? ownMaker(reshaped.inputs[0]) : undefined;
        if (product?.primitive === productSumPrimitive) scan = pull(graph, scan, k, product, to);
      });
      return to.add(scanPrimitive, scan.inputs, scan.attributes);
    }),
  );
}

interface Scan {
  readonly attributes: ScanAttributes;
  readonly inputs: readonly ValueId[];
}

/** The scan with the product behind its k-th sequence done in the step; the scan itself where that does not fit. */
function pull(graph: Graph, scan: Scan, k: number, product: Equation, to: Rewriter): Scan {
  const { body, constants, carries, length } = scan.attributes;
  const place = constants + carries + k;
  const sequence = body.inputs[place];
  const [start, x, w] = product.inputs;
  const [terms] = (product.attributes as ProductSumAttributes).terms; // of a product sum
  if (sequence === undefined || start === undefined || x === undefined || w === undefined) return scan;
  const target = body.equations.find((e) => e.inputs.includes(sequence));
  const isStart =
    target?.primitive === productSumPrimitive &&
    target.inputs.filter((id) => id === sequence).length === 1 &&
    target.inputs[0] === sequence &&
    body.equations.filter((e) => e.inputs.includes(sequence)).length === 1 &&
    !body.outputs.includes(sequence);
  const [rows = 0] = typeOf(body, sequence).shape;
  const inner = typeOf(graph, x).shape[1] ?? 0;
  const isRow = typeOf(graph, start).shape.length === 1;
  if (!isStart || target === undefined || terms === undefined || terms.transposeA) return scan;
  if (!isRow || typeOf(body, sequence).shape.length !== 2 || rows < enoughRows) return scan;

  const steps = to.add(reshapePrimitive, [to.at(x)], { shape: [length, rows, inner] })[0];
  if (steps === undefined) return scan;
  const fresh = body.types.length;
  const [bias, weights, entry] = [fresh, fresh + 1, fresh + 2];
  const attributes = target.attributes as ProductSumAttributes; // of a product sum
  const joined: Equation = {
    ...target,
    attributes: { terms: [{ ...terms }, ...attributes.terms] },
    inputs: [bias, entry, weights, ...target.inputs.slice(1)],
  };
  const types = [
    ...body.types,
    typeOf(graph, start),
    typeOf(graph, w),
    { dtype: typeOf(graph, x).dtype, shape: [rows, inner] },
  ];
  return {
    attributes: {
      ...scan.attributes,
      constants: constants + 2,
      body: {
        ...body,
        types,
        inputs: [bias, weights, ...body.inputs.map((id) => (id === sequence ? entry : id))],
        equations: body.equations.map((e) => (e === target ? joined : e)),
      },
    },
    inputs: [to.at(start), to.at(w), ...scan.inputs.map((id, i) => (i === place ? steps : id))],
  };
}
