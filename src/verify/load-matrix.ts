import type { HopfieldCircuit } from "../circuit/index.ts";
import { arrayResponse, type Crossbar, nominalResponse } from "../crossbar/index.ts";
import { choleskyInPlace, solveCholeskyInPlace } from "../linalg/index.ts";

/**
 * K of the currents that leave the summing nodes of a passive array, K u: rows * rows, row-major, siemens. On its diagonal
 * stands what loads a node, off it minus what the wires let sneak from one summing line to another. Symmetric by
 * reciprocity, but for a reference column; positive definite.
 */
export function loadMatrix({ loadSiemens }: HopfieldCircuit, crossbar: Crossbar): Float64Array {
  const { rows: n } = crossbar;
  const { loadSiemens: loads, sneakSiemens } = arrayResponse(crossbar);
  const nominal = nominalResponse(crossbar).loadSiemens;
  const matrix = sneakSiemens === null ? new Float64Array(n * n) : sneakSiemens.map((g) => -g);
  for (let i = 0; i < n; i++) matrix[i * n + i]! += loadSiemens + loads[i]! - nominal[i]!;
  return matrix;
}

/** Couplings as they act through the loads: loadSiemens K^-1 times what drives the nodes, in siemens. */
export interface LoadedCouplings {
  /** n*n, row-major. */
  readonly couplings: Float64Array;
  /** n. */
  readonly bias: Float64Array;
  /** loadSiemens K^-1: what becomes of a neuron's own feedback; n*n, row-major. */
  readonly spread: Float64Array;
}

/**
 * The network that has the rest states of a passive array with wires, and one load for all: K u = T v + b is
 * loadSiemens u = loadSiemens K^-1 (T v + b). Summing lines of the circuit are among its couplings.
 */
export function loadedCouplings(hopfield: HopfieldCircuit, crossbar: Crossbar): LoadedCouplings {
  const { rows: n, columns, unitSiemens } = crossbar;
  const { transferSiemens } = arrayResponse(crossbar);
  const couplings = new Float64Array(n * n);
  const bias = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) couplings[i * n + j] = transferSiemens[i * columns + j]!;
    if (columns > n) bias[i] = transferSiemens[i * columns + n]!;
    bias[i]! += hopfield.offsetAmps[i]! / hopfield.supplyVolts;
  }
  for (const { members, weight, offset } of hopfield.lines ?? []) {
    for (const i of members) {
      for (const j of members) if (i !== j) couplings[i * n + j]! -= weight * unitSiemens;
      bias[i]! -= weight * unitSiemens * offset;
    }
  }
  const factor = loadMatrix(hopfield, crossbar);
  choleskyInPlace(factor, n);
  const column = new Float64Array(n);
  /** Column j of loadSiemens K^-1 times a matrix of `width` columns, in place. */
  const applyTo = (matrix: Float64Array, width: number): void => {
    for (let j = 0; j < width; j++) {
      for (let i = 0; i < n; i++) column[i] = hopfield.loadSiemens * matrix[i * width + j]!;
      solveCholeskyInPlace(factor, n, column);
      for (let i = 0; i < n; i++) matrix[i * width + j] = column[i]!;
    }
  };
  const spread = new Float64Array(n * n);
  for (let i = 0; i < n; i++) spread[i * n + i] = 1;
  applyTo(couplings, n);
  applyTo(bias, 1);
  applyTo(spread, n);
  return { couplings, bias, spread };
}
