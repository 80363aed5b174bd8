/** First values made from other first values. */
import { allocate, fold, fromData, sizeOf } from "@seqloom/tensor";
import type { Initialiser } from "../module.ts";

/** A part of a parameter with a start of its own. */
export interface Block {
  readonly rows: number;
  readonly init: Initialiser;
}

/** Blocks of rows one below another, each drawn with its own key: the gates of a stacked weight. */
export function stackedStart(blocks: readonly Block[]): Initialiser {
  return (rng, shape, dtype) => {
    const rest = shape.slice(1);
    const data = allocate(dtype, sizeOf(shape));
    let at = 0;
    blocks.forEach(({ rows, init }, i) => {
      const block = init(fold(rng, i), [rows, ...rest], dtype);
      data.set(block.data, at);
      at += block.size;
    });
    return fromData(data, shape);
  };
}

/** The values of another start, each moved by the same number. */
export function shiftedStart(init: Initialiser, by: number): Initialiser {
  if (by === 0) return init;
  return (rng, shape, dtype) => {
    const data = allocate(dtype, sizeOf(shape));
    data.set(init(rng, shape, dtype).data);
    for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) + by;
    return fromData(data, shape);
  };
}
