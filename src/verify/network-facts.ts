import type { HopfieldNetwork } from "../network/index.ts";
import { energyPrecision } from "../reference/index.ts";

/** One bar of a histogram: couplings from `low` to `high`, both included in the last bar, else without `high`. */
export interface HistogramBar {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** What a network looks like, as counted. Plain data. */
export interface NetworkFacts {
  readonly spins: number;
  /** Couplings that are not 0, and their share of all pairs. */
  readonly couplings: number;
  readonly density: number;
  /** Couplings of a spin. */
  readonly degrees: { readonly least: number; readonly mean: number; readonly most: number };
  /** Spins with a bias, and the biases' share of all magnitudes. */
  readonly biasedSpins: number;
  readonly biasShare: number;
  /** Smallest and largest magnitude that is not 0, biases included; 0 for a network of zeros. */
  readonly smallest: number;
  readonly largest: number;
  /** largest / smallest. */
  readonly dynamicRange: number;
  /**
   * Largest number of which every coupling and bias is a whole multiple, so that largest / divisor + 1 levels hold the
   * network without rounding; null when the multiples need more than 53 bits.
   */
  readonly divisor: number | null;
  /** The couplings' values: a bar a value when they are few (low = high), else bars of equal width. */
  readonly histogram: readonly HistogramBar[];
}

/** Values that get a bar each; where there are more, so many bars of equal width. */
const VALUES = 20;
const BARS = 12;

function commonDivisor(values: Iterable<number>, unit: number): number | null {
  let divisor = 0;
  for (const value of values) {
    let b = Math.abs(value) / unit;
    if (b > Number.MAX_SAFE_INTEGER) return null;
    while (b !== 0) [divisor, b] = [b, divisor % b];
  }
  return divisor * unit;
}

function histogramOf(values: readonly number[]): HistogramBar[] {
  const counts = new Map<number, number>();
  for (const value of values) {
    if (!counts.has(value) && counts.size > VALUES) break;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size <= VALUES) {
    return [...counts].sort(([a], [b]) => a - b).map(([value, count]) => ({ low: value, high: value, count }));
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const width = (high - low) / BARS;
  const bars = Array.from({ length: BARS }, (_, k) => ({
    low: low + k * width,
    high: k === BARS - 1 ? high : low + (k + 1) * width,
    count: 0,
  }));
  for (const value of values) bars[Math.min(BARS - 1, Math.floor((value - low) / width))]!.count++;
  return bars;
}

/** Counts what a network looks like. O(n^2). @throws LimitError when the couplings overflow. */
export function networkFacts(network: HopfieldNetwork): NetworkFacts {
  const { n, weights, bias } = network;
  const degrees = new Uint32Array(n);
  const couplings: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const w = weights[i * n + j]!;
      if (w === 0) continue;
      degrees[i]!++;
      degrees[j]!++;
      couplings.push(w);
    }
  }
  const biases = [...bias].filter((b) => b !== 0);
  const { unit, magnitude } = energyPrecision(network);
  const pairs = (n * (n - 1)) / 2;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const list of [couplings, biases]) {
    for (const value of list) {
      smallest = Math.min(smallest, Math.abs(value));
      largest = Math.max(largest, Math.abs(value));
    }
  }
  const isEmpty = largest === 0;
  return {
    spins: n,
    couplings: couplings.length,
    density: pairs === 0 ? 0 : couplings.length / pairs,
    degrees: {
      least: n === 0 ? 0 : degrees.reduce((a, b) => Math.min(a, b)),
      mean: n === 0 ? 0 : (2 * couplings.length) / n,
      most: degrees.reduce((a, b) => Math.max(a, b), 0),
    },
    biasedSpins: biases.length,
    biasShare: isEmpty ? 0 : biases.reduce((sum, b) => sum + Math.abs(b), 0) / magnitude,
    smallest: isEmpty ? 0 : smallest,
    largest,
    dynamicRange: isEmpty ? 1 : largest / smallest,
    divisor: isEmpty ? null : commonDivisor([...couplings, ...biases], unit),
    histogram: histogramOf(couplings),
  };
}
