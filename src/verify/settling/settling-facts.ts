import type { Spins } from "../../network/index.ts";
import type { ReducedModel, Waveforms } from "../../simulate/index.ts";
import { largestRise } from "../energy-trace.ts";
import { netlistLyapunov } from "./lyapunov.ts";
import { liftsOf, networkAt, voltsAt } from "./netlist-network.ts";
import { pointStability } from "./stability.ts";

/** What netlist and waveforms of one run show of its settling. Plain data. */
export interface SettlingFacts {
  /** Signs of the outputs at the end; an output of exactly 0 V reads as +1. */
  readonly spins: readonly number[];
  readonly endSeconds: number;
  /** Smallest output at the end, volts. */
  readonly marginVolts: number;
  /** Largest imbalance of currents at a summing node at the end, as a share of the largest current into one. */
  readonly residual: number;
  /** Largest real part of the Jacobian's eigenvalues at the end, in units of a neuron's time constant. */
  readonly growth: number;
  readonly lyapunov: {
    /** Largest rise from one sample to the next, as a share of the whole fall. */
    readonly rise: number;
    readonly startWatts: number;
    readonly endWatts: number;
    /** What may lift it all the same; empty for a run that must only fall. */
    readonly lifts: readonly string[];
  };
  /** max |T_ij - T_ji| over max |T_ij| of the array in the netlist: the Lyapunov function is sure only where it is 0. */
  readonly asymmetry: number;
}

/** Imbalance of currents at which a point no longer counts as settled; as SETTLED_RESIDUAL, but of the largest current. */
export const CERTIFIED_RESIDUAL = 2e-3;
/** Rise of the Lyapunov function over its fall that a simulator's tolerances explain. */
export const CERTIFIED_RISE = 1e-3;

function asymmetryOf(transfer: Float64Array, n: number): number {
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [transfer[i * n + j]!, transfer[j * n + i]!];
      largest = Math.max(largest, Math.abs(a), Math.abs(b));
      difference = Math.max(difference, Math.abs(a - b));
    }
  }
  return largest === 0 ? 0 : difference / largest;
}

/**
 * Reads off a netlist's network and its waveforms whether the run came to rest, in a point that attracts, downhill all the
 * way. Nothing but the two files enters.
 *
 * @throws SimulationError when a voltage of a neuron is missing from the waveforms
 */
export function settlingFacts(model: ReducedModel, waveforms: Waveforms): SettlingFacts {
  const last = waveforms.time.length - 1;
  const endSeconds = waveforms.time[last]!;
  const network = networkAt(model, endSeconds);
  const { states, sums, rails } = voltsAt(model, waveforms, last);
  const { growth, residual } = pointStability(network, states, sums, rails);
  const values = netlistLyapunov(model, waveforms);
  const range = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  const rise = largestRise({ time: waveforms.time, values });
  const outputs = rails.map((p) => model.outputSign * p);
  return {
    spins: Array.from(rails, (p) => (p < 0 ? -1 : 1)),
    endSeconds,
    marginVolts: outputs.reduce((least, p) => Math.min(least, Math.abs(p)), Number.POSITIVE_INFINITY),
    residual,
    growth,
    lyapunov: {
      rise: range === 0 ? 0 : rise / range,
      startWatts: values[0]!,
      endWatts: values[last]!,
      lifts: liftsOf(model),
    },
    asymmetry: asymmetryOf(network.transferSiemens, model.n),
  };
}

/** Why facts do not certify a settled run; empty when they do. */
export function settlingDoubts({ residual, growth, lyapunov }: SettlingFacts): string[] {
  const doubts: string[] = [];
  for (const lift of lyapunov.lifts) doubts.push(`the Lyapunov function may rise: ${lift}`);
  if (!(lyapunov.rise <= CERTIFIED_RISE)) {
    doubts.push(`the Lyapunov function rises by ${lyapunov.rise.toExponential(1)} of its fall`);
  }
  if (!(residual <= CERTIFIED_RESIDUAL)) doubts.push(`currents do not balance: ${residual.toExponential(1)}`);
  if (!(growth < 0)) doubts.push(`the point does not attract: growth ${growth.toPrecision(3)} a time constant`);
  return doubts;
}

/** The spins of facts as a state. */
export const spinsOf = ({ spins }: SettlingFacts): Spins => Int8Array.from(spins);
