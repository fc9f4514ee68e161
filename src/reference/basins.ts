import { LimitError, requireInteger, runSteps, runStepsAsync, type StepOptions, type Steps } from "../core/index.ts";
import { energy, type HopfieldNetwork, isSpinFlipSymmetric, type Spins } from "../network/index.ts";
import { type FlipTables, flipTables, flowSteps, isMinimum } from "./basin-flow.ts";
import { type EnergyOrder, energyOrderSteps } from "./energy-order.ts";
import { canonicalSpins } from "./ground-set.ts";
import { energyPrecision } from "./precision.ts";

/** Most states whose basins are found, s and -s counted as one when b = 0: they take 12 bytes each. */
export const MAX_BASIN_STATES = 2 ** 27;
/** Largest network whose basins are found unasked, beside other work: about half a second. */
export const BRIEF_BASIN_SPINS = 20;

/** Share of all 2^n states that ends somewhere under each of the two dynamics. */
export interface BasinShare {
  /** In random order: the probability from a uniformly random start, up to rounding. */
  readonly asynchronous: number;
  /** Under steepest descent: the share of the starts, a whole number of them over 2^n. */
  readonly steepest: number;
}

/** A local minimum and what ends there; when `symmetric`, in it and its mirror image together. */
export interface MinimumBasin extends BasinShare {
  /** When `symmetric`, the one of s and -s whose first spin is +1. */
  readonly spins: Spins;
  readonly energy: number;
}

/** The basins of attraction of a small network. Plain data. */
export interface Basins {
  /** What ends in any of the ground states. */
  readonly ground: BasinShare;
  /** The lowest local minima, of rising energy. */
  readonly minima: readonly MinimumBasin[];
  /** Whether there are more local minima than are listed. */
  readonly truncated: boolean;
  /** Whether b = 0, so that s and -s count as one. */
  readonly symmetric: boolean;
  /** Flips that gain no more were called ties, and minima no further above the lowest ground states; 0 when exact. */
  readonly tolerance: number;
}

export interface BasinOptions {
  /** Most local minima listed; 8 by default, at most 65536. */
  readonly minima?: number;
}

/** Memory is first touched here, which takes the system long: in slices. */
const FILL_STATES = 2 ** 22;

interface Chosen {
  /** Every ground state. */
  readonly ground: Uint32Array;
  readonly lowest: readonly { readonly x: number; readonly energy: number }[];
  readonly truncated: boolean;
}

/** Whether the basins of a network can be found: up to 28 spins without a bias, 27 with one. */
export function hasBasins(network: HopfieldNetwork): boolean {
  return network.n - (isSpinFlipSymmetric(network) ? 1 : 0) <= Math.log2(MAX_BASIN_STATES);
}

function spinsInto(out: Int8Array, x: number, standing: number): void {
  for (let i = 0; i < out.length; i++) out[i] = ((x | standing) >> i) & 1 ? 1 : -1;
}

/** The ground states, and the `capacity` lowest minima, from the lowest buckets. */
function choose(
  network: HopfieldNetwork,
  { order, starts, oneLevelEach }: EnergyOrder,
  tables: FlipTables,
  capacity: number,
  tolerance: number,
): Chosen {
  const spins = new Int8Array(network.n);
  const energyOf = (x: number): number => {
    spinsInto(spins, x, tables.standing);
    return energy(network, spins);
  };
  let bucket = starts.findIndex((start) => start > 0) - 1;
  // Rounding may part the states of the lowest level by one bucket.
  const inLowest = order.subarray(0, starts[Math.min(starts.length - 1, bucket + (oneLevelEach ? 1 : 2))]!);
  let ground = inLowest;
  if (!oneLevelEach) {
    const lowest = inLowest.reduce((least, x) => Math.min(least, energyOf(x)), Number.POSITIVE_INFINITY);
    const isGround = (x: number) => energyOf(x) <= lowest + tolerance && isMinimum(tables, x);
    // Counted first: a list that grows would take far more memory than the states.
    ground = new Uint32Array(inLowest.reduce((count, x) => count + (isGround(x) ? 1 : 0), 0));
    let next = 0;
    for (const x of inLowest) if (isGround(x)) ground[next++] = x;
  }
  const found: { x: number; energy: number }[] = [];
  const rank = () => found.sort((p, q) => p.energy - q.energy || p.x - q.x);
  for (; bucket < starts.length - 1 && found.length <= capacity; bucket++) {
    // Of states of one level the first will do; others have to be compared.
    for (let at = starts[bucket]!; at < starts[bucket + 1]! && !(oneLevelEach && found.length > capacity); at++) {
      if (isMinimum(tables, order[at]!)) found.push({ x: order[at]!, energy: energyOf(order[at]!) });
      if (found.length > 4 * capacity + 64) rank().length = capacity + 1;
    }
  }
  rank();
  return { ground, lowest: found.slice(0, capacity), truncated: found.length > capacity };
}

