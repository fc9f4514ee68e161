import { createRandom } from "../core/index.ts";
import { energy, type HopfieldNetwork, isSpinFlipSymmetric } from "../network/index.ts";
import { choleskyCompletes, choleskyMargin } from "./definite.ts";
import { energyPrecision, UNIT_ROUNDOFF } from "./precision.ts";

/** A number that no energy lies below, and where it comes from. */
export interface LowerBound {
  readonly energy: number;
  readonly method: string;
}

/** Above this the semidefinite bound would take minutes, and the magnitude bound is given. */
export const MAX_SEMIDEFINITE_SPINS = 1000;

/** Outside this range squares of the couplings overflow or vanish. */
const SMALLEST_MAGNITUDE = 1e-100;
const LARGEST_MAGNITUDE = 1e100;

const SWEEPS = 400;
/** Multiplications spent on sweeps at most. */
const SWEEP_BUDGET = 4e9;

/** Every coupling and bias satisfied at once: E >= c - sum_{i<j} |W_ij| - sum |b_i|. */
export function magnitudeBound(network: HopfieldNetwork): LowerBound {
  const { exact, magnitude } = energyPrecision(network);
  const n = network.n + 1;
  const rounding = n * n * UNIT_ROUNDOFF * (magnitude + Math.abs(network.constant));
  const e = network.constant - magnitude;
  return { energy: exact && network.constant === 0 ? e : e - rounding, method: "sum of magnitudes" };
}

/** Couplings with the bias as those to one more spin that stands at +1, when there is a bias. N*N, row-major. */
function homogeneous(network: HopfieldNetwork): { readonly size: number; readonly a: Float64Array } {
  const { n, weights, bias } = network;
  if (isSpinFlipSymmetric(network)) return { size: n, a: weights };
  const size = n + 1;
  const a = new Float64Array(size * size);
  for (let i = 0; i < n; i++) {
    a.set(weights.subarray(i * n, (i + 1) * n), i * size);
    a[i * size + n] = bias[i]!;
    a[n * size + i] = bias[i]!;
  }
  return { size, a };
}

/**
 * Near-optimal multipliers y of the semidefinite relaxation max sum_ij A_ij <v_i, v_j> over unit vectors, by coordinate
 * ascent: v_i along g_i = sum_j A_ij v_j, and y_i = |g_i|.
 *
 * Source: Wang, Chang and Kolter, "The mixing method", arXiv 1706.00476, 2017, algorithm 1.
 */
function mixingMultipliers(a: Float64Array, size: number): Float64Array {
  const rank = Math.ceil(Math.sqrt(2 * size)) + 1;
  const random = createRandom(1, "mixing-method");
  const v = new Float64Array(size * rank);
  for (let i = 0; i < v.length; i++) v[i] = random.gaussian();
  const y = new Float64Array(size);
  const g = new Float64Array(rank);
  const sweeps = Math.max(2, Math.min(SWEEPS, Math.floor(SWEEP_BUDGET / (size * size * rank))));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let i = 0; i < size; i++) {
      g.fill(0);
      for (let j = 0; j < size; j++) {
        const weight = a[i * size + j]!;
        if (weight !== 0) for (let l = 0; l < rank; l++) g[l]! += weight * v[j * rank + l]!;
      }
      let square = 0;
      for (const value of g) square += value * value;
      y[i] = Math.sqrt(square);
      if (square > 0) for (let l = 0; l < rank; l++) v[i * rank + l] = g[l]! / y[i]!;
    }
  }
  return y;
}

/**
 * The semidefinite bound: when Diag(y) - A has no negative eigenvalue, s'As <= sum y for all spins, so
 * E >= c - sum(y) / 2. The multipliers come from a heuristic; that the matrix is semidefinite is verified by a Cholesky
 * factorisation with a rigorous rounding margin, so the bound holds whatever the heuristic did. For magnitudes in
 * 1e-100..1e100.
 *
 * Source: Goemans and Williamson, Journal of the ACM 42, 1995, section 5 (the dual).
 */
export function semidefiniteBound(network: HopfieldNetwork): LowerBound {
  const { size, a } = homogeneous(network);
  const y = mixingMultipliers(a, size);
  const work = new Float64Array(size * size);
  let scale = 0;
  for (const value of y) scale = Math.max(scale, value);
  const d = new Float64Array(size);
  // A row of zeros needs a positive multiplier too; the smallest shift that is tried costs 1e-10 of the bound.
  for (let shift = 1e-10 * (scale > 0 ? scale : 1); ; shift *= 2) {
    for (let i = 0; i < size; i++) d[i] = y[i]! + shift;
    if (choleskyCompletes(work, d, a)) break;
  }
  let sum = 0;
  for (const value of d) sum += value;
  const margin = size * choleskyMargin(d) + 2 * (size + 2) * UNIT_ROUNDOFF * (sum + Math.abs(network.constant));
  return { energy: network.constant - sum / 2 - margin, method: "semidefinite bound" };
}

/**
 * The better of the two bounds. When the arithmetic is exact, energies are spaced by twice the unit and the bound is
 * raised to the next energy that can occur.
 */
export function lowerBound(network: HopfieldNetwork): LowerBound {
  const simple = magnitudeBound(network);
  const { exact, unit, magnitude } = energyPrecision(network);
  if (network.n > MAX_SEMIDEFINITE_SPINS || magnitude < SMALLEST_MAGNITUDE || magnitude > LARGEST_MAGNITUDE)
    return simple;
  const strong = semidefiniteBound(network);
  const best = strong.energy > simple.energy ? strong : simple;
  if (!exact || network.constant !== 0) return best;
  const grid = 2 * unit;
  const some = energy(network, new Int8Array(network.n).fill(1));
  const raised = some + grid * Math.ceil((best.energy - some) / grid);
  // A quotient rounded up across a whole number would raise the bound too far by one step.
  const safe = raised - grid >= best.energy ? raised - grid : raised;
  return { energy: safe, method: `${best.method}, raised to the next energy that can occur` };
}
