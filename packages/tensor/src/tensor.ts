/** The tensor: a typed array with a shape. Row-major, contiguous, immutable by contract. */
import { SeqError } from "@seqloom/diagnostic";
import { type DType, dtypeOfData, type TypedData } from "./dtype.ts";
import { format } from "./print.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "./shape.ts";

/** What Node's console and debuggers look for; browsers ignore it. */
const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * Numbers with a shape. The data are row-major and contiguous; nobody writes to them after creation.
 *
 * @example const x = new Tensor("f32", [2, 3], new Float32Array(6));
 */
export class Tensor {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: TypedData;

  /**
   * @throws SeqError "shape-invalid" unless all sizes are whole numbers from 0, "data-size" if the data do not fill
   *         the shape, "data-type" if they are of another dtype
   */
  constructor(dtype: DType, shape: Shape, data: TypedData) {
    checkShape(shape);
    if (data.length !== sizeOf(shape)) {
      throw new SeqError(
        "data-size",
        `a tensor of shape ${formatShape(shape)} holds ${sizeOf(shape)} numbers, the data have ${data.length}`,
        {
          help: "give a shape whose product is the length of the data",
          details: { shape, length: data.length },
        },
      );
    }
    if (dtypeOfData(data) !== dtype) {
      throw new SeqError("data-type", `${data.constructor.name} cannot hold ${dtype}`, {
        help: "use fromData, which takes the dtype of the array, and convert",
        details: { dtype },
      });
    }
    this.dtype = dtype;
    this.shape = shape;
    this.data = data;
  }

  get size(): number {
    return this.data.length;
  }

  get rank(): number {
    return this.shape.length;
  }

  /**
   * The single number of a tensor of one element.
   *
   * @throws SeqError "not-scalar" for more or fewer elements
   */
  item(): number {
    const [value] = this.data;
    if (value === undefined || this.size !== 1) {
      throw new SeqError(
        "not-scalar",
        `item() needs one element, this tensor is ${formatShape(this.shape)}`,
        {
          help: "reduce it first, for instance with sum or mean",
          details: { shape: this.shape },
        },
      );
    }
    return value;
  }

  /** As NumPy prints it; long axes are cut in the middle, so it is safe for any size. */
  toString(): string {
    return format(this);
  }

  [inspect](): string {
    return format(this);
  }
}
