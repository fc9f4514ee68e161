import type { AnnealSchedule } from "./schedule.ts";

/** Time a network may take to settle after its anneal, in time constants. */
const SETTLE_TAUS = 200;

const silent = { taus: [0], values: [0] };

/** Gain ramp without noise: falls into one basin whatever the small initial voltages. */
const ramp: AnnealSchedule = {
  name: "ramp",
  gain: { taus: [0, 200], values: [0.3, 4] },
  noise: silent,
  noiseIntervalTaus: 2,
  initialSigma: 0.01,
  annealTaus: 200,
  settleTaus: SETTLE_TAUS,
};

/** Gain ramp with decaying noise: the default. */
const annealing: AnnealSchedule = {
  name: "anneal",
  gain: { taus: [0, 200], values: [0.3, 4] },
  noise: { taus: [0, 200], values: [0.5, 0] },
  noiseIntervalTaus: 2,
  initialSigma: 0.01,
  annealTaus: 200,
  settleTaus: SETTLE_TAUS,
};

export type ScheduleName = "anneal" | "ramp";

/** The schedules that are shipped. */
export const schedules: Readonly<Record<ScheduleName, AnnealSchedule>> = { anneal: annealing, ramp };
