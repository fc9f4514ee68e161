import { ArgumentError } from "../core/index.ts";

/** A piecewise-linear curve over the anneal; held after its last point. */
export interface ScheduleCurve {
  /** Time constants of the summing node since the start; strictly increasing from 0. */
  readonly taus: readonly number[];
  readonly values: readonly number[];
}

/**
 * An anneal of the continuous network in dimensionless form, so that one schedule serves every size and weight range.
 * With kappa = unitSiemens / loadSiemens and Lambda the field scale of W, a typical field drives the summing node with
 * kappa * Lambda * V_s. In units of that voltage and of the time constant the state x follows
 *
 *   dx/dt = -x + (W v + b) / Lambda + feedback(t) v + momentum(t) (v - w) + noise(t),   v = tanh(gain(t) x),
 *   lag dw/dt = v - w.
 */
export interface AnnealSchedule {
  readonly name: string;
  /** Loop gain gamma = g * kappa * Lambda of the neuron v = V_s tanh(g u / V_s). */
  readonly gain: ScheduleCurve;
  /**
   * Self-coupling of each neuron: negative drives it out of weak states, positive is hysteresis.
   * Source: Cai et al., Nature Electronics 3, 409 (2020), who ramp it in a clocked network.
   */
  readonly feedback: ScheduleCurve;
  /**
   * High-pass feedback of each output. It must end at 0: a neuron in a weak field oscillates under it and never settles.
   */
  readonly momentum: ScheduleCurve;
  /** Time constant of that high-pass. */
  readonly lagTaus: number;
  /** Standard deviation of the noise at the summing node. */
  readonly noise: ScheduleCurve;
  /** Time constants between independent noise values; the current is linear between them. */
  readonly noiseIntervalTaus: number;
  /** Standard deviation of the initial state. */
  readonly initialSigma: number;
  /**
   * Level of the initial state along spins that the task gives, such as the cue of a recall; absent where it starts from
   * chance alone.
   */
  readonly startLevel?: number;
  /** Length of the anneal; every curve is constant afterwards. */
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
  return {
    ...schedule,
    annealTaus,
    gain: stretch(schedule.gain),
    feedback: stretch(schedule.feedback),
    momentum: stretch(schedule.momentum),
    noise: stretch(schedule.noise),
  };
}

/** Whether a curve is zero throughout. */
export function isZero(curve: ScheduleCurve): boolean {
  return curve.values.every((v) => v === 0);
}

/** Whether the neurons need their feedback branch. */
export function hasFeedback(schedule: AnnealSchedule): boolean {
  return !isZero(schedule.momentum) || !isZero(schedule.feedback);
}
