import { luInPlace, solveLuInPlace } from "../../linalg/index.ts";
import type { Dynamics } from "./dynamics.ts";
import { SDIRK_A, SDIRK_C, SDIRK_ERROR_ORDER, SDIRK_GAMMA, SDIRK_LOWER_WEIGHTS } from "./sdirk.ts";
import type { StepMethod, StepState } from "./step-method.ts";

const STAGES = SDIRK_C.length;
const ERROR = SDIRK_A[STAGES - 1]!.map((b, k) => b - SDIRK_LOWER_WEIGHTS[k]!);

/** Newton steps of a stage at most, and the share of a step's tolerance that may be left of them. */
const MOST_NEWTON = 8;
const NEWTON_SHARE = 0.01;
/** A correction that has not fallen to this share of the one before asks for a new Jacobian, at 1 it diverges. */
const SLOW = 0.3;
/** The factors serve steps of another length by so much. */
const LEAST_REUSE = 0.8;
const MOST_REUSE = 1.25;
/** Products that follow the fastest states from one Jacobian to the next. */
const POWER_STEPS = 6;

/**
 * The L-stable method of sdirk.ts on a reduced network, all of its states: each stage by simplified Newton steps with one
 * factored matrix I - h gamma J, which is kept while it serves: size^3 / 3 multiplications a factorisation.
 */
export class ImplicitRungeKutta implements StepMethod {
  readonly name = "implicit";
  readonly errorOrder = SDIRK_ERROR_ORDER;
  readonly next: Float64Array;
  readonly error: Float64Array;
  readonly slope: Float64Array;
  /** Factorisations so far. */
  factorisations = 0;
  readonly #dynamics: Dynamics;
  readonly #stages: readonly Float64Array[];
  readonly #base: Float64Array;
  readonly #change: Float64Array;
  /** Of the fastest states, length 1. */
  readonly #direction: Float64Array;
  readonly #jacobian: Float64Array;
  readonly #factors: Float64Array;
  readonly #pivots: Int32Array;
  #factored = 0;
  #rate = 0;
  #fresh = false;
  #running: Generator<void, boolean> | undefined;

  constructor(dynamics: Dynamics) {
    const { size } = dynamics;
    const vector = () => new Float64Array(size);
    this.#dynamics = dynamics;
    this.next = vector();
    this.error = vector();
    this.slope = vector();
    this.#stages = Array.from({ length: STAGES }, vector);
    this.#base = vector();
    this.#change = vector();
    this.#direction = vector().fill(1 / Math.sqrt(size));
    this.#jacobian = new Float64Array(size * size);
    this.#factors = new Float64Array(size * size);
    this.#pivots = new Int32Array(size);
  }

  begin(y: Float64Array, t: number): void {
    this.#dynamics.outputs(y, t);
    this.#factored = 0;
  }

  begun(y: Float64Array, t: number): void {
    this.#dynamics.fullSlopeInto(this.slope, y, t);
  }

  start(y: Float64Array, t: number, h: number, share: (change: Float64Array, y: Float64Array) => number): StepState {
    this.#running = this.#stepFrom(y, t, h, share);
    return this.resume();
  }

  resume(): StepState {
    const { done, value } = this.#running!.next();
    if (!done) return "product";
    return value ? "done" : "failed";
  }

