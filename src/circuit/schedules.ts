import { ArgumentError } from "../core/index.ts";
import type { AnnealSchedule, ScheduleCurve } from "./schedule.ts";

/** Time a network may take to settle after its anneal, in time constants. */
const SETTLE_TAUS = 200;

/** Points that a curved schedule is drawn through. */
const CURVE_POINTS = 40;

const silent: ScheduleCurve = { taus: [0], values: [0] };

/** A curve over an anneal of `annealTaus`, given over its share 0..1. */
function sampled(annealTaus: number, of: (share: number) => number): ScheduleCurve {
  const shares = Array.from({ length: CURVE_POINTS + 1 }, (_, k) => k / CURVE_POINTS);
  return { taus: shares.map((s) => s * annealTaus), values: shares.map((s) => Number(of(s).toPrecision(6))) };
}

/** Gain ramp alone: falls into one basin whatever the small initial voltages, and its Lyapunov function never rises. */
const ramp: AnnealSchedule = {
  name: "ramp",
  gain: { taus: [0, 200], values: [0.2, 4] },
  feedback: silent,
  momentum: silent,
  lagTaus: 1,
  noise: silent,
  noiseIntervalTaus: 4,
  initialSigma: 0.01,
  annealTaus: 200,
  settleTaus: SETTLE_TAUS,
};

/**
 * The default: constant gain, a self-coupling from driving out to holding, momentum until shortly before the end, and a little noise that decays with
 * the cube of the time left. Tuned on random 60-vertex graphs of 50 % density that no benchmark uses.
 */
const annealing: AnnealSchedule = {
  name: "anneal",
  gain: { taus: [0], values: [4] },
  feedback: { taus: [0, 200], values: [-1.2, 0.3] },
  momentum: { taus: [0, 190, 200], values: [0.6, 0.6, 0] },
  lagTaus: 1.2,
  noise: sampled(200, (s) => 0.2 * (1 - s) ** 3),
  noiseIntervalTaus: 4,
  initialSigma: 0.01,
  annealTaus: 200,
  settleTaus: SETTLE_TAUS,
};

/**
 * For tours on a one-hot grid: self-coupling and gain. The network's diagonal is zero, which leaves a self-coupling of +2
 * in the penalties' squares; -3 cancels it and bends the energy of the length upwards within the plane of valid sums, so
 * that one state inside the cube is stable, whatever the network starts from. On the way to -0.8 the energy bends
 * downwards direction after direction, and drives that state to a corner; 0 at the end makes the corner as stable as its
 * spins are. The noise is there to leave the saddle between a tour and its reverse: without it five cities stay on it.
 * Tuned on thirty random maps of 10 cities, four of 30 and twenty each of 4 to 7 that no benchmark uses.
 *
 * Source: matrix-graduated non-convexity after Gee and Prager, Neural Computation 6, 161 (1994).
 */
const tour: AnnealSchedule = {
  name: "tour",
  gain: { taus: [0, 200], values: [5, 12] },
  feedback: { taus: [0, 180, 200], values: [-3, -0.8, 0] },
  momentum: silent,
  lagTaus: 1,
  noise: { taus: [0, 200], values: [0.02, 0] },
  noiseIntervalTaus: 4,
  initialSigma: 0.01,
  annealTaus: 200,
  settleTaus: SETTLE_TAUS,
};

/**
 * For recall: no anneal, a relaxation at fixed gain that starts from the cue, with outputs as good as saturated. The start
 * is as large as a typical field, so that a neuron gives up its cue after about one time constant, the sooner the
 * stronger its field.
 */
const recall: AnnealSchedule = {
  name: "recall",
  gain: { taus: [0], values: [10] },
  feedback: silent,
  momentum: silent,
  lagTaus: 1,
  noise: silent,
  noiseIntervalTaus: 4,
  initialSigma: 0,
  startLevel: 1,
  annealTaus: 10,
  settleTaus: SETTLE_TAUS,
};

export type ScheduleName = "anneal" | "ramp" | "tour" | "recall";

/** The schedules that are shipped. */
export const schedules: Readonly<Record<ScheduleName, AnnealSchedule>> = { anneal: annealing, ramp, tour, recall };

/** The schedule of this name, the one that an encoding recommends without, else "anneal". */
export function scheduleFor(name: ScheduleName | undefined, recommended: string | undefined): AnnealSchedule {
  const found = schedules[(name ?? recommended ?? "anneal") as ScheduleName];
  if (found !== undefined) return found;
  throw new ArgumentError("unknown schedule", {
    code: "argument.schedule",
    received: String(name ?? recommended),
    expected: Object.keys(schedules).join(" or "),
  });
}
