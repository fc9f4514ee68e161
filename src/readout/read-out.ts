import { type HopfieldCircuit, SETTLED_SLOPE } from "../circuit/index.ts";
import type { Crossbar } from "../crossbar/index.ts";
import type { Spins } from "../network/index.ts";
import { vector, type Waveforms } from "../simulate/index.ts";
import { rowCurrentsInto } from "./row-currents.ts";

/**
 * Largest imbalance of Kirchhoff's current law at a summing node that still counts as settled, as a share of `scaleAmps`:
 * twice the slope, for the simulator balances currents to its relative tolerance only.
 */
export const SETTLED_RESIDUAL = 2 * SETTLED_SLOPE;

/** An output within this share of the swing of its final value has arrived. */
const ARRIVED_SHARE = 0.01;

/** What the comparators and a careful engineer read off one run. Plain data. */
export interface Readout {
  /** Whether the network had come to rest when the run ended; the spins of an unsettled run are no answer. */
  readonly settled: boolean;
  /** Why not, or an empty string. */
  readonly unsettledBecause: string;
  /** Time after which every output stays within 1 % of the swing of its final value; null when not settled. */
  readonly settleSeconds: number | null;
  /** Length of the run. */
  readonly endSeconds: number;
  /** Sign of each output at the end, with its comparator's offset; 0 V reads as +1 with a margin of 0. */
  readonly spins: Spins;
  /** Final output voltages, n. */
  readonly outputVolts: Float64Array;
  /** Smallest |v_i| at the end: what a comparator's offset must stay below. */
  readonly marginVolts: number;
  /** Largest |tau du/dt| over the last step, in units of the typical summing voltage. */
  readonly slope: number;
  /** Largest |sum of currents| into a summing node, in units of the typical summing current. */
  readonly kirchhoffResidual: number;
}

/** Largest normalised slope of the states over the last time step. */
function lastSlope(waveforms: Waveforms, hopfield: HopfieldCircuit): number {
  const { time } = waveforms;
  const last = time.length - 1;
  let before = last - 1;
  // A breakpoint may leave points too close together for a difference to mean anything.
  while (before > 0 && time[last]! - time[before]! < 1e-3 * hopfield.tauSeconds) before--;
  if (before < 0) return Number.POSITIVE_INFINITY;
  const scaleVolts = hopfield.scaleAmps / hopfield.loadSiemens;
  let largest = 0;
  for (const name of hopfield.layout.states) {
    const u = vector(waveforms, name);
    const slope = (u[last]! - u[before]!) / (time[last]! - time[before]!);
    largest = Math.max(largest, Math.abs(slope * hopfield.tauSeconds) / scaleVolts);
  }
  return largest;
}

/** First time from which every output stays near its final value. */
function arrival(waveforms: Waveforms, hopfield: HopfieldCircuit): number {
  const { time } = waveforms;
  const tolerance = ARRIVED_SHARE * 2 * hopfield.supplyVolts;
  let latest = 0;
  for (const name of hopfield.layout.outputs) {
    const v = vector(waveforms, name);
    const final = v[v.length - 1]!;
    let k = v.length - 1;
    while (k > latest && Math.abs(v[k]! - final) <= tolerance) k--;
    latest = Math.max(latest, k);
  }
  return time[latest]!;
}

/**
 * Reads the end of a run: settled or not, spins, margins. Settled means that the anneal is over, that every state's
 * slope and every summing node's Kirchhoff residual is below its tolerance.
 *
 * @param comparatorVolts offsets of the comparators, n; none without
 * @throws SimulationError when a vector of the layout is missing.
 */
export function readOut(
  waveforms: Waveforms,
  hopfield: HopfieldCircuit,
  crossbar: Crossbar,
  comparatorVolts?: Float64Array,
): Readout {
  const { layout } = hopfield;
  const last = waveforms.time.length - 1;
  const endSeconds = waveforms.time[last]!;
  const outputVolts = new Float64Array(layout.n);
  const spins = new Int8Array(layout.n);
  let marginVolts = Number.POSITIVE_INFINITY;
  for (let i = 0; i < layout.n; i++) {
    const v = vector(waveforms, layout.outputs[i]!)[last]!;
    outputVolts[i] = v;
    spins[i] = v + (comparatorVolts?.[i] ?? 0) < 0 ? -1 : 1;
    marginVolts = Math.min(marginVolts, Math.abs(v));
  }
  const slope = lastSlope(waveforms, hopfield);
  const currents = new Float64Array(layout.n);
  rowCurrentsInto(currents, waveforms, last, hopfield, crossbar);
  let kirchhoffResidual = 0;
  for (const i of currents) kirchhoffResidual = Math.max(kirchhoffResidual, Math.abs(i) / hopfield.scaleAmps);

  let unsettledBecause = "";
  if (endSeconds < hopfield.annealSeconds) unsettledBecause = "the run ended before the anneal did";
  else if (!(slope <= SETTLED_SLOPE)) unsettledBecause = `a state still moves: slope ${slope.toExponential(1)}`;
  else if (!(kirchhoffResidual <= SETTLED_RESIDUAL)) {
    unsettledBecause = `currents do not balance: residual ${kirchhoffResidual.toExponential(1)}`;
  }
  const settled = unsettledBecause === "";
  return {
    settled,
    unsettledBecause,
    settleSeconds: settled ? arrival(waveforms, hopfield) : null,
    endSeconds,
    spins,
    outputVolts,
    marginVolts,
    slope,
    kirchhoffResidual,
  };
}
