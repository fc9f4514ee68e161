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
/** Halvings of the bracket on the cold end: far finer than any result depends on. */
const HALVINGS = 40;

/** Root mean square of the local fields of all spins over random states, sqrt(sum_i (sum_j W_ij^2 + b_i^2) / n). */
export function typicalField({ n, bias, values }: Couplings): number {
  let square = 0;
  for (const w of values) square += w * w;
  for (const b of bias) square += b * b;
  return Math.sqrt(square / Math.max(1, n));
}

/**
 * The temperatures between which an instance freezes, from its own local fields. Hot: the largest root mean square field
 * of a spin over random states, sqrt(sum_j W_ij^2 + b_i^2). Cold: where a sweep over a single-flip stable state excites one
 * spin on average, sum_i exp(-d_i / T) = 1 over the changes d_i that are not zero, in the mean of eight
 * states that descent ends in. Couplings of many sizes so set their own cold end, and rare tiny sums of couplings within a
 * row do not; a spin whose couplings are all tiny does: it draws the cold end down to its own.
 */
export function temperatureRange(couplings: Couplings, random: Random): TemperatureRange {
  const { n, bias, starts, values, resolution } = couplings;
  let hot = 0;
  for (let i = 0; i < n; i++) {
    let square = bias[i]! ** 2;
    for (let p = starts[i]!; p < starts[i + 1]!; p++) square += values[p]! ** 2;
    hot = Math.max(hot, Math.sqrt(square));
  }
  if (hot === 0) return { hot: 1, cold: 1 };
  const changes: number[] = [];
  for (let probe = 0; probe < PROBES; probe++) {
    const state = randomState(couplings, random);
    descend(state, couplings);
    const { spins, fields } = state;
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
  const different = [...counts];
  const excited = (temperature: number) =>
    different.reduce((sum, [d, count]) => sum + count * Math.exp(-d / temperature), 0) / states;
  let [low, high] = [0, hot];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (excited(middle) > EXCITED) high = middle;
    else low = middle;
  }
  return high;
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
