import { ConvergenceError, type Steps } from "../../core/index.ts";
import { Detector } from "./detector.ts";
import { Dynamics } from "./dynamics.ts";
import { ImplicitRungeKutta } from "./implicit.ts";
import type { ReducedModel } from "./model.ts";
import { RungeKutta } from "./runge-kutta.ts";
import type { MethodName, StepMethod } from "./step-method.ts";
import { explicitWork, implicitWork, StiffnessWatch } from "./stiffness-watch.ts";
import { Trajectory } from "./trajectory.ts";

/** Local error of a step as a share of the circuit's `reltol`: errors add up and grow along an anneal. */
const LOCAL_SHARE = 0.1;

/** Step controller: safety factor, proportional and integral exponents, and how much a step may change. */
const SAFETY = 0.9;
const PROPORTIONAL = 0.4;
const INTEGRAL = 0.7;
const LEAST_FACTOR = 0.2;
const LARGEST_FACTOR = 5;

/** A step below this share of the run has lost its meaning. */
const LEAST_SHARE = 1e-13;

/** Products between two pauses: some tens of milliseconds. */
const WORK_BETWEEN_PAUSES = 2e7;

/** How a run went. Plain data. */
export interface Integration {
  /** Points with y, then the detector's followers, then v(act). */
  readonly trajectory: Trajectory;
  readonly dynamics: Dynamics;
  readonly stoppedEarly: boolean;
  readonly steps: number;
  readonly rejected: number;
  /** Steps of the implicit method among them. */
  readonly implicitSteps: number;
}

/** Root mean square of y[from, from + n). */
function rms(y: Float64Array, from: number, n: number): number {
  let sum = 0;
  for (let i = from; i < from + n; i++) sum += y[i]! * y[i]!;
  return Math.sqrt(sum / n);
}

/** Largest error over its tolerance: rtol times the value, or the typical value where that is larger. */
function relativeError(error: Float64Array, y: Float64Array, next: Float64Array, d: Dynamics, rtol: number): number {
  const { n, vntol } = d.model;
  const state = Math.max(vntol, rms(next, 0, n));
  const rail = Math.max(vntol, rms(d.rails, 0, n));
  let worst = 0;
  for (let i = 0; i < error.length; i++) {
    const floor = i >= d.trailAt && i < d.trailAt + n && d.trailAt >= 0 ? rail : state;
    const scale = Math.max(floor, Math.abs(y[i]!), Math.abs(next[i]!));
    const share = Math.abs(error[i]!) / (rtol * scale);
    if (Number.isNaN(share)) return Number.POSITIVE_INFINITY;
    if (share > worst) worst = share;
  }
  return worst;
}

/** States and their slopes out of y and its slopes: u = q, or e + kappa q. */
function statesInto(u: Float64Array, y: Float64Array, { kappa, deviationAt }: Dynamics): void {
  for (let i = 0; i < u.length; i++) u[i] = kappa === null ? y[i]! : kappa[i]! * y[i]! + y[deviationAt + i]!;
}

/** Slopes of the states: q', or with an op-amp e' + kappa q' = -rate e. */
function stateSlopesInto(
  du: Float64Array,
  y: Float64Array,
  slope: Float64Array,
  { rates, deviationAt }: Dynamics,
): void {
  for (let i = 0; i < du.length; i++) du[i] = rates === null ? slope[i]! : -rates[i]! * y[deviationAt + i]!;
}

/**
 * Integrates a reduced network until its stop condition or its end, with steps from error control that never cross a
 * breakpoint. The explicit method serves where nothing is stiff: the one part that is always far faster than the network, an op-amp's
 * pole, stands alone on the diagonal and is filtered exactly, and a step costs products of the array alone, n * n each. Where small
 * capacitors or large gains hold its steps short for long, the implicit one takes over: a factorisation is size^3 / 3.
 *
 * @param method "auto" watches for stiffness, see `StiffnessWatch`
 * @throws ConvergenceError when the step becomes too small. @throws LimitError when the points no longer fit memory.
 */
