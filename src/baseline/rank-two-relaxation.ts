import { createRandom, type Random, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import { createNetwork, type HopfieldNetwork, isSpinFlipSymmetric } from "../network/index.ts";
import { type Couplings, couplingsOf, flipSpin, refreshState, type SpinState } from "./couplings.ts";
import { descendPairs } from "./pair-descent.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";

/** Unit vectors of the plane, one a spin: n entries each. */
interface Vectors {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Rounds after which a start that found nothing better ends. */
const IDLE_ROUNDS = 10;
/** A round turns each vector away from its axis by up to this share of a right angle. */
const TURN = 0.4;
/** Sweeps over the vectors end when the largest move of one is below this. */
const STILL = 1e-2;
/** Most sweeps of one relaxation. */
const MAX_SWEEPS = 200;

/** The network with one spin more, which stands for the bias: E(s, s_0) is the energy of the state s_0 s. */
function withBiasSpin(network: HopfieldNetwork): HopfieldNetwork {
  const { n, weights, bias, constant } = network;
  const m = n + 1;
  const more = new Float64Array(m * m);
  for (let i = 0; i < n; i++) {
    more.set(weights.subarray(i * n, (i + 1) * n), i * m);
    more[i * m + n] = bias[i]!;
    more[n * m + i] = bias[i]!;
  }
  return createNetwork(m, more, undefined, constant);
}

/**
 * Turns each vector in order to where the energy is least while the others stay, until they stand almost still. Returns
 * the number of sweeps.
 */
function relax({ x, y }: Vectors, { n, starts, columns, values }: Couplings): number {
  for (let sweep = 1; sweep <= MAX_SWEEPS; sweep++) {
    let largest = 0;
    for (let i = 0; i < n; i++) {
      let h = 0;
      let v = 0;
      const end = starts[i + 1]!;
      for (let p = starts[i]!; p < end; p++) {
        const j = columns[p]!;
        const w = values[p]!;
        h += w * x[j]!;
        v += w * y[j]!;
      }
      const size = Math.sqrt(h * h + v * v);
      if (!(size > 0)) continue;
      h /= size;
      v /= size;
      largest = Math.max(largest, Math.abs(h - x[i]!), Math.abs(v - y[i]!));
      x[i] = h;
      y[i] = v;
    }
    if (largest < STILL) return sweep;
  }
  return MAX_SWEEPS;
}

/**
 * The best of the states that a line through the origin parts the vectors into, into `state`. Turning the line by half a
 * turn flips the spins one by one, in the order of the angles. `best` (n) is overwritten.
 */
function round(state: SpinState, couplings: Couplings, { x, y }: Vectors, best: Int8Array): void {
  const { n } = couplings;
  const angles = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const upper = y[i]! > 0 || (y[i] === 0 && x[i]! > 0);
    state.spins[i] = upper ? 1 : -1;
    angles[i] = Math.atan2(upper ? y[i]! : -y[i]!, upper ? x[i]! : -x[i]!);
  }
  refreshState(state, couplings);
  best.set(state.spins);
  let least = state.energy;
  const order = Int32Array.from(angles, (_, i) => i).sort((a, b) => angles[a]! - angles[b]! || a - b);
  for (let k = 0; k + 1 < n; k++) {
    flipSpin(state, couplings, order[k]!);
    if (state.energy >= least - couplings.resolution) continue;
    least = state.energy;
    best.set(state.spins);
  }
  state.spins.set(best);
  refreshState(state, couplings);
}

function scatter({ x, y }: Vectors, random: Random): void {
  for (let i = 0; i < x.length; i++) {
    const angle = 2 * Math.PI * random.uniform();
    x[i] = Math.cos(angle);
    y[i] = Math.sin(angle);
  }
}

/** The vectors of a state, each turned a little. */
function turnFrom({ x, y }: Vectors, spins: Int8Array, random: Random): void {
  for (let i = 0; i < x.length; i++) {
    const angle = (Math.PI / 2) * TURN * (2 * random.uniform() - 1);
    x[i] = spins[i]! * Math.cos(angle);
    y[i] = spins[i]! * Math.sin(angle);
  }
}

/** The search in slices; see `rankTwoRelaxation`. */
export function* rankTwoSteps(network: HopfieldNetwork, options: SpinSearchOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 20, 20_000);
  const { n } = network;
  const symmetric = isSpinFlipSymmetric(network);
  const couplings = couplingsOf(symmetric ? network : withBiasSpin(network));
  const m = couplings.n;
  const best = keepBest(network, options);
  const vectors: Vectors = { x: new Float64Array(m), y: new Float64Array(m) };
  const state: SpinState = { spins: new Int8Array(m), fields: new Float64Array(m), energy: 0 };
  const kept = new Int8Array(m);
  const scratch = new Int8Array(m);
  const own: SpinState = { spins: new Int8Array(n), fields: new Float64Array(0), energy: 0 };
  const slice = Math.max(1, Math.floor(SLICE_WORK / (m + couplings.values.length)));
  const total = restarts * sweeps;
  let reported = 0;
  let before = 0;
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "rank two", started);
    let made = 0;
    let idle = 0;
    let least = Number.POSITIVE_INFINITY;
    while (made < sweeps && best.energy > target) {
      if (idle === 0 && least === Number.POSITIVE_INFINITY) scatter(vectors, random);
      else turnFrom(vectors, kept, random);
      made += relax(vectors, couplings);
      round(state, couplings, vectors, scratch);
      made += 1 + descendPairs(state, couplings);
      if (state.energy < least - couplings.resolution) {
        least = state.energy;
        kept.set(state.spins);
        idle = 0;
        const sign = symmetric ? 1 : state.spins[n]!;
        for (let i = 0; i < n; i++) own.spins[i] = sign * state.spins[i]!;
        own.energy = state.energy;
        best.offer(own, before + Math.min(made, sweeps));
      } else if (++idle >= IDLE_ROUNDS) {
        idle = 0;
        least = Number.POSITIVE_INFINITY;
      }
      if (before + made - reported >= slice) {
        reported = before + Math.min(made, sweeps);
        yield { stage: "relax", done: reported, total };
      }
    }
    started++;
    before += sweeps;
    yield { stage: "relax", done: before, total, note: `best energy ${best.energy}` };
  }
  return { energy: best.energy, spins: best.spins, sweeps: before, restarts: started };
}

/**
 * The rank-two relaxation: each spin becomes a unit vector of the plane, coupled by W_ij v_i'v_j, and the energy of the
 * vectors is lowered one vector at a time. A line through the origin parts them into spins, the best of all lines, which
 * flips of single spins and of coupled pairs improve. The vectors of the best state, turned a little, are relaxed again;
 * after 10 rounds without a better state they are scattered anew. One spin more stands for the bias.
 * 20 starts of 20,000 sweeps by default, a sweep over the vectors or of the descent.
 *
 * Source: Burer, Monteiro and Zhang, SIAM J. Optim. 12(2), 2001; one vector at a time after Wang, Chang and Kolter,
 * "The mixing method", 2017.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function rankTwoRelaxation(
  network: HopfieldNetwork,
  options: SpinSearchOptions & StepOptions,
): SpinSearchResult {
  return runSteps(rankTwoSteps(network, options), options);
}
