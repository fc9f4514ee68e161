import { createRandom, type Random, requireFinite, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import {
  type Couplings,
  couplingsOf,
  descend,
  fieldsInto,
  randomState,
  refreshState,
  type SpinState,
} from "./couplings.ts";
import { type LaneCouplings, laneCouplingsOf } from "./lane-couplings.ts";
import { laneProducts } from "./lane-products.ts";
import { depthOf, spinsInto, upState } from "./lane-state.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";
import { laneSweeper } from "./sweeps-kernel.ts";

export interface BifurcationOptions extends SpinSearchOptions {
  /** Whether the couplings see the positions ("ballistic", the default) or only their signs ("discrete"). */
  readonly variant?: "ballistic" | "discrete";
  /** Time step; 0.5 by default. 1 serves couplings of mean zero better, and fails on dense graphs of equal couplings (discrete). */
  readonly timeStep?: number;
  /** Rate at which momenta grow by themselves ("heated"); 0, which is none, by default. */
  readonly heating?: number;
}

/** Size of the first positions and momenta. */
const START = 0.1;
/** Descents from the present signs in a run: a run often passes the best state before its end. */
const LOOKS = 10;

/**
 * Share by which the factors on the fields of the discrete variant's starts differ at most from the first one's. Which one
 * serves best changes from graph to graph, and no start learns from another.
 */
const SPREAD = 0.3;

/** Factor of start k on `fieldFactor`: 1 for the first, then ever more finely between 1 - SPREAD and 1 + SPREAD. */
function startFactor(k: number): number {
  let place = 0;
  // Van der Corput's sequence.
  for (let [rest, unit] = [k + 1, 0.5]; rest > 0; rest >>>= 1, unit /= 2) place += (rest & 1) * unit;
  return 1 + SPREAD * (2 * place - 1);
}

/** Factor on the fields, 1 / (2 sqrt(n) rms W), by which the first bifurcation comes near the middle of the ramp. */
function fieldFactor(values: Float64Array, bias: Float64Array, n: number): number {
  let square = 0;
  for (const w of values) square += w * w;
  if (square > 0) return 0.5 / Math.sqrt(square / Math.max(1, n - 1));
  const largest = bias.reduce((most, b) => Math.max(most, Math.abs(b)), 0);
  return largest > 0 ? 0.5 / largest : 1;
}

/** Positions of 1 where dense couplings see them: they are rounded to whole numbers for the SIMD product. */
const ONE = 2 ** 14;
/** Starts side by side on dense couplings, so that each row that is read serves all of them. */
const SIDE_BY_SIDE = 8;

/** Local fields of `count` position vectors, one array each, in slots of a batch. */
type Fields = (out: readonly Float64Array[], seen: readonly Float64Array[], count: number) => void;

function fieldsOf(couplings: Couplings, lanes: LaneCouplings): { readonly batch: number; readonly fields: Fields } {
  const { n, bias } = couplings;
  const { padded, weights, scale, sparse } = lanes;
  if (sparse !== undefined || !(weights instanceof Int16Array)) {
    const fields: Fields = (out, seen, count) => {
      for (let k = 0; k < count; k++) fieldsInto(out[k]!, couplings, seen[k]!);
    };
    return { batch: 1, fields };
  }
  const product = laneProducts(weights, padded);
  const positions = new Int16Array(SIDE_BY_SIDE * padded);
  const sums = new Int32Array(SIDE_BY_SIDE * padded);
  // The lanes' weights are twice the couplings.
  const unit = 1 / (2 * scale * ONE);
  const fields: Fields = (out, seen, count) => {
    for (let k = 0; k < count; k++) {
      const x = seen[k]!;
      for (let i = 0; i < n; i++) positions[k * padded + i] = Math.round(ONE * x[i]!);
    }
    product.into(sums, positions, count);
    for (let k = 0; k < count; k++) {
      const h = out[k]!;
      for (let i = 0; i < n; i++) h[i] = unit * sums[k * padded + i]! + bias[i]!;
    }
  };
  return { batch: SIDE_BY_SIDE, fields };
}

/** The descent from the signs of positions, as a state that holds until the next one. */
function descentOf(couplings: Couplings, lanes: LaneCouplings, random: Random): (x: Float64Array) => SpinState {
  const state = randomState(couplings, random);
  const { spins } = state;
  if (!lanes.exact) {
    return (x) => {
      for (let i = 0; i < x.length; i++) spins[i] = x[i]! < 0 ? -1 : 1;
      refreshState(state, couplings);
      descend(state, couplings);
      return state;
    };
  }
  const sweeper = laneSweeper(lanes);
  const walk = upState(lanes, random);
  const flips = new Uint8Array(couplings.n);
  return (x) => {
    // From where the last descent ended: whole numbers gather no rounding errors.
    for (let i = 0; i < x.length; i++) flips[i] = x[i]! < 0 === (walk.signs[i] === 0) ? 1 : 0;
    sweeper.turn(walk, flips);
    sweeper.quench(walk);
    spinsInto(spins, walk);
    state.energy = couplings.constant - depthOf(lanes, walk);
    return state;
  };
}

interface Motion {
  readonly timeStep: number;
  readonly heating: number;
  /** On the fields. */
  readonly factor: number;
}

/** One step of all oscillators, in place, at a detuning. */
function move(x: Float64Array, y: Float64Array, h: Float64Array, detuning: number, motion: Motion): void {
  const { timeStep, heating, factor } = motion;
  for (let i = 0; i < x.length; i++) {
    const momentum = y[i]! + timeStep * (factor * h[i]! - detuning * x[i]!);
    const position = x[i]! + timeStep * momentum;
    const outside = Math.abs(position) > 1;
    const heat = timeStep * heating * y[i]!;
    x[i] = outside ? Math.sign(position) : position;
    y[i] = (outside ? 0 : momentum) + heat;
  }
}

/** The search in slices; see `simulatedBifurcation`. */
export function* bifurcationSteps(network: HopfieldNetwork, options: BifurcationOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 20, 1000);
  const { variant = "ballistic", timeStep = 0.5, heating = 0 } = options;
  requireFinite("timeStep", [timeStep], 1);
  requireFinite("heating", [heating], 1);
  const { n } = network;
  const couplings = couplingsOf(network);
  const best = keepBest(network, options, couplings);
  const factor = fieldFactor(couplings.values, network.bias, n);
  const motionOf = (start: number): Motion => {
    return { timeStep, heating, factor: variant === "discrete" ? factor * startFactor(start) : factor };
  };
  const lanes = laneCouplingsOf(couplings);
  const { batch, fields } = fieldsOf(couplings, lanes);
  const look = Math.max(1, Math.ceil(sweeps / LOOKS));
  const arrays = () => Array.from({ length: Math.min(batch, restarts) }, () => new Float64Array(n));
  const [x, y, field, signs] = [arrays(), arrays(), arrays(), arrays()];
  const seen = variant === "discrete" ? signs : x;
  const descent = descentOf(couplings, lanes, createRandom(seed, "bifurcate"));
  const total = restarts * sweeps;
  let made = 0;
  let waited = 0;
  let started = 0;
  while (started < restarts && best.energy > target) {
    const count = Math.min(x.length, restarts - started);
    for (let k = 0; k < count; k++) {
      const random = createRandom(seed, "bifurcate", started + k);
      for (let i = 0; i < n; i++) {
        x[k]![i] = START * (2 * random.uniform() - 1);
        y[k]![i] = START * (2 * random.uniform() - 1);
      }
    }
    const motions = Array.from({ length: count }, (_, k) => motionOf(started + k));
    for (let step = 1; step <= sweeps && best.energy > target; step++) {
      const detuning = 1 - step / sweeps;
      if (variant === "discrete") {
        for (let k = 0; k < count; k++) for (let i = 0; i < n; i++) signs[k]![i] = x[k]![i]! < 0 ? -1 : 1;
      }
      fields(field, seen, count);
      for (let k = 0; k < count; k++) move(x[k]!, y[k]!, field[k]!, detuning, motions[k]!);
      made += count;
      if (step % look === 0 || step === sweeps) {
        for (let k = 0; k < count; k++) best.offer(descent(x[k]!), made);
      }
      waited += count * (n + couplings.values.length);
      if (waited < SLICE_WORK) continue;
      waited = 0;
      yield { stage: "bifurcate", done: made, total };
    }
    started += count;
    yield { stage: "bifurcate", done: made, total, note: `best energy ${best.energy}` };
  }
  return { energy: best.energy, spins: best.spins, sweeps: made, restarts: started };
}

/**
 * Simulated bifurcation: n oscillators with positions x in [-1, 1] and momenta y,
 *
 *   dy_i/dt = -(1 - a(t)) x_i + c h_i,   dx_i/dt = y_i,   a from 0 to 1,
 *
 * with inelastic walls at -1 and +1, by symplectic Euler steps; h is the local field of x (ballistic) or of sign x
 * (discrete), c = 1 / (2 sqrt(n) rms W), in later starts of the discrete variant up to 30 % more or less. With `heating`
 * each step adds that rate times the momentum before it, walls or not. The signs end in a descent; 20 starts of 1000 steps by
 * default. A step costs all couplings.
 *
 * Where most couplings are not zero and all are whole numbers of 16 bits, eight starts go side by side as a product of
 * matrices by SIMD, which sees the positions rounded to 2^-14.
 *
 * Source: Goto, Tatsumura and Dixon, Sci. Adv. 5, 2019; Goto et al., Sci. Adv. 7, 2021, equations 4 to 11; heating after
 * Kanao and Goto, Commun. Phys. 5, 2022.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function simulatedBifurcation(
  network: HopfieldNetwork,
  options: BifurcationOptions & StepOptions,
): SpinSearchResult {
  return runSteps(bifurcationSteps(network, options), options);
}
