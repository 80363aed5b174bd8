/** Values masked by place or by truth. */
import { SeqError } from "@seqloom/diagnostic";
import { allocate, formatShape, fromData, sameShape, scalar, type Tensor } from "@seqloom/tensor";
import { cast } from "../primitives/cast.ts";
import { reshape } from "../primitives/reshape.ts";
import { where } from "../primitives/where.ts";
import { concrete, type Operand, type Value } from "../value.ts";
import { takeRows } from "./gather.ts";

/** The last two axes with 0 above the diagonal (`diagonal` > 0: above one further up, < 0: further down). */
export function tril(x: Value, diagonal = 0): Value {
  return where(
    triangle(x, (row, column) => column - row <= diagonal, "tril"),
    x,
    scalar(0, x.dtype),
  );
}

/** The last two axes with 0 below the diagonal (`diagonal` > 0: below one further up, < 0: further down). */
export function triu(x: Value, diagonal = 0): Value {
  return where(
    triangle(x, (row, column) => column - row >= diagonal, "triu"),
    x,
    scalar(0, x.dtype),
  );
}

function triangle(x: Value, keep: (row: number, column: number) => boolean, op: string): Tensor {
  const [rows, columns] = x.shape.slice(-2);
  if (rows === undefined || columns === undefined) {
    throw new SeqError("shape-mismatch", `${op}: ${formatShape(x.shape)} has no rows and columns`, {
      help: "give a value of two or more axes",
      details: { op, shape: x.shape },
    });
  }
  const data = allocate("bool", rows * columns);
  for (let i = 0; i < data.length; i++) data[i] = Number(keep(Math.floor(i / columns), i % columns));
  return fromData(data, [rows, columns]);
}

/** The value with `fill` where the mask is true; both broadcast. */
export function maskedFill(x: Value, mask: Value, fill: Operand): Value {
  return where(mask, fill, x);
}

/**
 * The entries of x where the mask is true, in row-major order: [count].
 *
 * @param mask  bool, of x's shape; a tensor, since the shape of the result depends on its numbers
 * @throws SeqError "data-dependent-shape" when the mask is being traced, "shape-mismatch"
 */
export function booleanIndex(x: Value, mask: Value): Value {
  if (!sameShape(x.shape, mask.shape)) {
    throw new SeqError(
      "shape-mismatch",
      `booleanIndex: the mask ${formatShape(mask.shape)} has not the shape of the value ${formatShape(x.shape)}`,
      {
        help: "give a mask of the same shape",
        details: { op: "booleanIndex", shape: x.shape, mask: mask.shape },
      },
    );
  }
  const known = concrete(cast(mask, "bool"));
  if (known === undefined) {
    throw new SeqError(
      "data-dependent-shape",
      "booleanIndex: how many entries the mask picks is not known while a function is traced",
      {
        help: "keep the shape and blank out the rest: where(mask, x, 0)",
        details: { op: "booleanIndex", shape: x.shape },
      },
    );
  }
  const places = Array.from(known.data.keys()).filter((i) => known.data[i] !== 0);
  return takeRows(reshape(x, [-1]), fromData(Int32Array.from(places)));
}
