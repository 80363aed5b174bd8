/** Makes a graph equation by equation. The only place where a graph under construction changes. */
import { internalFault } from "@seqloom/diagnostic";
import { type Attributes, originNow, type Primitive } from "@seqloom/ops";
import type { Tensor, TensorType } from "@seqloom/tensor";
import type { Equation, Graph, ValueId } from "./graph.ts";

export class GraphBuilder {
  readonly types: TensorType[] = [];
  readonly constants = new Map<ValueId, Tensor>();
  readonly names = new Map<ValueId, string>();
  readonly equations: Equation[] = [];
  readonly inputs: ValueId[] = [];

  private value(type: TensorType): ValueId {
    return this.types.push({ dtype: type.dtype, shape: type.shape }) - 1;
  }

  input(type: TensorType, name?: string): ValueId {
    const id = this.value(type);
    this.inputs.push(id);
    if (name !== undefined) this.names.set(id, name);
    return id;
  }

  constant(tensor: Tensor): ValueId {
    const id = this.value(tensor);
    this.constants.set(id, tensor);
    return id;
  }

  /** Adds an equation; the types of its outputs come from the primitive's shape rule. */
  equation(primitive: Primitive, inputs: readonly ValueId[], attributes: Attributes): readonly ValueId[] {
    const types = primitive.type(
      inputs.map((id) => this.typeOf(id)),
      attributes,
    );
    const outputs = types.map((type) => this.value(type));
    const origin = originNow();
    this.equations.push({ primitive, attributes, inputs, outputs, ...(origin !== undefined && { origin }) });
    return outputs;
  }

  typeOf(id: ValueId): TensorType {
    const type = this.types[id];
    if (type === undefined) throw internalFault(`value ${id} has no type`);
    return type;
  }

  finish(outputs: readonly ValueId[], inputs: readonly ValueId[] = this.inputs): Graph {
    return {
      inputs,
      equations: this.equations,
      outputs,
      types: this.types,
      constants: this.constants,
      names: this.names,
    };
  }
}
