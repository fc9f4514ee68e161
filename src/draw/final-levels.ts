import type { EnergyReference, EnergyTrace } from "./energy-plot.ts";
import { numberLabel } from "./labels.ts";

/** A final energy that one run or more ended at. */
export interface FinalLevel {
  readonly energy: number;
  readonly label: string;
}

/** Labels at most; further levels are left to the table. */
const MAX_LEVELS = 14;

/** Energies that agree to this fraction are one level: they were summed in different orders. */
const SAME_LEVEL = 1e-9;

/** The distinct final energies, lowest first, each labelled with its gap to the minimum (or its energy) and its runs. */
export function finalLevels(traces: readonly EnergyTrace[], reference: EnergyReference | null): FinalLevel[] {
  const finals = traces
    .filter((trace) => trace.energy.length > 0)
    .map((trace) => trace.energy[trace.energy.length - 1]!)
    .sort((a, b) => a - b);
  const levels: { energy: number; runs: number }[] = [];
  for (const energy of finals) {
    const last = levels[levels.length - 1];
    if (last !== undefined && energy - last.energy <= SAME_LEVEL * Math.max(1, Math.abs(energy))) last.runs++;
    else levels.push({ energy, runs: 1 });
  }
  const minimum = reference?.proven ? (reference.upper ?? reference.lower) : null;
  return levels.slice(0, MAX_LEVELS).map(({ energy, runs }) => {
    const count = runs === 1 ? "1 run" : `${runs} runs`;
    if (minimum === null) return { energy, label: `${numberLabel(energy, 5)}, ${count}` };
    const gap = energy - minimum;
    const isZero = Math.abs(gap) <= SAME_LEVEL * Math.max(1, Math.abs(minimum));
    return { energy, label: `gap ${isZero ? "0" : numberLabel(gap, 4)}, ${count}` };
  });
}

/**
 * Moves label positions apart until neighbours are `spacing` pixels from each other, within [top, bottom] where that is
 * possible. `wanted` runs from the bottom of the picture upwards, so positions decrease.
 */
export function spreadLabels(wanted: readonly number[], spacing: number, top: number, bottom: number): number[] {
  const places = [...wanted];
  let limit = bottom;
  for (let k = 0; k < places.length; k++) {
    places[k] = Math.min(places[k]!, limit);
    limit = places[k]! - spacing;
  }
  limit = top;
  for (let k = places.length - 1; k >= 0; k--) {
    places[k] = Math.max(places[k]!, limit);
    limit = places[k]! + spacing;
  }
  return places;
}
