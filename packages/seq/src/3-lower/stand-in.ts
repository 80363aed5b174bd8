/** Values of which only the type is known: what is done to them gives types, and takes neither time nor memory. */
import { type Interpreter, Traced, type Value, withLevel } from "@seqloom/ops";
import type { TensorType } from "@seqloom/tensor";

class StandIn extends Traced {
  readonly interpreter: Interpreter;

  constructor(type: TensorType, interpreter: Interpreter) {
    super(type);
    this.interpreter = interpreter;
  }
}

/** Runs `body` with a maker of stand-ins; they mean nothing outside of it. */
export function withStandIns<R>(body: (make: (type: TensorType) => Value) => R): R {
  return withLevel((level) => {
    const interpreter: Interpreter = {
      level,
      bind: (primitive, inputs, attributes) =>
        primitive.type(inputs, attributes).map((type) => new StandIn(type, interpreter)),
    };
    return body((type) => new StandIn(type, interpreter));
  });
}
