import { requireInteger, runSteps, runStepsAsync, type StepOptions, type Steps } from "../core/index.ts";
import { energy, flipInto, type HopfieldNetwork, localFieldsInto } from "../network/index.ts";
import { enumerationSteps, requireEnumerable } from "./enumerate.ts";
import { energyPrecision, UNIT_ROUNDOFF } from "./precision.ts";

/** Largest network whose landscape is walked: every state costs O(n). */
export const MAX_LANDSCAPE_SPINS = 28;
/** Largest network whose landscape is walked unasked, beside other work: about a second. */
export const BRIEF_LANDSCAPE_SPINS = 24;

const REFRESH_STATES = 64;
const BATCH_STATES = 1 << 17;

/** One energy and the number of states, among all 2^n, that have it. */
export interface EnergyLevel {
  readonly energy: number;
  readonly degeneracy: number;
}

/** The energy landscape of a small network. Plain data. */
export interface Landscape {
  /** Every state of lowest energy, as in `Enumeration`. */
  readonly groundStates: readonly Int8Array[];
  readonly truncated: boolean;
  /** Whether b = 0, so that s and -s count as one in `groundStates` and `localMinimaUpToSymmetry`. */
  readonly symmetric: boolean;
  /** The lowest distinct energies, rising. */
  readonly levels: readonly EnergyLevel[];
  /** States that no single flip improves, among all 2^n; a flip that changes nothing does not unsettle a state. */
  readonly localMinima: number;
  readonly localMinimaUpToSymmetry: number;
  /** Energies no further apart were called one level, and flips that gain no more called ties; 0 when exact. */
  readonly tolerance: number;
}

export interface LandscapeOptions {
  /** Number of lowest distinct energies kept; 8 by default. */
  readonly levels?: number;
  /** Most ground states returned; 1024 by default. */
  readonly maxStates?: number;
}

interface MutableLevel {
  energy: number;
  degeneracy: number;
}

/** Counts a state of energy e among the lowest `capacity` levels (rising). A level pushed out never comes back. */
function countLevel(levels: MutableLevel[], capacity: number, e: number, tolerance: number): void {
  let at = levels.length;
  while (at > 0 && levels[at - 1]!.energy > e + tolerance) at--;
  const below = levels[at - 1];
  if (below !== undefined && e - below.energy <= tolerance) below.degeneracy++;
  else if (at < capacity) {
    levels.splice(at, 0, { energy: e, degeneracy: 1 });
    if (levels.length > capacity) levels.pop();
  }
}

/** The walk in slices; see `analyseLandscape`. */
export function* landscapeSteps(network: HopfieldNetwork, options: LandscapeOptions = {}): Steps<Landscape> {
  const { n } = network;
  const { levels: capacity = 8, maxStates = 1024 } = options;
  requireEnumerable(n, MAX_LANDSCAPE_SPINS);
  requireInteger("levels", capacity, 1);
  const minimum = yield* enumerationSteps(network, { maxStates });
  const { symmetric } = minimum;
  const bare: HopfieldNetwork = { ...network, constant: 0 };
  const precision = energyPrecision(bare);
  // Field and energy drift between two refreshes, beside the tolerance of energies computed from scratch.
  const drift = precision.exact ? 0 : (REFRESH_STATES ** 2 + 4 * n) * UNIT_ROUNDOFF * precision.magnitude;
  const tolerance = precision.tolerance + 2 * drift;

  const free = symmetric ? n - 1 : n;
  const states = 2 ** free;
  const spins = new Int8Array(n).fill(1);
  const fields = new Float64Array(n);
  const levels: MutableLevel[] = [];
  let localMinima = 0;
  let e = 0;
  for (let batch = 0; batch < states; batch += BATCH_STATES) {
    const end = Math.min(states, batch + BATCH_STATES);
    for (let step = batch; step < end; step++) {
      if (step > 0) e += flipInto(spins, fields, bare, 31 - Math.clz32(step & -step));
      if (step % REFRESH_STATES === 0) {
        e = energy(bare, spins);
        localFieldsInto(fields, bare, spins);
      }
      let i = 0;
      // A flip gains -2 s_i h_i.
      while (i < n && -2 * spins[i]! * fields[i]! <= tolerance) i++;
      if (i === n) localMinima++;
      if (levels.length < capacity || e <= levels[capacity - 1]!.energy + tolerance) {
        countLevel(levels, capacity, e, tolerance);
      }
    }
    yield { stage: "landscape", done: end, total: states };
  }
  const copies = symmetric ? 2 : 1;
  return {
    groundStates: minimum.groundStates,
    truncated: minimum.truncated,
    symmetric,
    levels: levels.map((level) => ({
      energy: level.energy + network.constant,
      degeneracy: copies * level.degeneracy,
    })),
    localMinima: copies * localMinima,
    localMinimaUpToSymmetry: localMinima,
    tolerance,
  };
}

/**
 * Ground states, lowest levels with their degeneracies, and the number of single-flip local minima of a network of at
 * most 28 spins. Every state is visited along a Gray code, half of them when b = 0, and none is stored. O(2^n n).
 *
 * @throws LimitError above 28 spins, or when the couplings overflow.
 * @throws CancelledError when the signal is aborted.
 */
export function analyseLandscape(network: HopfieldNetwork, options: LandscapeOptions & StepOptions = {}): Landscape {
  return runSteps(landscapeSteps(network, options), options);
}

/** `analyseLandscape` that lets the event loop in every few milliseconds. */
export function analyseLandscapeAsync(
  network: HopfieldNetwork,
  options: LandscapeOptions & StepOptions = {},
): Promise<Landscape> {
  return runStepsAsync(landscapeSteps(network, options), options);
}
