import type { VectorCombination } from "../../linalg/index.ts";
import { A, C, ERROR, ERROR_ORDER, LAST_CHANGE, STAGES } from "./dormand-prince.ts";
import type { Dynamics } from "./dynamics.ts";
import { filterWeightsInto, momentsInto } from "./filter.ts";
import type { StepMethod, StepState } from "./step-method.ts";

/**
 * Nodes through which the op-amp's forcing is taken at each stage, as indices of stages; -1 is the start of the step before.
 * The last stage's are those of the new point, `CHECK` the ones of its error estimate.
 */
const NODES: readonly (readonly number[])[] = [
  [],
  [-1, 0],
  [-1, 0, 1],
  [-1, 0, 2],
  [-1, 0, 2, 3],
  [0, 2, 3, 4],
  [0, 2, 3, 5],
];
const CHECK = [0, 3, 5];

/** A step before that is shorter than this share of the present one says nothing about it. */
const LEAST_HISTORY = 0.05;

/**
 * One step of the Dormand-Prince method on a reduced network; the work space is allocated once.
 *
 * An op-amp's deviation e' = forcing - rate e, far faster than the network, is not a matter of the method: at each stage it
 * is what an exact filter makes of the polynomial through the forcing at earlier stages. That is stable at every rate, and costs no
 * matrix; the polynomial's error is divided by the rate before it reaches the network. Source for filtering a stage's forcing
 * exactly: Hochbruck and Ostermann, Acta Numerica 19, 209 (2010), section 2.
 */
export class RungeKutta implements StepMethod {
  readonly name = "explicit";
  readonly errorOrder = ERROR_ORDER;
  /** Solution at the end of the last step. */
  readonly next: Float64Array;
  /** Estimate of its error, signed. */
  readonly error: Float64Array;
  /** Slopes at each stage; the first ones are those at the start of the step. */
  readonly slopes: readonly Float64Array[];
  readonly #dynamics: Dynamics;
  readonly #combination: VectorCombination;
  readonly #moments = new Float64Array(4);
  readonly #weights = new Float64Array(4);
  readonly #checkWeights = new Float64Array(4);
  /** Slopes at the start of the step before, and its length; 0 when there was none or the forcing has bent since. */
  readonly #before: Float64Array;
  #stepBefore = 0;
  /** Of the step under way. */
  #stage = 0;
  #time = 0;
  #step = 0;

  constructor(dynamics: Dynamics) {
    const { size } = dynamics;
    this.#dynamics = dynamics;
    this.#combination = dynamics.combination;
    this.next = this.#combination.sum;
    this.error = this.#combination.alone;
    this.slopes = this.#combination.vectors;
    this.#before = new Float64Array(size);
  }

  begin(y: Float64Array, t: number): void {
    this.#dynamics.outputs(y, t);
  }

  begun(y: Float64Array, t: number): void {
    this.#dynamics.slopeInto(this.slopes[0]!, y, t);
  }

  get slope(): Float64Array {
    return this.slopes[0]!;
  }

  start(y: Float64Array, t: number, h: number): StepState {
    this.#combination.start.set(y);
    this.#time = t;
    this.#step = h;
    this.#stage = 1;
    this.#combine();
    return "product";
  }

