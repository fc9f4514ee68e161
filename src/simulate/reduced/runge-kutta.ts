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
  /** Slopes -rate e of the implicit part, a stage each. */
  readonly #decays: readonly Float64Array[];

  constructor(dynamics: Dynamics, tableau: Tableau) {
    const { size } = dynamics;
    this.#dynamics = dynamics;
    this.#tableau = tableau;
    this.next = new Float64Array(size);
    this.error = new Float64Array(size);
    this.#stage = new Float64Array(size);
    this.#zero = new Float64Array(size);
    this.slopes = Array.from({ length: tableau.stages }, () => new Float64Array(size));
    const decaying = tableau.implicit === null ? 0 : (dynamics.rates?.length ?? 0);
    this.#decays = Array.from({ length: tableau.stages }, () => new Float64Array(decaying));
  }

  /** Slopes at the first point. */
  begin(y: Float64Array, t: number): void {
    this.#dynamics.slopeInto(this.slopes[0]!, y, t);
  }

  /** Slope of the state of neuron i, decay included, at the start of the step. */
  step(y: Float64Array, t: number, h: number): void {
    const { stages, c, a, b, error, implicit } = this.#tableau;
    const { slopes } = this;
    if (implicit !== null) this.#decayInto(this.#decays[0]!, y);
    for (let k = 1; k < stages; k++) {
      const stage = this.#stage;
      combineInto(stage, y, h, a[k]!, slopes, k);
      if (implicit !== null) this.#relax(stage, h, implicit[k]!, k);
      this.#dynamics.slopeInto(slopes[k]!, stage, t + c[k]! * h);
      if (implicit !== null) this.#decayInto(this.#decays[k]!, stage);
    }
    if (this.#tableau.firstSameAsLast) this.next.set(this.#stage);
    else combineInto(this.next, y, h, b, slopes, stages);
    combineInto(this.error, this.#zero, h, error, slopes, stages);
    if (implicit === null) return;
    const at = this.#dynamics.deviationAt;
    for (let k = 0; k < stages; k++) {
      const decay = this.#decays[k]!;
      for (let i = 0; i < decay.length; i++) {
        this.next[at + i]! += h * b[k]! * decay[i]!;
        this.error[at + i]! += h * error[k]! * decay[i]!;
      }
    }
  }

  /** Takes the step as done: the slopes at `next`, at time t, become those at the start of the next step. */
  accept(t: number): void {
    if (this.#tableau.firstSameAsLast) this.slopes[0]!.set(this.slopes[this.#tableau.stages - 1]!);
    else this.begin(this.next, t);
  }

  /** Adds earlier stages' decays to the deviation and solves its own. */
  #relax(stage: Float64Array, h: number, weights: readonly number[], count: number): void {
    const at = this.#dynamics.deviationAt;
    const rates = this.#dynamics.rates!;
    const diagonal = h * weights[count]!;
    for (let k = 0; k < count; k++) {
      const w = h * weights[k]!;
      const decay = this.#decays[k]!;
      for (let i = 0; i < rates.length; i++) stage[at + i]! += w * decay[i]!;
    }
    for (let i = 0; i < rates.length; i++) stage[at + i]! /= 1 + diagonal * rates[i]!;
  }

  #decayInto(out: Float64Array, y: Float64Array): void {
    const at = this.#dynamics.deviationAt;
    const rates = this.#dynamics.rates!;
    for (let i = 0; i < rates.length; i++) out[i] = -rates[i]! * y[at + i]!;
  }
}
