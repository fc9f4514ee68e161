import { createRandom, type Random, runSteps, type StepOptions, type Steps, shuffle } from "../core/index.ts";
import type { HopfieldNetwork, SummingLine } from "../network/index.ts";
import { type Couplings, couplingsOf, flipSpin, refreshState, type SpinState } from "./couplings.ts";
import { type OneHotGrid, oneHotGrid } from "./one-hot-grid.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";
import { freezingPoint, requireRange, type TemperatureRange } from "./temperatures.ts";

export interface GridAnnealOptions extends SpinSearchOptions {
  /** The encoding's summing lines, from which the rows and columns are recognised. */
  readonly lines: readonly SummingLine[];
  /** From the instance by default. */
  readonly temperatures?: TemperatureRange;
}

/** A state with one spin up in every row and every column of a grid. */
interface Placement {
  readonly state: SpinState;
  /** Column of each row's spin. */
  readonly columnOf: Int32Array;
}

/** Descents whose end states show where swaps freeze. */
const PROBES = 4;

/** What putting rows a and b into each other's columns changes: four flips as one. */
function swapChange(
  { state, columnOf }: Placement,
  { side, cells }: OneHotGrid,
  weights: Float64Array,
  a: number,
  b: number,
): number {
  const { fields } = state;
  const n = fields.length;
  const [p, q] = [columnOf[a]!, columnOf[b]!];
  // Spins w and x go down, y and z up.
  const [w, x] = [cells[a * side + p]!, cells[b * side + q]!];
  const [y, z] = [cells[a * side + q]!, cells[b * side + p]!];
  const alike = weights[w * n + x]! + weights[y * n + z]!;
  const unlike = weights[w * n + y]! + weights[w * n + z]! + weights[x * n + y]! + weights[x * n + z]!;
  return 2 * (fields[w]! + fields[x]! - fields[y]! - fields[z]!) - 4 * (alike - unlike);
}

function swap(
  { state, columnOf }: Placement,
  { side, cells }: OneHotGrid,
  couplings: Couplings,
  a: number,
  b: number,
): void {
  const [p, q] = [columnOf[a]!, columnOf[b]!];
  flipSpin(state, couplings, cells[a * side + p]!);
  flipSpin(state, couplings, cells[b * side + q]!);
  flipSpin(state, couplings, cells[a * side + q]!);
  flipSpin(state, couplings, cells[b * side + p]!);
  columnOf[a] = q;
  columnOf[b] = p;
}

function place(
  { state, columnOf }: Placement,
  { side, cells }: OneHotGrid,
  couplings: Couplings,
  random: Random,
): void {
  for (let row = 0; row < side; row++) columnOf[row] = row;
  shuffle(columnOf, random);
  state.spins.fill(-1);
  for (let row = 0; row < side; row++) state.spins[cells[row * side + columnOf[row]!]!] = 1;
  refreshState(state, couplings);
}

/** Swaps in order, as long as one lowers the energy, until none does. */
function descendBySwaps(placement: Placement, grid: OneHotGrid, couplings: Couplings, weights: Float64Array): void {
  for (let moved = true; moved; ) {
    moved = false;
    for (let a = 1; a < grid.side; a++) {
      for (let b = 0; b < a; b++) {
        if (swapChange(placement, grid, weights, a, b) >= -couplings.resolution) continue;
        swap(placement, grid, couplings, a, b);
        moved = true;
      }
    }
  }
}

/** Hot: the root mean square change of a swap in random placements. Cold: where a sweep over a stable one excites one swap. */
function swapRange(
  placement: Placement,
  grid: OneHotGrid,
  couplings: Couplings,
  weights: Float64Array,
  random: Random,
): TemperatureRange {
  const all = (): number[] => {
    const changes: number[] = [];
    for (let a = 1; a < grid.side; a++)
      for (let b = 0; b < a; b++) changes.push(swapChange(placement, grid, weights, a, b));
    return changes;
  };
  const changes: number[] = [];
  let square = 0;
  let count = 0;
  for (let probe = 0; probe < PROBES; probe++) {
    place(placement, grid, couplings, random);
    for (const change of all()) {
      square += change ** 2;
      count++;
    }
    descendBySwaps(placement, grid, couplings, weights);
    for (const change of all()) if (change > couplings.resolution) changes.push(change);
  }
  const hot = Math.sqrt(square / Math.max(1, count));
  return hot === 0 ? { hot: 1, cold: 1 } : { hot, cold: freezingPoint(changes, PROBES, hot) };
}

/** The search in slices; see `gridAnnealing`. */
export function* gridAnnealSteps(network: HopfieldNetwork, options: GridAnnealOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 20, 1000);
  const { n, weights } = network;
  const grid = oneHotGrid(options.lines, n);
  const { side } = grid;
  const couplings = couplingsOf(network);
  const best = keepBest(network, options, couplings);
  const state = { spins: new Int8Array(n), fields: new Float64Array(n), energy: 0 };
  const placement = { state, columnOf: new Int32Array(side) };
  const range =
    options.temperatures ?? swapRange(placement, grid, couplings, weights, createRandom(seed, "grid", "temperatures"));
  const { hot, cold } = requireRange(range);
  const slice = Math.max(1, Math.floor(SLICE_WORK / (side * side * (20 + n))));
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "grid", started);
    place(placement, grid, couplings, random);
    for (let sweep = 0; sweep < sweeps; sweep++) {
      const temperature = hot * (cold / hot) ** (sweep / Math.max(1, sweeps - 1));
      for (let a = 1; a < side; a++) {
        for (let b = 0; b < a; b++) {
          const change = swapChange(placement, grid, weights, a, b);
          if (change > 0 && random.uniform() >= Math.exp(-change / temperature)) continue;
          swap(placement, grid, couplings, a, b);
        }
      }
      if (sweep % slice === slice - 1) {
        yield { stage: "grid anneal", done: started * sweeps + sweep, total: restarts * sweeps };
      }
    }
    refreshState(state, couplings);
    descendBySwaps(placement, grid, couplings, weights);
    started++;
    best.offer(state, started * sweeps);
    yield {
      stage: "grid anneal",
      done: started * sweeps,
      total: restarts * sweeps,
      note: `best energy ${best.energy}`,
    };
  }
  return { energy: best.energy, spins: best.spins, sweeps: started * sweeps, restarts: started };
}

/**
 * Simulated annealing on a grid of one-hot rows and columns, as tours and assignments are encoded: the state always is a
 * permutation, and a move puts two rows into each other's columns, four flips as one, so that no penalty has to be climbed.
 * The energy is the network's own, whatever its penalties. A sweep tries every pair of rows; 20 starts of 1000
 * sweeps by default. Only permutations are met: where one with a penalty broken lies lower, it is not found.
 *
 * @throws ArgumentError for an option out of range, or lines that spell no grid.
 * @throws CancelledError when the signal is aborted.
 */
export function gridAnnealing(network: HopfieldNetwork, options: GridAnnealOptions & StepOptions): SpinSearchResult {
  return runSteps(gridAnnealSteps(network, options), options);
}