  /** The step; stops wherever it needs the array's product with the outputs. Whether it succeeds. */
  *#stepFrom(
    y: Float64Array,
    t: number,
    h: number,
    share: (change: Float64Array, y: Float64Array) => number,
  ): Generator<void, boolean> {
    this.#fresh = false;
    const reusable = h >= LEAST_REUSE * this.#factored && h <= MOST_REUSE * this.#factored;
    if (!reusable && !this.#factor(y, t, h)) return false;
    while (!(yield* this.#stagesFrom(y, t, h, share))) {
      if (this.#fresh || !this.#factor(y, t, h)) return false;
    }
    const { error } = this;
    for (let i = 0; i < error.length; i++) {
      let sum = 0;
      for (let k = 0; k < STAGES; k++) sum += ERROR[k]! * this.#stages[k]![i]!;
      error[i] = h * sum;
    }
    // Filtered, or stiff states would show errors that they do not have (Hairer and Wanner, section IV.8).
    this.#solve(error, h);
    return true;
  }

  /** Solves the stages one after the other; whether Newton's steps converge. */
  *#stagesFrom(
    y: Float64Array,
    t: number,
    h: number,
    share: (change: Float64Array, y: Float64Array) => number,
  ): Generator<void, boolean> {
    const { next } = this;
    const base = this.#base;
    const change = this.#change;
    const step = h * SDIRK_GAMMA;
    for (let k = 0; k < STAGES; k++) {
      const row = SDIRK_A[k]!;
      const slope = this.#stages[k]!;
      base.set(y);
      for (let j = 0; j < k; j++) {
        const weight = h * row[j]!;
        const other = this.#stages[j]!;
        for (let i = 0; i < base.length; i++) base[i]! += weight * other[i]!;
      }
      const guess = k === 0 ? this.slope : this.#stages[k - 1]!;
      for (let i = 0; i < next.length; i++) next[i] = base[i]! + step * guess[i]!;
      let size = 0;
      for (let newton = 0; ; newton++) {
        this.#dynamics.outputs(next, t + SDIRK_C[k]! * h);
        yield;
        this.#dynamics.fullSlopeInto(slope, next, t + SDIRK_C[k]! * h);
        for (let i = 0; i < next.length; i++) change[i] = base[i]! + step * slope[i]! - next[i]!;
        this.#solve(change, h);
        for (let i = 0; i < next.length; i++) next[i]! += change[i]!;
        const moved = share(change, y);
        const rate = newton === 0 ? SLOW : moved / size;
        size = moved;
        if (moved === 0 || (rate < 1 && (moved * rate) / (1 - rate) <= NEWTON_SHARE)) break;
        if (!(rate < 1) || newton === MOST_NEWTON || (rate > SLOW && !this.#fresh)) return false;
      }
      // The slope that the stage stands for, free of the roundoff that stiffness would magnify.
      for (let i = 0; i < next.length; i++) slope[i] = (next[i]! - base[i]!) / step;
    }
    return true;
  }

  accept(_h: number): void {
    this.slope.set(this.#stages[STAGES - 1]!);
  }

  bend(): void {}

  /** By the largest rate of the last Jacobian: the solution itself no longer shows what has been damped. */
  stiffness(h: number): number {
    return h * this.#rate;
  }

  /** Some steps of the power method, from where the last ones ended. */
  #estimateRate(): void {
    const { size } = this.#dynamics;
    const x = this.#direction;
    const image = this.#change;
    for (let step = 0; step < POWER_STEPS; step++) {
      let norm = 0;
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let j = 0; j < size; j++) sum += this.#jacobian[i * size + j]! * x[j]!;
        image[i] = sum;
        norm += sum * sum;
      }
      this.#rate = Math.sqrt(norm);
      if (!(this.#rate > 0)) return;
      for (let i = 0; i < size; i++) x[i] = image[i]! / this.#rate;
    }
  }

  #factor(y: Float64Array, t: number, h: number): boolean {
    const { size } = this.#dynamics;
    this.#dynamics.jacobianInto(this.#jacobian, y, t);
    this.#estimateRate();
    const step = h * SDIRK_GAMMA;
    const factors = this.#factors;
    for (let k = 0; k < factors.length; k++) factors[k] = -step * this.#jacobian[k]!;
    for (let i = 0; i < size; i++) factors[i * size + i]! += 1;
    this.#factored = h;
    this.#fresh = true;
    this.factorisations++;
    return luInPlace(factors, size, this.#pivots);
  }

  #solve(b: Float64Array, h: number): void {
    solveLuInPlace(this.#factors, b.length, this.#pivots, b);
    // For factors of another step: between the limits of slow and of fast states.
    const scale = 2 / (1 + h / this.#factored);
    if (scale !== 1) for (let i = 0; i < b.length; i++) b[i]! *= scale;
  }
}
