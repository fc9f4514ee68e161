import { ArgumentError, type Random } from "../core/index.ts";
import { type Couplings, descend, randomState } from "./couplings.ts";

/** Hot and cold end of a schedule, in units of the energy. */
export interface TemperatureRange {
  readonly hot: number;
  readonly cold: number;
}

/** Descents whose end states show the energy changes that the cold end must freeze. */
const PROBES = 8;
/** Spins that a sweep at the cold end excites, on average over those states. */
const EXCITED = 1;
/** Newton's steps to the cold end; after one as short as this the next would change nothing. */
const MOST_STEPS = 60;
const RELATIVE_STEP = 1e-7;

/** Root mean square of the local fields of all spins over random states, sqrt(sum_i (sum_j W_ij^2 + b_i^2) / n). */
export function typicalField({ n, bias, values }: Couplings): number {
  let square = 0;
  for (let p = 0; p < values.length; p++) square += values[p]! * values[p]!;
  for (let i = 0; i < n; i++) square += bias[i]! * bias[i]!;
  return Math.sqrt(square / Math.max(1, n));
}

/** A single-flip stable state and its fields; the same arrays at each call. */
export type StableState = (random: Random) => { readonly spins: ArrayLike<number>; readonly fields: ArrayLike<number> };

/** Stable states that descent from random ones ends in. */
function descents(couplings: Couplings): StableState {
  return (random) => {
    const state = randomState(couplings, random);
    descend(state, couplings);
    return state;
  };
}

/**
 * The temperatures between which an instance freezes, from its own local fields. Hot: the largest root mean square field
 * of a spin over random states, sqrt(sum_j W_ij^2 + b_i^2). Cold: where a sweep over a single-flip stable state excites one
 * spin on average, sum_i exp(-d_i / T) = 1 over the changes d_i that are not zero, in the mean of eight
 * states that descent ends in, or `stable` gives. Couplings of many sizes so set their own cold end, and rare tiny sums of
 * couplings within a row do not; a spin whose couplings are all tiny does: it draws the cold end down to its own.
 */
export function temperatureRange(
  couplings: Couplings,
  random: Random,
  stable: StableState = descents(couplings),
): TemperatureRange {
  const { n, bias, starts, values, resolution } = couplings;
  let hot = 0;
  for (let i = 0; i < n; i++) {
    let square = bias[i]! ** 2;
    for (let p = starts[i]!; p < starts[i + 1]!; p++) square += values[p]! * values[p]!;
    hot = Math.max(hot, Math.sqrt(square));
  }
  if (hot === 0) return { hot: 1, cold: 1 };
  const changes: number[] = [];
  for (let probe = 0; probe < PROBES; probe++) {
    const { spins, fields } = stable(random);
    for (let i = 0; i < n; i++) {
      const change = 2 * spins[i]! * fields[i]!;
      if (change > resolution) changes.push(change);
    }
  }
  return { hot, cold: freezingPoint(changes, PROBES, hot) };
}

/**
 * The temperature below `hot` at which a sweep excites one move, sum exp(-d / T) = 1, in the mean of `states` states with
 * these changes d > 0 between them.
 */
export function freezingPoint(changes: readonly number[], states: number, hot: number): number {
  // Whole couplings have few different changes, and exponentials are all the cost.
  const counts = new Map<number, number>();
  for (const d of changes) counts.set(d, (counts.get(d) ?? 0) + 1);
  const sizes = Float64Array.from(counts.keys());
  const multiplicities = Float64Array.from(counts.values());
  // The logarithm of the sum is convex in 1 / T and falls: from above zero, Newton's steps never pass its root.
  let beta = 1 / hot;
  for (let step = 0; step < MOST_STEPS; step++) {
    let sum = 0;
    let slope = 0;
    for (let k = 0; k < sizes.length; k++) {
      const share = multiplicities[k]! * Math.exp(-sizes[k]! * beta);
      sum += share;
      slope += sizes[k]! * share;
    }
    const log = Math.log(sum / (states * EXCITED));
    if (!(log > 0)) break;
    const by = (log * sum) / slope;
    beta += by;
    if (by < RELATIVE_STEP * beta) break;
  }
  return 1 / beta;
}

/** @throws ArgumentError for temperatures that are not in order or not above zero. */
export function requireRange({ hot, cold }: TemperatureRange): TemperatureRange {
  if (cold > 0 && hot >= cold && hot < Number.POSITIVE_INFINITY) return { hot, cold };
  throw new ArgumentError("temperatures are out of range", {
    code: "argument.temperatures",
    received: `hot ${hot}, cold ${cold}`,
    expected: "hot >= cold > 0",
  });
}
