import { STAGES } from "./dormand-prince.ts";
import type { Dynamics } from "./dynamics.ts";
import { SDIRK_C } from "./sdirk.ts";
import type { StepMethod } from "./step-method.ts";

/** Products that the rest of a stage costs as much time as: a hyperbolic tangent and more for each neuron. */
const WORK_PER_NEURON = 100;
/**
 * Multiplications of the array's product that one of a factorisation, or of a solve with its factors, takes as much time as: the
 * product is a SIMD kernel, the factors are not. Measured 6 to 7 at 24, 11 to 12 at 100, 14 to 15 at 256, 10 to 11 at 512, 17 to 19 at 1024.
 */
const WORK_PER_FACTOR = 12;
/** Newton steps of a stage, and implicit steps that share a factorisation, as they come. */
const NEWTON_STEPS = 3;
const STEPS_PER_FACTOR = 4;

/**
 * Mean of step times rate from which the explicit method is taken to be at the edge of its stability, which lies at 3.3, or with an op-amp
 * about as fast as the network at 2.2; and below which it would be at ease.
 */
const EDGE = 2;
const EASY = 1;
/** Steps that the mean looks back, and that it takes before it is believed. */
const STEADY = 15;
/** Implicit steps that the rest of a run takes beside those that its breakpoints ask for. */
const IMPLICIT_STEPS = 200;

/** Multiplications of a step, as many of the array's product as would take its time. */
export function explicitWork({ productWork, model: { n } }: Dynamics): number {
  return STAGES * (productWork + n * WORK_PER_NEURON);
}

export function implicitWork({ size, productWork, model: { n } }: Dynamics): number {
  const solve = WORK_PER_FACTOR * size ** 2;
  const newton = SDIRK_C.length * NEWTON_STEPS * (productWork + n * WORK_PER_NEURON + solve);
  return newton + (WORK_PER_FACTOR * size ** 3) / (3 * STEPS_PER_FACTOR);
}

/**
 * Says when to change methods: to the implicit one where steps are at the edge of the explicit one's stability, and those that are
 * left cost more than implicit ones would; back where steps are well inside of it.
 */
export class StiffnessWatch {
  readonly #dynamics: Dynamics;
  #count = 0;
  #mean = 0;

  constructor(dynamics: Dynamics) {
    this.#dynamics = dynamics;
  }

  /** @param stiffness step times rate of the step just taken, of `step` seconds up to time t in stretch `stretch` */
  changes(name: StepMethod["name"], stiffness: number, t: number, step: number, stretch: number): boolean {
    const { breakpoints, model } = this.#dynamics;
    this.#count++;
    this.#mean += (stiffness - this.#mean) / Math.min(this.#count, STEADY);
    const asks = name === "explicit" ? this.#mean > EDGE : this.#mean < EASY;
    if (!asks || this.#count < STEADY) return false;
    this.#count = 0;
    if (name === "implicit") return true;
    const explicit = ((model.stopSeconds - t) / step) * explicitWork(this.#dynamics);
    return explicit > (breakpoints.length - stretch + IMPLICIT_STEPS) * implicitWork(this.#dynamics);
  }
}