  resume(): StepState {
    const stage = this.#stage++;
    this.#dynamics.slopeInto(this.slopes[stage]!, this.next, this.#time + C[stage]! * this.#step);
    if (stage + 1 < STAGES) {
      this.#combine();
      return "product";
    }
    this.#combination.combineAlone(this.#step, ERROR);
    if (this.#dynamics.rates !== null) this.#estimate(this.#step);
    return "done";
  }

  /** Sets `next` to the state at the stage that is at hand, and the outputs to its. */
  #combine(): void {
    const stage = this.#stage;
    this.#combination.combine(this.#step, A[stage]!);
    if (this.#dynamics.rates !== null) this.#filter(stage, this.#combination.start, this.#step);
    this.#dynamics.outputs(this.next, this.#time + C[stage]! * this.#step);
  }

  /** Overwrites `error`. Source: Hairer and Wanner, Solving Ordinary Differential Equations II, section IV.2. */
  stiffness(h: number): number {
    const { deviationAt, size } = this.#dynamics;
    const count = deviationAt < 0 ? size : deviationAt;
    this.#combination.combineAlone(h, LAST_CHANGE);
    const [last, other] = [this.slopes[STAGES - 1]!, this.slopes[STAGES - 2]!];
    let [slopes, states] = [0, 0];
    for (let i = 0; i < count; i++) {
      const change = last[i]! - other[i]!;
      slopes += change * change;
      states += this.error[i]! * this.error[i]!;
    }
    return states === 0 ? 0 : h * Math.sqrt(slopes / states);
  }

  /** Takes the step of h as done: the slopes at `next` become those at the start of the next step. */
  accept(h: number): void {
    this.#before.set(this.slopes[0]!);
    this.#stepBefore = h;
    this.slopes[0]!.set(this.slopes[STAGES - 1]!);
  }

  /** The waveforms bend here: earlier slopes say nothing about later ones. */
  bend(): void {
    this.#stepBefore = 0;
  }

  /** Forcing at a node. */
  #forcing(node: number): Float64Array {
    return node < 0 ? this.#before : this.slopes[node]!;
  }

  /** Where the nodes of stage k lie when its own end is 1. */
  #places(nodes: readonly number[], end: number, h: number): number[] {
    return nodes.map((node) => (node < 0 ? -this.#stepBefore / (end * h) : C[node]! / end));
  }

  /** Sets the deviations in `next` to those at stage k. */
  #filter(k: number, y: Float64Array, h: number): void {
    const { deviationAt: at, rates } = this.#dynamics;
    const end = C[k]!;
    const nodes = this.#stepBefore < LEAST_HISTORY * h ? NODES[k]!.filter((node) => node >= 0) : NODES[k]!;
    const places = this.#places(nodes, end, h);
    // Four at most; one that is missing weighs nothing.
    const forcing = (j: number): Float64Array => this.#forcing(nodes[j] ?? 0);
    const [p, q, r, s] = [forcing(0), forcing(1), forcing(2), forcing(3)];
    const weights = this.#weights.fill(0);
    const { next } = this;
    let z = -1;
    let decay = 0;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < rates!.length; i++) {
      const rate = rates![i]!;
      if (rate * end * h !== z) {
        z = rate * end * h;
        decay = Math.exp(-z);
        momentsInto(this.#moments, z);
        filterWeightsInto(weights, places, this.#moments);
        [a, b, c, d] = [weights[0]!, weights[1]!, weights[2]!, weights[3]!];
      }
      const x = at + i;
      next[x] = decay * y[x]! + (a * p[x]! + b * q[x]! + c * r[x]! + d * s[x]!) / rate;
    }
  }

  /** Error of the deviations: what a polynomial of one degree less makes of the forcing. */
  #estimate(h: number): void {
    const { deviationAt: at, rates } = this.#dynamics;
    const last = NODES[STAGES - 1]!;
    const places = this.#places(last, 1, h);
    const checkPlaces = this.#places(CHECK, 1, h);
    let z = -1;
    for (let i = 0; i < rates!.length; i++) {
      const rate = rates![i]!;
      if (rate * h !== z) {
        z = rate * h;
        momentsInto(this.#moments, z);
        filterWeightsInto(this.#weights, places, this.#moments);
        filterWeightsInto(this.#checkWeights, checkPlaces, this.#moments);
      }
      let difference = 0;
      for (let j = 0; j < last.length; j++) difference += this.#weights[j]! * this.slopes[last[j]!]![at + i]!;
      for (let j = 0; j < CHECK.length; j++) difference -= this.#checkWeights[j]! * this.slopes[CHECK[j]!]![at + i]!;
      this.error[at + i] = difference / rate;
    }
  }
}