/** The basins in slices; see `analyseBasins`. */
export function* basinSteps(network: HopfieldNetwork, options: BasinOptions = {}): Steps<Basins> {
  const { n, constant } = network;
  const { minima: capacity = 8 } = options;
  requireInteger("minima", capacity, 1, 65536);
  const symmetric = isSpinFlipSymmetric(network);
  if (!hasBasins(network)) {
    throw new LimitError("the network is too large for its basins to be found", {
      code: "reference.basin-size",
      received: `${n} spins ${symmetric ? "without" : "with"} a bias`,
      expected: "at most 28 without a bias, 27 with one",
    });
  }
  const bare: HopfieldNetwork = { ...network, constant: 0 };
  const precision = energyPrecision(bare);
  const { tolerance } = precision;
  const free = symmetric ? n - 1 : n;
  const states = 2 ** free;
  const order = yield* energyOrderSteps(bare, free, precision);
  const tables = flipTables(bare, free, tolerance);
  const { ground, lowest, truncated } = choose(bare, order, tables, capacity, tolerance);

  const mass = new Float64Array(states);
  const runDown = function* (steepest: boolean): Steps<{ ground: number; lowest: number[] }> {
    // Counts stay whole numbers below 2^53 and so exact.
    for (let from = 0; from < states; from += FILL_STATES) {
      mass.fill(1, from, from + FILL_STATES);
      yield { stage: "basins", done: 0, total: states, note: "filling" };
    }
    yield* flowSteps(mass, order, tables, steepest);
    let sum = 0;
    for (let k = 0; k < ground.length; k++) sum += mass[ground[k]!]!;
    return { ground: sum / states, lowest: lowest.map(({ x }) => mass[x]! / states) };
  };
  const asynchronous = yield* runDown(false);
  const steepest = yield* runDown(true);
  const minima = lowest.map(({ x, energy: e }, k) => {
    const spins = new Int8Array(n);
    spinsInto(spins, x, tables.standing);
    return {
      spins: symmetric ? canonicalSpins(spins) : spins,
      energy: e + constant,
      asynchronous: asynchronous.lowest[k]!,
      steepest: steepest.lowest[k]!,
    };
  });
  return {
    ground: { asynchronous: asynchronous.ground, steepest: steepest.ground },
    minima,
    truncated,
    symmetric,
    tolerance,
  };
}

/**
 * The basins of attraction of the local minima of a small network under two dynamics of single flips, each flip lowering
 * the energy until none can:
 *
 * - in random order: the spin that flips is drawn uniformly from the unstable ones (s_i h_i < 0). The share of a minimum
 *   is the probability to end there from a uniformly random state. No runs are drawn: with q(x) the probability ever to
 *   be in x and d(x) the number of flips that lower x, q(y) = 2^-n + sum over x above y of q(x) / d(x), taken in the
 *   order of falling energy.
 * - steepest descent: the flip that gains most, the first spin of those that gain the same. The share is the number of
 *   states that end there over 2^n.
 *
 * A flip that changes nothing (zero field) is never made, so every state of a plateau without a way down is a minimum of
 * its own. Both shares are exact for any couplings: the first up to the rounding of sums of positive terms, a relative
 * 1e-12 or less, the second entirely, where energies are exact; else flips that gain no more than `tolerance` are ties.
 *
 * States that differ by a flip of all spins are one when b = 0. Memory: 12 bytes a state, 1.6 GB at 28 spins without a
 * bias or 27 with one, beside some 100 MB. Time O(2^n n), or more where the energies are no multiples of a unit that
 * 2^16 levels could hold and nearly all of them lie in a few narrow bands.
 *
 * @throws LimitError above 28 spins without a bias or 27 with one, or when the couplings overflow.
 * @throws CancelledError when the signal is aborted.
 */
export function analyseBasins(network: HopfieldNetwork, options: BasinOptions & StepOptions = {}): Basins {
  return runSteps(basinSteps(network, options), options);
}

/** `analyseBasins` that lets the event loop in every few milliseconds. */
export function analyseBasinsAsync(
  network: HopfieldNetwork,
  options: BasinOptions & StepOptions = {},
): Promise<Basins> {
  return runStepsAsync(basinSteps(network, options), options);
}
