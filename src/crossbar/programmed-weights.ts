import { createNetwork, type HopfieldNetwork } from "../network/index.ts";
import type { Crossbar } from "./crossbar.ts";
import { arrayResponse } from "./response.ts";

/** What the array really holds, in units of weight. */
export interface ProgrammedWeights {
  /**
   * Transfer / unitSiemens: n*n, row-major; not symmetric in general, for each coupling has its own devices. The diagonal is
   * the self-coupling that single-ended devices leave there; 0 where it holds no device.
   */
  readonly weights: Float64Array;
  /** Bias column in units of weight: n. */
  readonly bias: Float64Array;
  /** max |W_ij - W_ji| over max |W_ij|. A Lyapunov function is sure only when it is 0. */
  readonly asymmetry: number;
}

/** Reads a crossbar back as weights. */
export function programmedWeights(crossbar: Crossbar): ProgrammedWeights {
  const { rows: n, columns, unitSiemens } = crossbar;
  const { transferSiemens } = arrayResponse(crossbar);
  const weights = new Float64Array(n * n);
  const bias = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < columns; j++) {
      const w = transferSiemens[i * columns + j]! / unitSiemens;
      if (j < n) weights[i * n + j] = w;
      else bias[i] = w;
    }
  }
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      largest = Math.max(largest, Math.abs(weights[i * n + j]!), Math.abs(weights[j * n + i]!));
      difference = Math.max(difference, Math.abs(weights[i * n + j]! - weights[j * n + i]!));
    }
  }
  return { weights, bias, asymmetry: largest === 0 ? 0 : difference / largest };
}

/**
 * The network whose minima a programmed array seeks: the symmetric part of its weights, and its bias, without the diagonal,
 * which adds the same energy to every state of spins.
 */
export function programmedNetwork(crossbar: Crossbar): HopfieldNetwork {
  const { weights, bias } = programmedWeights(crossbar);
  const n = crossbar.rows;
  const symmetric = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      symmetric[i * n + j] = symmetric[j * n + i] = (weights[i * n + j]! + weights[j * n + i]!) / 2;
    }
  }
  return createNetwork(n, symmetric, bias);
}
