import { ConvergenceError } from "../../core/index.ts";
import { Detector } from "./detector.ts";
import type { Dynamics, StateLayout } from "./dynamics.ts";
import { ImplicitRungeKutta } from "./implicit.ts";
import { RungeKutta } from "./runge-kutta.ts";
import type { MethodName, StepMethod, StepState } from "./step-method.ts";
import { explicitWork, implicitWork, StiffnessWatch } from "./stiffness-watch.ts";
import { type Keep, Trajectory } from "./trajectory.ts";

/** Local error of a step as a share of the circuit's `reltol`: errors add up and grow along an anneal. */
const LOCAL_SHARE = 0.1;
/** With op-amps the polynomials through their forcing leave more error than the method's estimate shows. */
const LOCAL_SHARE_OF_OP_AMPS = 0.025;

/** Step controller: safety factor, proportional and integral exponents, and how much a step may change. */
const SAFETY = 0.9;
const PROPORTIONAL = 0.4;
const INTEGRAL = 0.7;
const LEAST_FACTOR = 0.2;
const LARGEST_FACTOR = 5;

/** A step below this share of the run has lost its meaning. */
const LEAST_SHARE = 1e-13;

/** Work of whole steps after which the lane lets others in. */
const WORK_AT_ONCE = 2e7;

/** State of a network at the end of its run. Plain data. */
export interface AnnealEnd {
  readonly seconds: number;
  /** n volts each. */
  readonly states: Float64Array;
  readonly outputs: Float64Array;
  /** v(act). */
  readonly activityVolts: number;
  /** Time of the last point at which an output had another sign than the point before; 0 when none ever had. */
  readonly lastFlipSeconds: number;
}

/** How a run went. Plain data. */
export interface Integration {
  /** Points with y, then the detector's followers, then v(act); the last point alone where ends are kept. */
  readonly trajectory: Trajectory;
  readonly layout: StateLayout;
  readonly end: AnnealEnd;
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
 * One run of a network, which stops wherever it needs the product of the array with its outputs: whoever drives it multiplies, this
 * network's alone or those of many at once. Times, steps and their control are the lane's own.
 */
export class Lane {
  /** Multiplications that the run has cost since they were last set to 0, those of the array included. */
  work = 0;
  readonly #dynamics: Dynamics;
  readonly #method: MethodName;
  readonly #methods: { explicit?: StepMethod; implicit?: StepMethod } = {};
  readonly #watch: StiffnessWatch;
  readonly #detector: Detector;
  readonly #trajectory: Trajectory;
  readonly #act = new Float64Array(1);
  readonly #y: Float64Array;
  /** States and their slopes at the start and at the end of a step. */
  readonly #u0: Float64Array;
  readonly #u1: Float64Array;
  readonly #d0: Float64Array;
  readonly #d1: Float64Array;
  readonly #rtol: number;
  #stepper: StepMethod;
  #isBeginning = true;
  /** Between two steps, where no product is waited for. */
  #isResting = false;
  #t = 0;
  #stretch = 0;
  /** Length to try, and of the step under way, which may land on a breakpoint. */
  #h = 0;
  #step = 0;
  #lands = false;
  /** Error of a step that was taken at once. */
  #wholeError = 0;
  #lastError = 1;
  #lastFlip = 0;
  #steps = 0;
  #implicitSteps = 0;
  #rejected = 0;
  #stoppedEarly = false;

  /** Starts the run, up to its first product. @param method "auto" watches for stiffness, see `StiffnessWatch` */
  constructor(dynamics: Dynamics, method: MethodName = "auto", keep: Keep = "waveforms") {
    const { n } = dynamics.model;
    this.#dynamics = dynamics;
    this.#method = method;
    this.#watch = new StiffnessWatch(dynamics);
    this.#detector = new Detector(dynamics);
    this.#trajectory = new Trajectory(dynamics.size + n + 1, undefined, keep);
    this.#y = dynamics.start();
    this.#u0 = new Float64Array(n);
    this.#u1 = new Float64Array(n);
    this.#d0 = new Float64Array(n);
    this.#d1 = new Float64Array(n);
    this.#rtol = (dynamics.rates === null ? LOCAL_SHARE : LOCAL_SHARE_OF_OP_AMPS) * dynamics.model.reltol;
    this.#stepper = this.#methodOf(method === "implicit" ? "implicit" : "explicit");
    dynamics.enter(0, dynamics.breakpoints[0]!);
    this.#stepper.begin(this.#y, 0);
  }

