import type { Dynamics } from "./dynamics.ts";
import { momentsInto } from "./filter.ts";
import { waveformAt } from "./piecewise.ts";

/**
 * The activity detector along a run: its followers l trail the states, l' = rate (u - l), and nothing depends on them, so
 * that each step takes them along exactly for the cubic through the states and slopes at its two ends.
 */
export class Detector {
  /** Followers, n volts. */
  readonly lags: Float64Array;
  readonly #dynamics: Dynamics;
  readonly #moments = new Float64Array(4);

  constructor(dynamics: Dynamics) {
    this.#dynamics = dynamics;
    const { lag } = dynamics.model.initial;
    this.lags = dynamics.fused?.lags ?? new Float64Array(lag.length);
    this.lags.set(lag);
  }

  /**
   * Takes the followers over a step of `h` seconds.
   *
   * @param u0 states, slopes `d0` at its start, `u1` and `d1` at its end; n each.
   */
  advance(h: number, u0: Float64Array, d0: Float64Array, u1: Float64Array, d1: Float64Array): void {
    const { lagRate } = this.#dynamics.model;
    const { lags } = this;
    const moments = this.#moments;
    let z = -1;
    let decay = 0;
    for (let i = 0; i < lags.length; i++) {
      if (lagRate[i]! * h !== z) {
        z = lagRate[i]! * h;
        decay = Math.exp(-z);
        momentsInto(moments, z);
      }
      const a = u0[i]!;
      const b = h * d0[i]!;
      const rise = u1[i]! - a;
      const end = h * d1[i]!;
      const c2 = 3 * rise - 2 * b - end;
      const c3 = b + end - 2 * rise;
      lags[i] = decay * lags[i]! + a * moments[0]! + b * moments[1]! + c2 * moments[2]! + c3 * moments[3]!;
    }
  }

  /** What the circuit's sources send into the activity's resistor at time t, amperes. */
  sourceAmps(t: number): number {
    let amps = 0;
    for (const { sign, waveform } of this.#dynamics.model.activity.currents) amps += sign * waveformAt(waveform, t);
    return amps;
  }

  /** v(act) for states `u` at time t, volts. */
  activity(u: Float64Array, t: number): number {
    const { scaleVolts, activity } = this.#dynamics.model;
    let amps = this.sourceAmps(t);
    for (let i = 0; i < u.length; i++) {
      const x = (u[i]! - this.lags[i]!) / scaleVolts[i]!;
      amps += x * x;
    }
    return activity.ohms * amps;
  }
}
