import type { Random } from "../core/index.ts";
import type { HopfieldNetwork, Spins } from "../network/index.ts";

/** The couplings of a network in the form in which a flip costs least. Couplings that are not dense are kept by row. */
export interface Couplings {
  readonly n: number;
  readonly bias: Float64Array;
  readonly constant: number;
  /** Row i holds entries starts[i]..starts[i + 1] of `columns` and `values`: n + 1. */
  readonly starts: Int32Array;
  /** Columns of the non-zero couplings, ascending in a row. */
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** W itself, n*n, row-major, when so many couplings are not zero that scanning a whole row is faster. */
  readonly dense: Float64Array | undefined;
  /** Energy changes nearer to zero than this are rounding errors. */
  readonly resolution: number;
}

/** A state with its local fields and energy, as incremental updates keep them. */
export interface SpinState {
  readonly spins: Spins;
  readonly fields: Float64Array;
  energy: number;
}

/** Share of non-zero couplings from which a row without column numbers is scanned faster. */
const DENSE_SHARE = 0.6;

/** Rounding errors that a field gathers in a run, relative to the sum of its couplings' sizes. */
const RELATIVE_RESOLUTION = 1e-11;

/** The couplings of `network` by row. O(n^2). */
export function couplingsOf(network: HopfieldNetwork): Couplings {
  const { n, weights, bias, constant } = network;
  const starts = new Int32Array(n + 1);
  let columns = new Int32Array(n);
  let values = new Float64Array(n);
  let count = 0;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    if (count + n > columns.length) {
      // One look at n*n numbers, most of them zero, costs more than copies of the others.
      const room = 2 * (count + n);
      const [oldColumns, oldValues] = [columns, values];
      columns = new Int32Array(room);
      columns.set(oldColumns);
      values = new Float64Array(room);
      values.set(oldValues);
    }
    let sum = Math.abs(bias[i]!);
    const row = i * n;
    for (let j = 0; j < n; ) {
      // Four zeros at once, for of a sparse network there is little else.
      const at = row + j;
      if (j + 4 <= n && weights[at] === 0 && weights[at + 1] === 0 && weights[at + 2] === 0 && weights[at + 3] === 0) {
        j += 4;
        continue;
      }
      const w = weights[at]!;
      if (w !== 0) {
        columns[count] = j;
        values[count++] = w;
        sum += Math.abs(w);
      }
      j++;
    }
    starts[i + 1] = count;
    largest = Math.max(largest, sum);
  }
  columns = columns.slice(0, count);
  values = values.slice(0, count);
  const dense = count >= DENSE_SHARE * n * n ? weights : undefined;
  return { n, bias, constant, starts, columns, values, dense, resolution: RELATIVE_RESOLUTION * largest };
}

/** Local fields h_i = sum_j W_ij x_j + b_i of spins or of real values, into `out` (n). */
export function fieldsInto(out: Float64Array, couplings: Couplings, x: ArrayLike<number>): void {
  const { n, bias, starts, columns, values } = couplings;
  for (let i = 0; i < n; i++) {
    let h = bias[i]!;
    const end = starts[i + 1]!;
    for (let p = starts[i]!; p < end; p++) h += values[p]! * x[columns[p]!]!;
    out[i] = h;
  }
}

/** Brings fields and energy of `state` in line with its spins, free of gathered rounding errors. */
export function refreshState(state: SpinState, couplings: Couplings): void {
  const { spins, fields } = state;
  fieldsInto(fields, couplings, spins);
  let twice = 0;
  for (let i = 0; i < spins.length; i++) twice += spins[i]! * (fields[i]! + couplings.bias[i]!);
  state.energy = couplings.constant - twice / 2;
}

/** A state of uniformly random spins. */
export function randomState(couplings: Couplings, random: Random): SpinState {
  const { n } = couplings;
  const state = { spins: new Int8Array(n), fields: new Float64Array(n), energy: 0 };
  randomizeState(state, couplings, random);
  return state;
}

/** Draws the spins of `state` anew. */
export function randomizeState(state: SpinState, couplings: Couplings, random: Random): void {
  for (let i = 0; i < couplings.n; i++) state.spins[i] = random.uint32() >= 0x80000000 ? 1 : -1;
  refreshState(state, couplings);
}

/** Flips spin k of `state`. Costs the number of its couplings. */
export function flipSpin(state: SpinState, couplings: Couplings, k: number): void {
  const { spins, fields } = state;
  const { n, starts, columns, values, dense } = couplings;
  const twice = 2 * spins[k]!;
  state.energy += twice * fields[k]!;
  spins[k] = -spins[k]!;
  if (dense !== undefined) {
    const row = k * n;
    for (let j = 0; j < n; j++) fields[j]! -= twice * dense[row + j]!;
    return;
  }
  const end = starts[k + 1]!;
  for (let p = starts[k]!; p < end; p++) fields[columns[p]!]! -= twice * values[p]!;
}

/** Flips spins in order, as long as one lowers the energy, until the state is single-flip stable. */
export function descend(state: SpinState, couplings: Couplings): void {
  const { spins, fields } = state;
  const threshold = -couplings.resolution;
  for (let moved = true; moved; ) {
    moved = false;
    for (let i = 0; i < spins.length; i++) {
      if (2 * spins[i]! * fields[i]! >= threshold) continue;
      flipSpin(state, couplings, i);
      moved = true;
    }
  }
}