export function* integrate(model: ReducedModel, method: MethodName = "auto"): Steps<Integration> {
  const dynamics = new Dynamics(model);
  const { n, stopSeconds, maxStepSeconds, stopVolts } = model;
  const methods: { explicit?: StepMethod; implicit?: StepMethod } = {};
  const methodOf = (name: StepMethod["name"]): StepMethod => {
    if (name === "explicit") methods.explicit ??= new RungeKutta(dynamics);
    else methods.implicit ??= new ImplicitRungeKutta(dynamics);
    return methods[name]!;
  };
  let stepper = methodOf(method === "implicit" ? "implicit" : "explicit");
  const watch = new StiffnessWatch(dynamics);
  const detector = new Detector(dynamics);
  const trajectory = new Trajectory(dynamics.size + n + 1);
  const act = new Float64Array(1);
  const [u0, u1, d0, d1] = Array.from({ length: 4 }, () => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const rtol = LOCAL_SHARE * model.reltol;
  const y = dynamics.start();
  const share = (change: Float64Array, from: Float64Array) => relativeError(change, from, stepper.next, dynamics, rtol);
  let t = 0;
  let stretch = 0;
  let last = 1;
  let steps = 0;
  let implicitSteps = 0;
  let rejected = 0;
  let work = 0;
  let stoppedEarly = false;
  const enter = () => dynamics.enter(t, dynamics.breakpoints[stretch]!);
  enter();
  stepper.begin(y, 0);
  statesInto(u0, y, dynamics);
  stateSlopesInto(d0, y, stepper.slope, dynamics);
  act[0] = detector.activity(u0, 0);
  trajectory.push(0, y, detector.lags, act);
  const typical = Math.max(model.vntol, rms(y, 0, n));
  let h = Math.min(maxStepSeconds, (0.01 * typical) / Math.max(rms(stepper.slope, 0, n), typical / stopSeconds));
  while (t < stopSeconds && !stoppedEarly) {
    const end = dynamics.breakpoints[stretch]!;
    const left = end - t;
    // Two equal steps rather than a long one and a sliver.
    const lands = h >= left * (1 - 1e-9);
    const step = lands ? left : h > left / 2 ? left / 2 : h;
    if (!(step > LEAST_SHARE * stopSeconds)) {
      throw new ConvergenceError("time step too small", {
        code: "simulate.convergence",
        received: `a step of ${step} s at ${t} s`,
        expected: "voltages that change less abruptly",
      });
    }
    const done = stepper.step(y, t, step, share);
    const isImplicit = stepper.name === "implicit";
    const exponent = 1 / stepper.errorOrder;
    work += isImplicit ? implicitWork(dynamics) : explicitWork(dynamics);
    const error = done ? relativeError(stepper.error, y, stepper.next, dynamics, rtol) : Number.POSITIVE_INFINITY;
    if (error <= 1) {
      t = lands ? end : t + step;
      steps++;
      if (isImplicit) implicitSteps++;
      y.set(stepper.next);
      if (lands && stretch + 1 < dynamics.breakpoints.length) {
        stretch++;
        enter();
      }
      const stiffness = method === "auto" ? stepper.stiffness(step) : 0;
      stepper.accept(step);
      if (lands) stepper.bend();
      statesInto(u1, y, dynamics);
      stateSlopesInto(d1, y, stepper.slope, dynamics);
      detector.advance(step, u0, d0, u1, d1);
      u0.set(u1);
      d0.set(d1);
      act[0] = detector.activity(u0, t);
      trajectory.push(t, y, detector.lags, act);
      stoppedEarly = stopVolts !== null && act[0] < stopVolts;
      const factor = SAFETY * Math.max(error, 1e-4) ** (-INTEGRAL * exponent) * last ** (PROPORTIONAL * exponent);
      const proposed = step * Math.min(LARGEST_FACTOR, Math.max(LEAST_FACTOR, factor));
      // A step cut short by a breakpoint says nothing against the length before it.
      h = Math.min(maxStepSeconds, step < h && factor >= 1 ? Math.max(h, proposed) : proposed);
      last = Math.max(error, 1e-4);
      if (method === "auto" && watch.changes(stepper.name, stiffness, t, step, stretch)) {
        stepper = methodOf(isImplicit ? "explicit" : "implicit");
        stepper.begin(y, t);
        last = 1;
      }
    } else {
      rejected++;
      const factor = Number.isFinite(error) ? SAFETY * error ** -exponent : LEAST_FACTOR;
      h = step * Math.max(LEAST_FACTOR, Math.min(1, factor));
    }
    if (work > WORK_BETWEEN_PAUSES) {
      work = 0;
      yield { stage: "integrate", done: t, total: stopSeconds };
    }
  }
  return { trajectory, dynamics, stoppedEarly, steps, rejected, implicitSteps };
}
