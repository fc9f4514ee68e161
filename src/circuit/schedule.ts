import { ArgumentError } from "../core/index.ts";

/** A piecewise-linear curve over the anneal; held after its last point. */
export interface ScheduleCurve {
  /** Time constants of the summing node since the start; strictly increasing from 0. */
  readonly taus: readonly number[];
  readonly values: readonly number[];
}

/**
 * An anneal of the continuous network in dimensionless form, so that one schedule serves every size and weight range.
 * With kappa = unitSiemens / loadSiemens and rms the root mean square row norm of W, a random state drives the summing
 * node with kappa * rms * supplyVolts.
 */
export interface AnnealSchedule {
  readonly name: string;
  /** Loop gain gamma = g * kappa * rms of the neuron v = V_s tanh(g u / V_s). */
  readonly gain: ScheduleCurve;
  /** Standard deviation of the noise in units of kappa * rms * supplyVolts at the summing node. */
  readonly noise: ScheduleCurve;
  /** Time constants between independent noise values; the current is linear between them. */
  readonly noiseIntervalTaus: number;
  /** Standard deviation of the initial state in the same units as the noise. */
  readonly initialSigma: number;
  /** Length of the anneal; gain and noise are constant afterwards. */
  readonly annealTaus: number;
  /** How long after the anneal the network may take to settle. */
  readonly settleTaus: number;
}

/** Value of a schedule curve at time `taus`. */
export function curveAt(curve: ScheduleCurve, taus: number): number {
  const { taus: t, values: v } = curve;
  if (taus <= t[0]!) return v[0]!;
  for (let k = 1; k < t.length; k++) {
    if (taus <= t[k]!) return v[k - 1]! + ((v[k]! - v[k - 1]!) * (taus - t[k - 1]!)) / (t[k]! - t[k - 1]!);
  }
  return v[v.length - 1]!;
}

/** The schedule with its anneal stretched or shortened to `annealTaus`; the noise interval stays as it is. */
export function withAnnealLength(schedule: AnnealSchedule, annealTaus: number): AnnealSchedule {
  if (!Number.isFinite(annealTaus) || annealTaus <= 0) {
    throw new ArgumentError("the anneal needs a length", {
      code: "argument.anneal",
      received: String(annealTaus),
      expected: "a number of time constants above 0",
    });
  }
  const factor = annealTaus / schedule.annealTaus;
  const stretch = (curve: ScheduleCurve): ScheduleCurve => ({
    taus: curve.taus.map((t) => t * factor),
    values: curve.values,
  });
  return { ...schedule, annealTaus, gain: stretch(schedule.gain), noise: stretch(schedule.noise) };
}
