import type { Crossbar, HardwareProfile, Periphery } from "../../crossbar/index.ts";
import type { Summary } from "../verdict.ts";
import { clockedCost } from "./clocked-cost.ts";
import { type CostLine, CostSheet } from "./cost-sheet.ts";

/** What an array costs to build and to run. Plain data. */
export interface CostReport {
  /** Hardware profile, and the periphery where it is not the profile's own. */
  readonly profile: string;
  readonly periphery: string | null;
  /** Square metres. */
  readonly area: readonly CostLine[];
  /** The continuous network of this project's circuits: simulated runs. Empty without any. */
  readonly continuous: readonly CostLine[];
  /** The same array in a clocked loop. */
  readonly clocked: readonly CostLine[];
  /** Quantities of the periphery that lines were left out for. */
  readonly missing: readonly string[];
}

/** What simulated runs came to. */
export interface SimulatedRuns {
  /** Mean energy drawn by a run, and its mean length. */
  readonly joules: number;
  readonly seconds: number;
  readonly summary: Pick<Summary, "tts99Seconds" | "joulesToSolution" | "p"> | null;
}

export interface CostOptions {
  readonly crossbar: Crossbar;
  readonly profile: HardwareProfile;
  /** In place of the profile's own. */
  readonly periphery?: { readonly name: string; readonly periphery: Periphery };
  readonly runs?: SimulatedRuns;
  /** Success probability of one anneal of the clocked loop. */
  readonly success?: number;
}

/** Word lines that need a driver: each tile has its own. */
function driverCount({ tiles, wordLines }: Crossbar): number {
  return tiles === null ? wordLines.length : tiles.tiles.reduce((sum, tile) => sum + tile.wordLines, 0);
}

function areaSheet(crossbar: Crossbar, periphery: Periphery): CostSheet {
  const { rows: n, bitLines, wordLines, tiles } = crossbar;
  const sheet = new CostSheet();
  const { featureMeters, cellFeatures, driverSquareMeters, senseSquareMeters, neuronSquareMeters } = periphery;
  const { converterSquareMeters, linesPerConverter } = periphery;
  const positions =
    tiles === null ? wordLines.length * bitLines : tiles.tiles.length * tiles.limits.rows * tiles.limits.columns;
  const drivers = driverCount(crossbar);
  sheet.total("area, parts known", [
    sheet.derived("array", "m^2", { featureMeters, cellFeatures }, `${positions} positions of so many F^2`, (f, a) => {
      return positions * a! * f! * f!;
    }),
    sheet.derived("drivers", "m^2", { driverSquareMeters }, `${drivers} word lines`, (a) => a * drivers),
    sheet.derived("sensing", "m^2", { senseSquareMeters }, `${bitLines} bit lines`, (a) => a * bitLines),
    sheet.derived(
      "converters",
      "m^2",
      { converterSquareMeters, linesPerConverter },
      `${bitLines} bit lines over those of a converter`,
      (a, lines) => a! * Math.ceil(bitLines / lines!),
    ),
    sheet.derived("neurons", "m^2", { neuronSquareMeters }, `${n} neurons`, (a) => a * n),
  ]);
  return sheet;
}

function continuousSheet({ rows: n }: Crossbar, profile: HardwareProfile, periphery: Periphery, runs: SimulatedRuns) {
  const sheet = new CostSheet();
  const { joules, seconds, summary } = runs;
  const { staticWatts } = profile.neuron;
  const inputs = { "neuron.staticWatts": staticWatts };
  sheet.simulated("time a run", "s", seconds, "mean length until the network has settled");
  const still = staticWatts.value * n * seconds;
  const formula = "V_s integral |i| dt over every driver and amplifier";
  sheet.total("energy a run", [
    sheet.simulated("array, drivers and amplifiers, a run", "J", joules - still, formula),
    sheet.derived("neurons, static, a run", "J", inputs, `${n} neurons * time`, () => still),
  ]);
  if (periphery.staticWatts !== undefined) {
    sheet.derived(
      "periphery, static, a run",
      "J",
      { staticWatts: periphery.staticWatts },
      "power * time",
      (w) => w * seconds,
    );
  }
  if (summary?.tts99Seconds != null) {
    const factor = `time a run * max(1, ln 0.01 / ln(1 - p)), p = ${Number(summary.p.toPrecision(4))}`;
    sheet.derived("time to solution, 99 %", "s", {}, factor, () => summary.tts99Seconds!);
  }
  if (summary?.joulesToSolution != null) {
    sheet.derived("energy to solution", "J", inputs, "energy a run * the same", () => summary.joulesToSolution!);
  }
  return sheet;
}

/** Area, time and energy of an array, each figure with its label and formula. */
export function costReport({ crossbar, profile, periphery, runs, success }: CostOptions): CostReport {
  const around = periphery?.periphery ?? profile.periphery ?? {};
  const area = areaSheet(crossbar, around);
  const continuous = runs === undefined ? new CostSheet() : continuousSheet(crossbar, profile, around, runs);
  const clocked = clockedCost(crossbar, profile, around, driverCount(crossbar), success ?? null);
  return {
    profile: profile.name,
    periphery: periphery?.name ?? null,
    area: area.lines,
    continuous: continuous.lines,
    clocked: clocked.lines,
    missing: [...new Set([...area.missing, ...continuous.missing, ...clocked.missing])],
  };
}
