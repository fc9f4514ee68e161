import type { Random } from "../core/index.ts";
import { type Couplings, descend, flipSpin, type SpinState } from "./couplings.ts";
import type { LaneCouplings, Lanes } from "./lane-couplings.ts";
import { seedStreams } from "./lane-state.ts";
import { laneSweeper } from "./sweeps-kernel.ts";

/** Spins of a window: from so many to this share of all, every size's logarithm as likely. */
const LEAST = 10;
const MOST_SHARE = 0.5;
/** Couplings drawn for each spin wanted, after which a window stays smaller. */
const DRAWS = 8;
/** Rows of lanes are whole groups of so many. */
const GROUP = 8;

/**
 * Anneals a window of spins with all others held, by single flips, then lets all spins descend; takes the window's spins
 * back when its energy is higher than before. Returns the number of spins in the window.
 */
export type WindowAnnealer = (state: SpinState, temperatures: Float64Array, random: Random) => number;

/** Running sums of the sizes of couplings within each row, entry by entry. */
function reaches({ n, starts, values }: Couplings): Float64Array {
  const reach = new Float64Array(values.length);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let p = starts[i]!; p < starts[i + 1]!; p++) {
      sum += Math.abs(values[p]!);
      reach[p] = sum;
    }
  }
  return reach;
}

/**
 * A window grows from a random spin along couplings of its spins, drawn by their size, so that it holds what a strong
 * coupling binds. Its couplings are those of `lanes`, dense or by row as they are.
 */
export function createWindowAnnealer(couplings: Couplings, lanes: LaneCouplings): WindowAnnealer {
  const { bits, scale, exact } = lanes;
  const { n, starts, columns, values } = couplings;
  const reach = reaches(couplings);
  const most = Math.max(Math.min(n, LEAST), Math.round(MOST_SHARE * n));
  const least = Math.min(LEAST, most);
  const window = new Int32Array(most);
  const places = new Int32Array(n).fill(-1);
  const lanesOf = (length: number): Lanes => (bits === 16 ? new Int16Array(length) : new Int32Array(length));

  /** A neighbour of spin i, with the probability of its coupling's size; -1 when there is none. */
  const neighbour = (i: number, random: Random): number => {
    let low = starts[i]!;
    let high = starts[i + 1]! - 1;
    if (high < low) return -1;
    const drawn = random.uniform() * reach[high]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (reach[middle]! > drawn) high = middle;
      else low = middle + 1;
    }
    return columns[low]!;
  };

  const grow = (random: Random): number => {
    const wanted = Math.round(least * (most / least) ** random.uniform());
    let size = 0;
    let next = random.integer(n);
    for (let draw = 0; draw < DRAWS * wanted && size < wanted; draw++) {
      if (next >= 0 && places[next]! < 0) {
        places[next] = size;
        window[size++] = next;
      }
      next = neighbour(window[random.integer(size)]!, random);
    }
    return size;
  };

  return (state, temperatures, random) => {
    const size = grow(random);
    const padded = Math.ceil(size / GROUP) * GROUP;
    // Those beyond the window never flip.
    const upFields = lanesOf(padded).fill(bits === 16 ? 2 ** 15 - 1 : 2 ** 31 - 1);
    const signs = lanesOf(padded);
    let room = 0;
    for (let k = 0; k < size; k++) room += starts[window[k]! + 1]! - starts[window[k]!]!;
    const sparse =
      lanes.sparse === undefined ? undefined : { starts: new Int32Array(padded + 1), columns: new Int32Array(room) };
    const weights = lanesOf(sparse === undefined ? padded * padded : room);
    let count = 0;
    for (let k = 0; k < size; k++) {
      const i = window[k]!;
      upFields[k] = Math.round(state.fields[i]! * scale);
      signs[k] = state.spins[i]! > 0 ? 0 : -1;
      for (let p = starts[i]!; p < starts[i + 1]!; p++) {
        const place = places[columns[p]!]!;
        if (place < 0) continue;
        if (sparse !== undefined) sparse.columns[count] = place;
        weights[sparse === undefined ? k * padded + place : count++] = 2 * Math.round(values[p]! * scale);
      }
      if (sparse !== undefined) sparse.starts[k + 1] = count;
    }
    sparse?.starts.fill(count, size + 1);
    for (let k = 0; k < size; k++) places[window[k]!] = -1;
    const part: LaneCouplings = {
      n: size,
      padded,
      bits,
      scale,
      exact,
      bias: signs,
      upFields,
      sparse,
      weights,
    };
    const annealed = { fields: upFields.slice(), signs: signs.slice(), streams: new Uint32Array(32) };
    seedStreams(annealed, random);
    const sweeper = laneSweeper(part);
    sweeper.sweeps(annealed, temperatures);
    sweeper.quench(annealed);
    const turn = (): void => {
      for (let k = 0; k < size; k++) if (annealed.signs[k] !== signs[k]) flipSpin(state, couplings, window[k]!);
    };
    const before = state.energy;
    turn();
    if (state.energy <= before + couplings.resolution) descend(state, couplings);
    else turn();
    return size;
  };
}
