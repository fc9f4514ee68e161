import type { Dynamics } from "./dynamics.ts";
import { waveformAt } from "./piecewise.ts";

/**
 * The activity detector along a run: its followers l trail the states, l' = rate (u - l), and nothing depends on them, so
 * that each step takes them along exactly for the cubic through the states and slopes at its two ends.
 */
export class Detector {
  /** Followers, n volts. */
  readonly lags: Float64Array;
  readonly #dynamics: Dynamics;

  constructor(dynamics: Dynamics) {
    this.#dynamics = dynamics;
    this.lags = Float64Array.from(dynamics.model.initial.lag);
  }

  /**
   * Takes the followers over a step of `h` seconds.
   *
   * @param u0 states, slopes `d0` at its start, `u1` and `d1` at its end; n each.
   */
  advance(h: number, u0: Float64Array, d0: Float64Array, u1: Float64Array, d1: Float64Array): void {
    const { lagRate } = this.#dynamics.model;
    const { lags } = this;
    let z = -1;
    let decay = 0;
    // Moments m_k = int_0^1 z exp(-z (1 - s)) s^k ds.
    let m0 = 0;
    let m1 = 0;
    let m2 = 0;
    let m3 = 0;
    for (let i = 0; i < lags.length; i++) {
      if (lagRate[i]! * h !== z) {
        z = lagRate[i]! * h;
        decay = Math.exp(-z);
        m0 = -Math.expm1(-z);
        if (z < 0.1) {
          // The recursion below cancels; these are its series to z^4, exact to 1e-7 of a follower's change.
          m1 = z * (1 / 2 - z * (1 / 6 - z * (1 / 24 - z / 120)));
          m2 = z * (1 / 3 - z * (1 / 12 - z * (1 / 60 - z / 360)));
          m3 = z * (1 / 4 - z * (1 / 20 - z * (1 / 120 - z / 840)));
        } else {
          m1 = 1 - m0 / z;
          m2 = 1 - (2 * m1) / z;
          m3 = 1 - (3 * m2) / z;
        }
      }
      const a = u0[i]!;
      const b = h * d0[i]!;
      const rise = u1[i]! - a;
      const end = h * d1[i]!;
      const c2 = 3 * rise - 2 * b - end;
      const c3 = b + end - 2 * rise;
      lags[i] = decay * lags[i]! + a * m0 + b * m1 + c2 * m2 + c3 * m3;
    }
  }

  /** v(act) for states `u` at time t, volts. */
  activity(u: Float64Array, t: number): number {
    const { scaleVolts, activity } = this.#dynamics.model;
    let amps = 0;
    for (const { sign, waveform } of activity.currents) amps += sign * waveformAt(waveform, t);
    for (let i = 0; i < u.length; i++) {
      const x = (u[i]! - this.lags[i]!) / scaleVolts[i]!;
      amps += x * x;
    }
    return activity.ohms * amps;
  }
}
