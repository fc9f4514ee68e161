import type { Dynamics } from "./dynamics.ts";
import type { Tableau } from "./tableaus.ts";

/** out = y + h sum_k weights_k slopes_k over the first `count` slopes. */
function combineInto(
  out: Float64Array,
  y: Float64Array,
  h: number,
  weights: readonly number[],
  slopes: readonly Float64Array[],
  count: number,
): void {
  const size = y.length;
  let k = 0;
  let from = y;
  for (; k + 3 <= count; k += 3) {
    const [a, b, c] = [h * weights[k]!, h * weights[k + 1]!, h * weights[k + 2]!];
    const [p, q, r] = [slopes[k]!, slopes[k + 1]!, slopes[k + 2]!];
    for (let i = 0; i < size; i++) out[i] = from[i]! + a * p[i]! + b * q[i]! + c * r[i]!;
    from = out;
  }
  for (; k < count; k++) {
    const a = h * weights[k]!;
    const p = slopes[k]!;
    for (let i = 0; i < size; i++) out[i] = from[i]! + a * p[i]!;
    from = out;
  }
}

/** One step of a Runge-Kutta method on the reduced network; its work space is allocated once. */
export class RungeKutta {
  /** Solution at the end of the last step. */
  readonly next: Float64Array;
  /** Estimate of its error, signed. */
  readonly error: Float64Array;
  /** Slopes at the start of the step: set by `begin`, and by `accept` after a step that ends where the next one starts. */
  readonly slopes: readonly Float64Array[];
  readonly #dynamics: Dynamics;
  readonly #tableau: Tableau;
  readonly #stage: Float64Array;
  readonly #zero: Float64Array;
  readonly #first: Float64Array;

  constructor(dynamics: Dynamics, tableau: Tableau) {
    const { size } = dynamics;
    this.#dynamics = dynamics;
    this.#tableau = tableau;
    this.next = new Float64Array(size);
    this.error = new Float64Array(size);
    this.#stage = new Float64Array(size);
    this.#zero = new Float64Array(size);
    this.slopes = Array.from({ length: tableau.stages }, () => new Float64Array(size));
    this.#first = new Float64Array(size);
  }

  /** Slopes at the first point. */
  begin(y: Float64Array, t: number): void {
    this.#dynamics.slopeInto(this.slopes[0]!, y, t);
  }

  /** Takes a step of h from y at time t into `next` and `error`; leaves y as it is. */
  step(y: Float64Array, t: number, h: number): void {
    const { stages, c, a, b, error, implicit } = this.#tableau;
    const { slopes } = this;
    // A linearly implicit method turns the slope of its first stage into something else: it works on a copy.
    if (implicit !== null) {
      this.#first.set(slopes[0]!);
      this.#relax(0, y, h);
    }
    for (let k = 1; k < stages; k++) {
      const stage = this.#stage;
      combineInto(stage, y, h, a[k]!, slopes, k);
      this.#dynamics.slopeInto(slopes[k]!, stage, t + c[k]! * h);
      if (implicit !== null) this.#relax(k, stage, h);
    }
    if (this.#tableau.firstSameAsLast) this.next.set(this.#stage);
    else combineInto(this.next, y, h, b, slopes, stages);
    combineInto(this.error, this.#zero, h, error, slopes, stages);
    if (implicit !== null) slopes[0]!.set(this.#first);
  }

  /** Takes the step as done: the slopes at `next`, at time t, become those at the start of the next step. */
  accept(t: number): void {
    if (this.#tableau.firstSameAsLast) this.slopes[0]!.set(this.slopes[this.#tableau.stages - 1]!);
    else this.begin(this.next, t);
  }

  /** Makes stage k's slope of the deviations what (1 + gamma h rate) K = slope - rate e - h rate sum_j gamma_kj K_j gives. */
  #relax(k: number, stage: Float64Array, h: number): void {
    const { deviationAt: at, rates } = this.#dynamics;
    const { diagonal, below } = this.#tableau.implicit!;
    const weights = below[k]!;
    const slope = this.slopes[k]!;
    for (let i = 0; i < rates!.length; i++) {
      const rate = rates![i]!;
      let earlier = 0;
      for (let j = 0; j < k; j++) earlier += weights[j]! * this.slopes[j]![at + i]!;
      slope[at + i] = (slope[at + i]! - rate * (stage[at + i]! + h * earlier)) / (1 + diagonal * h * rate);
    }
  }
}
