import { tabuSteps } from "../baseline/index.ts";
import { createRandom, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import {
  countCouplings,
  type EliminationWidth,
  eliminationWidth,
  energy,
  flipInto,
  type HopfieldNetwork,
  localFieldsInto,
  type Spins,
} from "../network/index.ts";
import {
  type Basins,
  BRIEF_BASIN_SPINS,
  BRIEF_LANDSCAPE_SPINS,
  basinSteps,
  type EnergyLevel,
  energyPrecision,
  hasBasins,
  landscapeSteps,
} from "../reference/index.ts";

/** How hard the search in a network looks. All but the landscape are estimates. Plain data. */
export interface Hardness {
  /**
   * By looking at every state: up to 24 spins, or 28 when asked for; else null. Energies, and counts up to a flip of
   * all spins without a bias.
   */
  readonly landscape: {
    readonly groundStates: number;
    readonly truncated: boolean;
    readonly localMinima: number;
    readonly symmetric: boolean;
    /** Next energy above the lowest; null when there is none. */
    readonly gap: number | null;
    /** The lowest energies, rising, each with its states among all 2^n. */
    readonly levels: readonly EnergyLevel[];
    /** Up to 20 spins, or as far as memory allows when asked for (28, or 27 with a bias); else null. */
    readonly basins: Basins | null;
  } | null;
  /** Lowest energy met by the searches. */
  readonly bestEnergy: number;
  /** Steepest descents from random states: the share that ends at `bestEnergy`, and how far above it they end. */
  readonly descents: {
    readonly runs: number;
    readonly hits: number;
    readonly meanAbove: number;
    readonly worstAbove: number;
  };
  /** Starts of tabu search, up to 100 flips a spin each, and how many met `bestEnergy`. */
  readonly tabu: { readonly runs: number; readonly hits: number };
  /** Share of all magnitudes that the best state known leaves unsatisfied: the frustration index is no larger. */
  readonly frustration: number;
  /** Upper bound of the tree width; null when it takes too long. */
  readonly treeWidth: EliminationWidth | null;
  /** Whether the couplings can be drawn without crossings; null when only a full test could tell. */
  readonly planar: boolean | null;
}

export interface HardnessOptions {
  /** Seed of the searches; 1 by default. */
  readonly seed?: number;
  /** Walks the landscape up to 28 spins, with basins, however long it takes; false by default. */
  readonly landscape?: boolean;
}

const DESCENTS = 200;
/** Operations that the descents may take: fewer of them in a large network. */
const DESCENT_WORK = 4e8;
const TABU_STARTS = 10;
/** Flips times spins that the tabu starts may look at together. */
const TABU_WORK = 2e8;

/** Steepest descent in place; returns the energy reached. */
function descend(network: HopfieldNetwork, spins: Spins, tolerance: number): number {
  const fields = new Float64Array(network.n);
  localFieldsInto(fields, network, spins);
  for (;;) {
    let chosen = -1;
    let least = -tolerance;
    for (let i = 0; i < network.n; i++) {
      const product = spins[i]! * fields[i]!;
      if (product >= least) continue;
      least = product;
      chosen = i;
    }
    if (chosen < 0) return energy(network, spins);
    flipInto(spins, fields, network, chosen);
  }
}

function planarity(n: number, couplings: number, width: EliminationWidth | null): boolean | null {
  if (n >= 3 && couplings > 3 * n - 6) return false;
  // Neither of the two smallest graphs that are not planar is of tree width 2.
  if (width !== null && width.width <= 2) return true;
  return null;
}

function* walk(network: HopfieldNetwork, withBasins: boolean): Steps<Hardness["landscape"]> {
  const found = yield* landscapeSteps(network);
  const { levels, symmetric } = found;
  return {
    groundStates: found.groundStates.length,
    truncated: found.truncated,
    localMinima: found.localMinimaUpToSymmetry,
    symmetric,
    gap: levels.length < 2 ? null : levels[1]!.energy - levels[0]!.energy,
    levels,
    basins: withBasins && hasBasins(network) ? yield* basinSteps(network) : null,
  };
}

/** The work in slices; see `hardness`. */
export function* hardnessSteps(network: HopfieldNetwork, options: HardnessOptions = {}): Steps<Hardness> {
  const { n, constant } = network;
  const { seed = 1, landscape: asked = false } = options;
  const { magnitude, tolerance } = energyPrecision(network);
  const landscape = asked || n <= BRIEF_LANDSCAPE_SPINS ? yield* walk(network, asked || n <= BRIEF_BASIN_SPINS) : null;
  const flips = Math.max(1, Math.min(100 * n, Math.floor(TABU_WORK / (TABU_STARTS * n))));
  const starts: number[] = [];
  for (let k = 0; k < TABU_STARTS; k++) {
    starts.push((yield* tabuSteps(network, { seed: seed + k, restarts: 1, flips })).energy);
  }
  const random = createRandom(seed, "descents");
  const ends: number[] = [];
  // About n flips of O(n) each.
  const runs = Math.max(10, Math.min(DESCENTS, Math.floor(DESCENT_WORK / (2 * n * n))));
  for (let k = 0; k < runs; k++) {
    const spins = Int8Array.from({ length: n }, () => 2 * random.integer(2) - 1);
    ends.push(descend(network, spins, tolerance));
    if (k % 10 === 0) yield { stage: "descents", done: k, total: runs };
  }
  const bestEnergy = [...starts, ...ends].reduce((a, b) => Math.min(a, b));
  const slack = tolerance + 1e-9 * magnitude;
  const hitsOf = (energies: readonly number[]) => energies.filter((e) => e <= bestEnergy + slack).length;
  const treeWidth = eliminationWidth(network);
  return {
    landscape,
    bestEnergy,
    descents: {
      runs,
      hits: hitsOf(ends),
      meanAbove: ends.reduce((sum, e) => sum + e - bestEnergy, 0) / runs,
      worstAbove: ends.reduce((worst, e) => Math.max(worst, e - bestEnergy), 0),
    },
    tabu: { runs: TABU_STARTS, hits: hitsOf(starts) },
    // E - c = 2 (unsatisfied magnitudes) - (all magnitudes).
    frustration: magnitude === 0 ? 0 : Math.max(0, (bestEnergy - constant + magnitude) / (2 * magnitude)),
    treeWidth,
    planar: planarity(n, countCouplings(network), treeWidth),
  };
}

/**
 * Estimates how hard a network is to settle in its ground state: the landscape where it can be walked, and how often
 * descents and tabu searches from random states end at the lowest energy that any of them met.
 * @throws LimitError when the couplings overflow, or the landscape is asked for above 28 spins; CancelledError
 */
export function hardness(network: HopfieldNetwork, options: HardnessOptions & StepOptions = {}): Hardness {
  return runSteps(hardnessSteps(network, options), options);
}
