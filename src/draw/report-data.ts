/**
 * The plain data that a report shows: the machine-readable result of a run plus what the pictures need. Keys and units as
 * the command line writes them; null means unknown or infinite.
 */

import type { EnergyReference, EnergyTrace } from "./energy-plot.ts";
import type { ConductanceData, WeightErrorData } from "./heat-map.ts";
import type { ScheduleSignal } from "./schedule-strip.ts";

export interface ReportTask {
  readonly kind: string;
  readonly name: string;
  readonly n: number;
  readonly sense: "max" | "min";
}

export interface ReportReference {
  /** The proven optimum or the best value known. */
  readonly objective: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly proven: boolean;
  readonly method: string;
  readonly seconds: number | null;
}

export interface ReportRun {
  readonly seed: number;
  readonly engine: string;
  readonly settled: boolean;
  readonly settleSeconds: number | null;
  readonly objective: number | null;
  readonly feasible: boolean;
  readonly energy: number | null;
  /** |objective - proven optimum|. */
  readonly gap: number | null;
  /** Whether no single flip lowers the energy. */
  readonly stable: boolean;
  /** Distance to the nearest minimum in flips. */
  readonly hamming: number | null;
  readonly marginVolts: number | null;
  readonly joules: number | null;
  readonly success: boolean;
}

export interface ReportSummary {
  readonly runs: number;
  readonly successes: number;
  /** Success probability with its Wilson 95 % interval. */
  readonly p: number;
  readonly pLow: number;
  readonly pHigh: number;
  readonly tts99Seconds: number | null;
  readonly tts99Low: number | null;
  readonly tts99High: number | null;
  readonly joulesToSolution: number | null;
}

/** A number of the hardware profile that no source gives. */
export interface ReportAssumption {
  readonly field: string;
  /** With its unit, as text. */
  readonly value: string;
  readonly source: string;
}

export interface ReportHardware {
  readonly name: string;
  readonly topology: string;
  readonly rows: number;
  readonly columns: number;
  /** How weights became conductances, in words. */
  readonly mapping: string;
  readonly wordLines: number;
  readonly bitLines: number;
  readonly devices: number;
  /** Tiles that the array is split over, in words; null for one piece. */
  readonly tiles: string | null;
  /** Share of the devices' range that the targets span. */
  readonly rangeUsed: number;
  /** Errors of the weights held, in units of weight: name, root mean square and largest. */
  readonly errors: readonly { readonly name: string; readonly rms: number; readonly largest: number }[];
  /** max |W_ij - W_ji| over max |W_ij|. */
  readonly asymmetry: number;
  /** Conductance of a unit coupling. */
  readonly unitSiemens: number;
  /** Programmable levels of a device; null when continuous. */
  readonly levels: number | null;
  readonly assumptions: readonly ReportAssumption[];
}

/** Neuron voltages of the one run that is drawn. */
export interface ReportWaveforms {
  readonly seed: number;
  readonly time: ArrayLike<number>;
  readonly volts: readonly ArrayLike<number>[];
  readonly spins: ArrayLike<number>;
  readonly settleSeconds: number | null;
}

/** A figure of the cost model. */
export interface ReportCostLine {
  readonly part: string;
  readonly value: number;
  /** SI unit; "1" for a plain number. */
  readonly unit: string;
  /** "simulated", "derived" or "assumed". */
  readonly label: string;
  readonly formula: string;
}

/** Area, time and energy, a table a kind. */
export interface ReportCost {
  readonly tables: readonly { readonly name: string; readonly lines: readonly ReportCostLine[] }[];
  /** Quantities that figures were left out for. */
  readonly missing: readonly string[];
}

/** What the runs lost against the optimum, split over the layers of the hardware. */
export interface ReportLosses {
  /** The answer in words. */
  readonly sentence: string;
  /** Mean loss of a run in units of the objective, the sum of the parts. */
  readonly gap: number;
  readonly parts: readonly {
    readonly layer: string;
    readonly objective: number;
    readonly low: number;
    readonly high: number;
  }[];
}

export interface ReportData {
  readonly task: ReportTask;
  readonly reference: ReportReference | null;
  readonly runs: readonly ReportRun[];
  readonly summary: ReportSummary;
  readonly hardware: ReportHardware;
  /** Control signals of a run, drawn above its voltages. */
  readonly schedule: readonly ScheduleSignal[];
  readonly energyTraces: readonly EnergyTrace[];
  /** The reference in energy units, for the energy picture; null draws no line. */
  readonly energyReference: EnergyReference | null;
  readonly waveforms: ReportWaveforms | null;
  readonly conductances: ConductanceData | null;
  /** What the array holds against what was wanted; null when that is exact or not known. */
  readonly weightErrors: WeightErrorData | null;
  readonly cost: ReportCost;
  /** Null, or left out, when the loss was not split. */
  readonly losses?: ReportLosses | null;
  readonly netlistFile: string | null;
  readonly command: string;
  readonly seed: number;
  readonly version: string;
}
