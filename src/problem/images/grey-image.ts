/** Grey images and how they become patterns. */

import { ArgumentError, requireInteger } from "../../core/index.ts";

/** Brightness row by row from the top left: height*width, 0 black to 1 white. Plain data. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly brightness: Float64Array;
}

/** Largest image that is read, in pixels. */
export const MAX_PIXELS = 2 ** 24;

/** What becomes +1: the pixels darker than the threshold, or the brighter ones. */
export type Ink = "dark" | "bright";

/** An image shrunk or enlarged to columns x rows, each new pixel the mean over the area that it covers. */
export function resizeImage(image: GreyImage, columns: number, rows: number): GreyImage {
  requireInteger("columns", columns, 1, MAX_PIXELS);
  requireInteger("rows", rows, 1, Math.floor(MAX_PIXELS / columns));
  const { width, height, brightness } = image;
  const out = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const top = (r * height) / rows;
    const bottom = ((r + 1) * height) / rows;
    for (let c = 0; c < columns; c++) {
      const left = (c * width) / columns;
      const right = ((c + 1) * width) / columns;
      let sum = 0;
      for (let y = Math.floor(top); y < Math.min(height, Math.ceil(bottom)); y++) {
        const tall = Math.min(bottom, y + 1) - Math.max(top, y);
        for (let x = Math.floor(left); x < Math.min(width, Math.ceil(right)); x++) {
          sum += tall * (Math.min(right, x + 1) - Math.max(left, x)) * brightness[y * width + x]!;
        }
      }
      out[r * columns + c] = sum / ((bottom - top) * (right - left));
    }
  }
  return { width: columns, height: rows, brightness: out };
}

/** A pattern: +1 where the image is darker (brighter) than the threshold, else -1; height*width. */
export function imagePattern(image: GreyImage, ink: Ink, threshold = 0.5): Int8Array {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new ArgumentError("threshold is out of range", {
      code: "argument.range",
      received: String(threshold),
      expected: "a number in [0, 1]",
    });
  }
  return Int8Array.from(image.brightness, (b) => ((ink === "dark" ? b < threshold : b > threshold) ? 1 : -1));
}
