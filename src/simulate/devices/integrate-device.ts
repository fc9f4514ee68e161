import type { DeviceEquations } from "../../circuit/index.ts";
import { ConvergenceError } from "../../core/index.ts";
import { A, C, ERROR, ERROR_ORDER, STAGES } from "../reduced/dormand-prince.ts";
import { type Drive, driveVolts } from "./drive.ts";

/** What one device did. */
export interface DeviceWaveforms {
  /** Seconds, not decreasing. */
  readonly time: Float64Array;
  /** v(plus, minus). */
  readonly volts: Float64Array;
  /** Into plus. */
  readonly amps: Float64Array;
  /** Node x, in the model's unit. */
  readonly state: Float64Array;
}

export interface IntegrateOptions {
  readonly stopSeconds: number;
  /** Longest step. */
  readonly maxStepSeconds: number;
  /** Local error, relative to each state. */
  readonly tolerance?: number;
}

/** Steps shorter than this share of the run are a failure. */
const SHORTEST = 1e-18;

/** Error of a state of zero, as a share of its own scale 1: each state is about 1 in its unit. */
const FLOOR = 1e-3;

/**
 * Integrates a device that may not leave its ends: explicit, adaptive, one device at a time. Buffers are its own, so that many
 * pulses cost no allocation.
 */
export class DeviceIntegrator {
  /** The states; set them before a run. */
  readonly y: Float64Array;
  /** Joules taken from the source in the last call of `advance`, by the trapezoidal rule over the steps. */
  joules = 0;
  readonly #equations: DeviceEquations;
  readonly #tolerance: number;
  readonly #slopes: readonly Float64Array[];
  readonly #stage: Float64Array;
  readonly #next: Float64Array;
  #step = 0;

  constructor(equations: DeviceEquations, tolerance = 1e-9) {
    const size = equations.initial.length;
    this.#equations = equations;
    this.#tolerance = tolerance;
    this.y = Float64Array.from(equations.initial);
    this.#slopes = Array.from({ length: STAGES }, () => new Float64Array(size));
    this.#stage = new Float64Array(size);
    this.#next = new Float64Array(size);
  }

  #rateInto(out: Float64Array, volts: number, y: Float64Array): void {
    const { low, high } = this.#equations;
    this.#equations.rateInto(out, volts, y);
    if ((y[0]! <= low && out[0]! < 0) || (y[0]! >= high && out[0]! > 0)) out[0] = 0;
  }

  #clamp(y: Float64Array): void {
    const { low, high } = this.#equations;
    y[0] = Math.min(high, Math.max(low, y[0]!));
  }

  /**
   * Moves the states from `start` to `end`, between which `volts` must be smooth.
   *
   * @param visit called with the end of each step.
   * @throws ConvergenceError when no step is short enough.
   */
  advance(
    volts: (t: number) => number,
    start: number,
    end: number,
    maxStep: number,
    visit?: (t: number, v: number, y: Float64Array) => void,
  ): void {
    const slopes = this.#slopes;
    const size = this.y.length;
    let t = start;
    let v = volts(t);
    this.joules = 0;
    // A first guess from the last piece; the error estimate corrects it at once.
    let h = this.#step > 0 ? Math.min(this.#step, maxStep) : Math.min(maxStep, 1e-6 * (end - start));
    while (t < end) {
      const last = h >= end - t;
      if (last) h = end - t;
      this.#rateInto(slopes[0]!, v, this.y);
      for (let k = 1; k < STAGES; k++) {
        for (let i = 0; i < size; i++) {
          let sum = this.y[i]!;
          for (let j = 0; j < k; j++) sum += h * A[k]![j]! * slopes[j]![i]!;
          this.#stage[i] = sum;
        }
        this.#clamp(this.#stage);
        if (k === STAGES - 1) this.#next.set(this.#stage);
        this.#rateInto(slopes[k]!, volts(t + C[k]! * h), this.#stage);
      }
      let worst = 0;
      for (let i = 0; i < size; i++) {
        let error = 0;
        for (let k = 0; k < STAGES; k++) error += h * ERROR[k]! * slopes[k]![i]!;
        const scale = this.#tolerance * Math.max(FLOOR, Math.abs(this.y[i]!), Math.abs(this.#next[i]!));
        worst = Math.max(worst, Math.abs(error) / scale);
      }
      const grow = worst > 0 ? 0.9 * worst ** (-1 / ERROR_ORDER) : 5;
      // NaN fails the comparison too: a stage beyond the law's range is a step too long.
      if (!(worst <= 1)) {
        h *= Number.isFinite(grow) ? Math.max(0.1, grow) : 0.1;
        if (!(h > SHORTEST * (end - start))) {
          throw new ConvergenceError("the integration of a device does not go on", {
            code: "simulate.convergence",
            received: `a step of ${h} s at ${t} s`,
          });
        }
        continue;
      }
      const before = v * this.#equations.amps(v, this.y);
      t = last ? end : t + h;
      v = volts(t);
      this.y.set(this.#next);
      this.joules += 0.5 * h * (before + v * this.#equations.amps(v, this.y));
      visit?.(t, v, this.y);
      if (!last) this.#step = h;
      h = Math.min(maxStep, h * Math.min(5, Math.max(0.2, grow)));
    }
  }
}

/**
 * The published law of a device under a drive, by an adaptive method of order 5: an oracle for the subcircuits, with which
 * it shares neither text nor method, and fast enough for statistics.
 *
 * @throws ConvergenceError when no step is short enough.
 */
export function integrateDevice(equations: DeviceEquations, drive: Drive, options: IntegrateOptions): DeviceWaveforms {
  const { stopSeconds, maxStepSeconds, tolerance } = options;
  const integrator = new DeviceIntegrator(equations, tolerance);
  const v0 = driveVolts(drive, 0);
  const time = [0];
  const volts = [v0];
  const amps = [equations.amps(v0, integrator.y)];
  const state = [integrator.y[0]!];
  const corners =
    drive.kind === "pwl" ? drive.times.map((at, from) => ({ at, from })).filter((c) => c.at < stopSeconds) : [];
  const pieces = [{ at: 0, from: 0 }, ...corners.filter((c) => c.at > 0), { at: stopSeconds, from: 0 }];
  for (let k = 1; k < pieces.length; k++) {
    const { at: start, from } = pieces[k - 1]!;
    // From the left at the end of a piece: the next piece begins with its own value.
    integrator.advance(
      (t) => driveVolts(drive, t, from),
      start,
      pieces[k]!.at,
      maxStepSeconds,
      (t, v, y) => {
        time.push(t);
        volts.push(v);
        amps.push(equations.amps(v, y));
        state.push(y[0]!);
      },
    );
  }
  return {
    time: Float64Array.from(time),
    volts: Float64Array.from(volts),
    amps: Float64Array.from(amps),
    state: Float64Array.from(state),
  };
}
