import { meanInterval } from "../mean-interval.ts";

/**
 * Where an objective can be lost, in the order of the flow: the encoding's lowest state may be no optimum; the array may
 * hold another network (quantisation, programming error, faults, conduction, wires); the circuit may settle elsewhere than in the
 * minimum of what the array holds (dynamics), more so with real neurons; the readout may mistake a weak output.
 */
export const LAYERS = [
  "encoding",
  "quantisation",
  "programming",
  "faults",
  "conduction",
  "wires",
  "dynamics",
  "neuron",
  "readout",
] as const;
export type Layer = (typeof LAYERS)[number];

/** What each layer cost one run, in units of the objective; a layer that helped is negative. Sums to the run's gap. */
export type Losses = Readonly<Record<Layer, number>>;

/** One layer's part of the loss over all runs, with its 95 % interval. */
export interface BudgetPart {
  readonly layer: Layer;
  /** Mean over runs, in units of the objective. */
  readonly objective: number;
  readonly low: number;
  readonly high: number;
}

/** The mean loss of runs split over layers: `gap` is the sum of the parts, to the last bit. */
export interface ErrorBudget {
  readonly budget: readonly BudgetPart[];
  readonly gap: number;
}

/** Parts are multiples of 2^-44 of the largest, so that doubles add them without rounding. */
const GRID_BITS = 44;

/** Sum in order. */
const sumOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0);

/**
 * Rounds a total and its parts to one binary grid, 13 digits fine, and moves what the rounding leaves into the largest
 * part: adding the parts up in any order then gives the total to the last bit.
 */
export function roundTo(total: number, parts: readonly number[]): { readonly total: number; readonly parts: number[] } {
  const largest = Math.max(Math.abs(total), ...parts.map(Math.abs));
  if (largest === 0) return { total: 0, parts: parts.map(() => 0) };
  const grid = 2 ** (Math.ceil(Math.log2(largest)) - GRID_BITS);
  const onGrid = (x: number) => Math.round(x / grid) * grid + 0;
  const rounded = parts.map(onGrid);
  const main = rounded.reduce((best, x, k) => (Math.abs(x) > Math.abs(rounded[best]!) ? k : best), 0);
  rounded[main]! += onGrid(total) - sumOf(rounded);
  return { total: onGrid(total), parts: rounded };
}

/** Sums up what runs lost; clusters are device samples, whose runs are not independent. */
export function errorBudget(samples: readonly (readonly Losses[])[]): ErrorBudget {
  const intervals = LAYERS.map((layer) => meanInterval(samples.map((runs) => runs.map((losses) => losses[layer]))));
  const runs = samples.flat();
  const mean = sumOf(runs.map((losses) => sumOf(LAYERS.map((layer) => losses[layer])))) / Math.max(1, runs.length);
  const { total: gap, parts } = roundTo(
    mean,
    intervals.map((interval) => interval.mean),
  );
  return {
    budget: LAYERS.map((layer, k) => ({
      layer,
      objective: parts[k]!,
      low: intervals[k]!.low,
      high: intervals[k]!.high,
    })),
    gap,
  };
}
