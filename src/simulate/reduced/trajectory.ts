import { LimitError } from "../../core/index.ts";

/** Doubles that a trajectory may hold: half a gigabyte. */
const MAX_VALUES = 2 ** 26;

/** What of a run is kept: all points, or the last one. */
export type Keep = "waveforms" | "ends";

/** Accepted points of an integration: times, and for each point `width` values. Grows by doubling. */
export class Trajectory {
  readonly width: number;
  readonly #maxValues: number;
  readonly #keep: Keep;
  #points = 0;
  #time: Float64Array;
  #values: Float64Array;

  constructor(width: number, maxValues = MAX_VALUES, keep: Keep = "waveforms") {
    this.width = width;
    this.#maxValues = maxValues;
    this.#keep = keep;
    const points = keep === "ends" ? 1 : 256;
    this.#time = new Float64Array(points);
    this.#values = new Float64Array(points * width);
  }

  get points(): number {
    return this.#points;
  }

  /** Times of all points; a view. */
  get time(): Float64Array {
    return this.#time.subarray(0, this.#points);
  }

  /** points * width, row-major; a view. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#points * this.width);
  }

  /** Appends a point, or puts it in the place of the last one, made of `parts`, which together are `width` long. @throws LimitError when it no longer fits memory. */
  push(t: number, ...parts: readonly Float64Array[]): void {
    if (this.#keep === "ends") this.#points = 0;
    if (this.#points === this.#time.length) {
      const capacity = 2 * this.#points;
      if (this.#points * this.width > this.#maxValues) {
        throw new LimitError("the run has too many points to keep", {
          code: "reduced.points",
          received: `${this.#points} points of ${this.width} values`,
          expected: "a shorter run or a longer largest step",
        });
      }
      const time = new Float64Array(capacity);
      time.set(this.#time);
      const values = new Float64Array(capacity * this.width);
      values.set(this.#values);
      this.#time = time;
      this.#values = values;
    }
    let at = this.#points * this.width;
    this.#time[this.#points++] = t;
    for (const part of parts) {
      this.#values.set(part, at);
      at += part.length;
    }
  }
}