  /** Time that the run has come to, seconds. */
  get seconds(): number {
    return this.#t;
  }

  /**
   * Takes the product and goes on to where the next one is needed, or where whole steps have taken some tens of milliseconds; false
   * when the run has ended.
   *
   * @throws ConvergenceError when the step becomes too small. @throws LimitError when the points no longer fit memory.
   */
  resume(): boolean {
    if (this.#isBeginning) {
      this.#isBeginning = false;
      this.#stepper.begun(this.#y, this.#t);
      if (this.#trajectory.points === 0) this.#first();
    } else if (this.#isResting) this.#isResting = false;
    else {
      const state = this.#stepper.resume();
      if (state === "product") return true;
      this.#judge(state);
      if (this.#isBeginning) return true;
    }
    const { stopSeconds } = this.#dynamics.model;
    while (this.#t < stopSeconds && !this.#stoppedEarly) {
      if (this.#isWhole && this.work > WORK_AT_ONCE) {
        this.#isResting = true;
        return true;
      }
      const state = this.#attempt();
      if (state === "product") return true;
      this.#judge(state);
      if (this.#isBeginning) return true;
    }
    return false;
  }

  /** What came of the run, once it has ended. */
  result(): Integration {
    const dynamics = this.#dynamics;
    dynamics.outputs(this.#y, this.#t);
    return {
      trajectory: this.#trajectory,
      layout: dynamics.layout,
      end: {
        seconds: this.#t,
        states: this.#u0.slice(),
        outputs: dynamics.rails.slice(),
        activityVolts: this.#act[0]!,
        lastFlipSeconds: this.#lastFlip,
      },
      stoppedEarly: this.#stoppedEarly,
      steps: this.#steps,
      rejected: this.#rejected,
      implicitSteps: this.#implicitSteps,
    };
  }

  /** Whether steps are taken at once. */
  get #isWhole(): boolean {
    return this.#dynamics.fused !== null && this.#stepper.name === "explicit";
  }

  #methodOf(name: StepMethod["name"]): StepMethod {
    if (name === "explicit") this.#methods.explicit ??= new RungeKutta(this.#dynamics);
    else this.#methods.implicit ??= new ImplicitRungeKutta(this.#dynamics);
    return this.#methods[name]!;
  }

  /** The point at t = 0, and a step that changes little. */
  #first(): void {
    const dynamics = this.#dynamics;
    const { n, vntol, stopSeconds, maxStepSeconds } = dynamics.model;
    const { slope } = this.#stepper;
    statesInto(this.#u0, this.#y, dynamics);
    stateSlopesInto(this.#d0, this.#y, slope, dynamics);
    this.#act[0] = this.#detector.activity(this.#u0, 0);
    this.#trajectory.push(0, this.#y, this.#detector.lags, this.#act);
    const typical = Math.max(vntol, rms(this.#y, 0, n));
    this.#h = Math.min(maxStepSeconds, (0.01 * typical) / Math.max(rms(slope, 0, n), typical / stopSeconds));
  }

  readonly #share = (change: Float64Array, from: Float64Array): number =>
    relativeError(change, from, this.#stepper.next, this.#dynamics, this.#rtol);

  /** Starts a step. */
  #attempt(): StepState {
    const { breakpoints, model } = this.#dynamics;
    const left = breakpoints[this.#stretch]! - this.#t;
    const h = this.#h;
    // Two equal steps rather than a long one and a sliver.
    this.#lands = h >= left * (1 - 1e-9);
    const step = this.#lands ? left : h > left / 2 ? left / 2 : h;
    if (!(step > LEAST_SHARE * model.stopSeconds)) {
      throw new ConvergenceError("time step too small", {
        code: "simulate.convergence",
        received: `a step of ${step} s at ${this.#t} s`,
        expected: "voltages that change less abruptly",
      });
    }
    this.#step = step;
    const isImplicit = this.#stepper.name === "implicit";
    this.work += isImplicit ? implicitWork(this.#dynamics) : explicitWork(this.#dynamics);
    const { fused, combination } = this.#dynamics;
    if (fused !== null && !isImplicit) {
      combination.start.set(this.#y);
      this.#wholeError = fused.step(this.#t, step, this.#rtol);
      return "done";
    }
    return this.#stepper.start(this.#y, this.#t, step, this.#share);
  }

  /** Takes the step that has come to its end, or tries a shorter one. */
  #judge(state: StepState): void {
    const stepper = this.#stepper;
    const exponent = 1 / stepper.errorOrder;
    let error = Number.POSITIVE_INFINITY;
    if (this.#isWhole) error = this.#wholeError;
    else if (state === "done") {
      error = relativeError(stepper.error, this.#y, stepper.next, this.#dynamics, this.#rtol);
    }
    if (error <= 1) {
      this.#accept(error, exponent);
      return;
    }
    this.#rejected++;
    const factor = Number.isFinite(error) ? SAFETY * error ** -exponent : LEAST_FACTOR;
    this.#h = this.#step * Math.max(LEAST_FACTOR, Math.min(1, factor));
  }

  #accept(error: number, exponent: number): void {
    const dynamics = this.#dynamics;
    const stepper = this.#stepper;
    const { breakpoints, model } = dynamics;
    const step = this.#step;
    const isImplicit = stepper.name === "implicit";
    this.#t = this.#lands ? breakpoints[this.#stretch]! : this.#t + step;
    this.#steps++;
    if (isImplicit) this.#implicitSteps++;
    this.#y.set(stepper.next);
    if (this.#lands && this.#stretch + 1 < breakpoints.length) {
      this.#stretch++;
      dynamics.enter(this.#t, breakpoints[this.#stretch]!);
    }
    let stiffness = 0;
    if (this.#isWhole) stiffness = this.#recordWhole(step);
    else {
      if (this.#method === "auto") stiffness = stepper.stiffness(step);
      stepper.accept(step);
      if (this.#lands) stepper.bend();
      this.#record(step);
    }
    this.#stoppedEarly = model.stopVolts !== null && this.#act[0]! < model.stopVolts;
    const last = this.#lastError;
    const factor = SAFETY * Math.max(error, 1e-4) ** (-INTEGRAL * exponent) * last ** (PROPORTIONAL * exponent);
    const proposed = step * Math.min(LARGEST_FACTOR, Math.max(LEAST_FACTOR, factor));
    // A step cut short by a breakpoint says nothing against the length before it.
    const longest = step < this.#h && factor >= 1 ? Math.max(this.#h, proposed) : proposed;
    this.#h = Math.min(model.maxStepSeconds, longest);
    this.#lastError = Math.max(error, 1e-4);
    const ended = this.#stoppedEarly || this.#t >= model.stopSeconds;
    if (ended || this.#method !== "auto") return;
    if (!this.#watch.changes(stepper.name, stiffness, this.#t, step, this.#stretch)) return;
    this.#stepper = this.#methodOf(isImplicit ? "explicit" : "implicit");
    this.#stepper.begin(this.#y, this.#t);
    this.#isBeginning = true;
    this.#lastError = 1;
  }

  /** `#record` of a step that was taken at once, with all that it leaves; step times rate. */
  #recordWhole(step: number): number {
    const { fused, model } = this.#dynamics;
    const { stiffness, amps, flips } = fused!.accept(step, this.#detector.sourceAmps(this.#t));
    const { n } = model;
    if (flips) this.#lastFlip = this.#t;
    this.#u0.set(this.#y.subarray(0, n));
    this.#d0.set(this.#stepper.slope.subarray(0, n));
    this.#act[0] = model.activity.ohms * amps;
    this.#trajectory.push(this.#t, this.#y, this.#detector.lags, this.#act);
    return stiffness;
  }

  /** Keeps the point at the end of a step. */
  #record(step: number): void {
    const [u0, u1, d0, d1] = [this.#u0, this.#u1, this.#d0, this.#d1];
    statesInto(u1, this.#y, this.#dynamics);
    stateSlopesInto(d1, this.#y, this.#stepper.slope, this.#dynamics);
    this.#detector.advance(step, u0, d0, u1, d1);
    for (let i = 0; i < u0.length; i++) {
      if (u0[i]! > 0 === u1[i]! > 0) continue;
      this.#lastFlip = this.#t;
      break;
    }
    u0.set(u1);
    d0.set(d1);
    this.#act[0] = this.#detector.activity(u0, this.#t);
    this.#trajectory.push(this.#t, this.#y, this.#detector.lags, this.#act);
  }
}
