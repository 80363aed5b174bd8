/** A heat map on a canvas: one pixel a cell, scaled without smoothing. */

import type { Strip } from "../engine/picture.ts";
import { ramp } from "../page/inks.ts";

/** 256 colours along a ramp, as RGBA bytes. */
export function colourTable(colours: readonly string[]): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256 * 4);
  const stops = colours.map((text) => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)));
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * (stops.length - 1);
    const low = stops[Math.floor(place)] ?? [];
    const high = stops[Math.ceil(place)] ?? low;
    const share = place - Math.floor(place);
    for (let c = 0; c < 3; c++) table[i * 4 + c] = (low[c] ?? 0) * (1 - share) + (high[c] ?? 0) * share;
    table[i * 4 + 3] = 255;
  }
  return table;
}

/** Rows are units in the given order, columns time steps. */
export function paint(canvas: HTMLCanvasElement, strip: Strip, order: readonly number[]): void {
  const { steps, units, bytes, scale } = strip;
  const context = canvas.getContext("2d");
  if (context === null || steps === 0 || units === 0) return;
  const table = colourTable(ramp(scale));
  canvas.width = steps;
  canvas.height = units;
  const image = context.createImageData(steps, units);
  for (let t = 0; t < steps; t++) {
    order.forEach((unit, row) => {
      const from = (bytes[t * units + unit] ?? 0) * 4;
      image.data.set(table.subarray(from, from + 4), (row * steps + t) * 4);
    });
  }
  context.putImageData(image, 0, 0);
}

/** Units by how much they change over time, the liveliest first. */
export function byChange({ steps, units, bytes }: Strip): number[] {
  const change = Array.from({ length: units }, (_, unit) => {
    let [least, most] = [255, 0];
    for (let t = 0; t < steps; t++) {
      const value = bytes[t * units + unit] ?? 0;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most - least;
  });
  return change.map((_, unit) => unit).sort((a, b) => (change[b] ?? 0) - (change[a] ?? 0) || a - b);
}

/** The value that a byte stands for. */
export function valueAt({ scale }: Strip, byte: number): number {
  return scale === "share" ? byte / 255 : (byte / 255) * 2 - 1;
}
