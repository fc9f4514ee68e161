import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { NetlistNetwork } from "./netlist-network.ts";

/** The linear dynamics around a point, and whether it comes back. */
export interface PointStability {
  /** Largest real part of the Jacobian's eigenvalues, a second: below 0 the point attracts. */
  readonly growthPerSecond: number;
  /** The same in units of the slowest neuron's time constant. */
  readonly growth: number;
  /** Largest imbalance of currents at a summing node, amperes. */
  readonly residualAmps: number;
  /** The same as a share of the largest current that flows into a summing node through the array. */
  readonly residual: number;
}

/** Slope of each rail against its state, dp/du: n. */
function railSlopes({ model, gain }: NetlistNetwork, states: Float64Array): Float64Array {
  return states.map((u, i) => {
    const volts = model.supplyVolts[i]!;
    return (model.outputSign * gain) / Math.cosh((gain * u) / volts) ** 2;
  });
}

/**
 * The Jacobian of a network's states around a point, row-major, a second. Passive: n * n over the states u. Op-amp: 2n *
 * 2n over the voltage q across the state capacitor, then u, with s = u - q. Momentum has ended where a point can rest.
 */
export function jacobian(network: NetlistNetwork, states: Float64Array): { readonly size: number; a: Float64Array } {
  const { model, transferSiemens } = network;
  const { n, farads, loadSiemens, sneakSiemens, opAmp } = model;
  const slopes = railSlopes(network, states);
  const load = (i: number, j: number): number => (i === j ? loadSiemens[i]! : -(sneakSiemens?.[i * n + j] ?? 0));
  const size = opAmp === null ? n : 2 * n;
  const a = new Float64Array(size * size);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const driven = transferSiemens[i * n + j]! * slopes[j]!;
      if (opAmp === null) {
        a[i * n + j] = (driven - load(i, j)) / farads[i]!;
        continue;
      }
      const own = i === j ? opAmp.feedbackSiemens[i]! : 0;
      a[i * size + j] = -(own + load(i, j)) / farads[i]!;
      a[i * size + n + j] = -(driven - load(i, j)) / farads[i]!;
    }
    if (opAmp === null) continue;
    a[(n + i) * size + i] = opAmp.omega[i]!;
    a[(n + i) * size + n + i] = -opAmp.omega[i]! - opAmp.leakRate[i]!;
  }
  return { size, a };
}

/**
 * Whether a settled point attracts: the eigenvalues of the network's Jacobian there, and how well currents balance.
 *
 * @param sums voltages of the summing nodes, the same as `states` in the passive topology
 */
export function pointStability(
  network: NetlistNetwork,
  states: Float64Array,
  sums: Float64Array,
  rails: Float64Array,
): PointStability {
  const { model, transferSiemens, inputAmps } = network;
  const { n, farads, loadSiemens, sneakSiemens, opAmp } = model;
  let residualAmps = 0;
  let scale = 0;
  for (let i = 0; i < n; i++) {
    let amps = inputAmps[i]!;
    for (let j = 0; j < n; j++) {
      amps += transferSiemens[i * n + j]! * rails[j]!;
      if (sneakSiemens !== null) amps += sneakSiemens[i * n + j]! * sums[j]!;
    }
    scale = Math.max(scale, Math.abs(amps));
    amps -= loadSiemens[i]! * sums[i]!;
    if (opAmp !== null) amps += opAmp.feedbackSiemens[i]! * (states[i]! - sums[i]!);
    residualAmps = Math.max(residualAmps, Math.abs(amps));
  }
  const { size, a } = jacobian(network, states);
  const matrix = Matrix.from1DArray(size, size, Array.from(a));
  const growthPerSecond = Math.max(...new EigenvalueDecomposition(matrix).realEigenvalues);
  let tau = 0;
  for (let i = 0; i < n; i++) {
    tau = Math.max(tau, farads[i]! / (opAmp === null ? loadSiemens[i]! : opAmp.feedbackSiemens[i]!));
  }
  return {
    growthPerSecond,
    growth: growthPerSecond * tau,
    residualAmps,
    residual: scale === 0 ? 0 : residualAmps / scale,
  };
}
