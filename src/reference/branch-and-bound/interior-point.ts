import {
  choleskyInPlace,
  invertCholeskyInto,
  largestEigenvalue,
  multiplyTransposedInto,
  solveCholeskyInPlace,
} from "../../linalg/index.ts";
import { CUT_STRIDE, type CutList, createCutList } from "./cut-list.ts";

/**
 * The semidefinite relaxation max <A,X> over X_ii = 1, X semidefinite, g'Xg - s = 1, s >= 0 for each cut g, and its dual
 * min sum y - sum m over Z = Diag(y) - A - sum m gg' semidefinite, m >= 0. The iterate keeps X, Z, s and m in the interior, and
 * Z belongs to y and m exactly, so that every iterate holds a bound. Cuts that were added last may not yet have their s.
 */
export interface Relaxation {
  readonly size: number;
  readonly a: Float64Array;
  readonly cuts: CutList;
  /** size*size, row-major, symmetric; as are z and zInverse. */
  readonly x: Float64Array;
  readonly z: Float64Array;
  readonly zInverse: Float64Array;
  readonly y: Float64Array;
  /** One for each cut; longer than cuts.count. */
  multipliers: Float64Array;
  slacks: Float64Array;
  /** Largest |g'Xg - s - 1|. */
  infeasibility: number;
  readonly work: Workspace;
}

interface Workspace {
  readonly squares: Float64Array[];
  schur: Float64Array;
  vectors: Float64Array[];
}

const SQUARES = 6;
const VECTORS = 7;

/** Start: X = I, Z near a multiple of the identity. @param a size*size, symmetric, zero diagonal */
export function createRelaxation(a: Float64Array, size: number): Relaxation {
  const square = () => new Float64Array(size * size);
  const relaxation: Relaxation = {
    size,
    a,
    cuts: createCutList(4 * size),
    x: square(),
    z: square(),
    zInverse: square(),
    y: new Float64Array(size),
    multipliers: new Float64Array(4 * size),
    slacks: new Float64Array(4 * size),
    infeasibility: 0,
    work: { squares: Array.from({ length: SQUARES }, square), schur: new Float64Array(0), vectors: [] },
  };
  for (let i = 0; i < size; i++) relaxation.x[i * size + i] = 1;
  let magnitude = 0;
  for (const value of a) magnitude = Math.max(magnitude, Math.abs(value));
  const top = Math.max(largestEigenvalue(a, size), magnitude);
  relaxation.y.fill(magnitude === 0 ? 1 : 1.5 * top);
  // The estimate of the eigenvalue is from below; should it be poor, more is needed.
  while (!refreshDual(relaxation)) for (let i = 0; i < size; i++) relaxation.y[i]! *= 2;
  return relaxation;
}

/** sum y - sum m: no less than <A,X> of any feasible X. */
export function dualValue({ y, multipliers, cuts }: Relaxation): number {
  let sum = 0;
  for (const value of y) sum += value;
  for (let c = 0; c < cuts.count; c++) sum -= multipliers[c]!;
  return sum;
}

/** <A,X>. */
export function primalValue({ a, x }: Relaxation): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * x[i]!;
  return sum;
}

/** g'Xg of cut c. */
export function cutValue({ lengths, spins, signs }: CutList, c: number, x: Float64Array, size: number): number {
  const start = c * CUT_STRIDE;
  const length = lengths[c]!;
  let sum = 0;
  for (let p = start; p < start + length; p++) {
    const row = spins[p]! * size;
    let inner = 0;
    for (let q = start; q < p; q++) inner += signs[q]! * x[row + spins[q]!]!;
    sum += 2 * signs[p]! * inner + x[row + spins[p]!]!;
  }
  return sum;
}

/** out = Diag(y) - A - sum m gg', or without A when a is undefined. */
function dualMatrixInto(
  out: Float64Array,
  y: Float64Array,
  m: Float64Array,
  a: Float64Array | undefined,
  { count, lengths, spins, signs }: CutList,
  size: number,
): void {
  if (a === undefined) out.fill(0);
  else for (let i = 0; i < out.length; i++) out[i] = -a[i]!;
  for (let i = 0; i < size; i++) out[i * size + i]! += y[i]!;
  for (let c = 0; c < count; c++) {
    const multiplier = m[c]!;
    const start = c * CUT_STRIDE;
    const end = start + lengths[c]!;
    for (let p = start; p < end; p++) {
      const row = spins[p]! * size;
      const signed = multiplier * signs[p]!;
      for (let q = start; q < end; q++) out[row + spins[q]!]! -= signed * signs[q]!;
    }
  }
}

/** Computes Z and its inverse from y and m; whether Z is positive definite. */
export function refreshDual(r: Relaxation): boolean {
  const { size, z, zInverse, work } = r;
  dualMatrixInto(z, r.y, r.multipliers, r.a, r.cuts, size);
  const factor = work.squares[0]!;
  factor.set(z);
  if (!choleskyInPlace(factor, size)) return false;
  invertCholeskyInto(zInverse, factor, size, work.squares[1]!);
  return true;
}

/**
 * Normal matrix of the Newton step, M_ab = (g_a' Z^-1 g_b) (g_a' X g_b) with unit vectors as the first `size` of the g, and
 * s/m added on the diagonal of the cuts; its lower triangle.
 */
function schurInto(schur: Float64Array, r: Relaxation, rowX: Float64Array, rowZ: Float64Array): void {
  const { size, x, zInverse, cuts, slacks, multipliers } = r;
  const { lengths, spins, signs, count } = cuts;
  const order = size + count;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) schur[i * order + j] = x[i * size + j]! * zInverse[i * size + j]!;
  }
  for (let c = 0; c < count; c++) {
    const start = c * CUT_STRIDE;
    const end = start + lengths[c]!;
    rowX.fill(0);
    rowZ.fill(0);
    for (let p = start; p < end; p++) {
      const row = spins[p]! * size;
      const sign = signs[p]!;
      for (let i = 0; i < size; i++) {
        rowX[i]! += sign * x[row + i]!;
        rowZ[i]! += sign * zInverse[row + i]!;
      }
    }
    const out = (size + c) * order;
    for (let i = 0; i < size; i++) schur[out + i] = rowX[i]! * rowZ[i]!;
    for (let b = 0; b <= c; b++) {
      const first = b * CUT_STRIDE;
      const last = first + lengths[b]!;
      let inX = 0;
      let inZ = 0;
      for (let p = first; p < last; p++) {
        const i = spins[p]!;
        const sign = signs[p]!;
        inX += sign * rowX[i]!;
        inZ += sign * rowZ[i]!;
      }
      schur[out + size + b] = inX * inZ;
    }
    schur[out + size + c]! += slacks[c]! / multipliers[c]!;
  }
}

/** Largest of limit, .8 limit, .64 limit, ... for which base + step * direction is positive definite, times .95 unless it is a full step. */
function stepLength(
  base: Float64Array,
  direction: Float64Array,
  size: number,
  limit: number,
  trial: Float64Array,
): number {
  let step = limit;
  for (let tries = 0; tries < 40; tries++) {
    for (let i = 0; i < trial.length; i++) trial[i] = base[i]! + step * direction[i]!;
    if (choleskyInPlace(trial, size)) return tries === 0 && limit === 1 ? 1 : 0.95 * step;
    step *= 0.8;
  }
  return 0;
}

/** Largest step up to 1 that keeps value + step * change positive. */
function ratio(value: Float64Array, change: Float64Array, count: number): number {
  let step = 1;
  for (let c = 0; c < count; c++) if (change[c]! < 0) step = Math.min(step, -value[c]! / change[c]!);
  return step;
}

function symmetrise(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const mean = 0.5 * (matrix[i * size + j]! + matrix[j * size + i]!);
      matrix[i * size + j] = mean;
      matrix[j * size + i] = mean;
    }
  }
}

/** g_a' C g_a for every constraint: the diagonal of C, then the cuts. C symmetric. */
function constraintsInto(out: Float64Array, c: Float64Array, cuts: CutList, size: number): void {
  for (let i = 0; i < size; i++) out[i] = c[i * size + i]!;
  for (let k = 0; k < cuts.count; k++) out[size + k] = cutValue(cuts, k, c, size);
}

/**
 * One predictor-corrector step along the HKM direction; whether the iterate moved. When it did not, rounding has won and
 * further steps are of no use. With N = size + cuts: N^3 / 6 multiplications and about 8 size^3 more.
 *
 * Source: Helmberg, Rendl, Vanderbei and Wolkowicz, SIAM Journal on Optimization 6, 1996, section 2 (direction);
 * Helmberg and Rendl, Mathematical Programming 82, 1998, section 3 (with inequalities); Mehrotra's choice of the centre.
 */
export function interiorPointStep(r: Relaxation): boolean {
  const { size, x, z, zInverse, cuts, slacks: s, multipliers: m, work } = r;
  const count = cuts.count;
  const order = size + count;
  if (work.schur.length < order * order) work.schur = new Float64Array(Math.ceil(1.3 * order * order));
  if (work.vectors.length === 0 || work.vectors[0]!.length < order) {
    work.vectors = Array.from({ length: VECTORS }, () => new Float64Array(2 * order));
  }
  const [inverseTerm, rightSide, corrected, ds, dm, dy, second] = work.vectors as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [trial, product, dz, dx, correction] = work.squares as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const schur = work.schur.subarray(0, order * order);
  schurInto(schur, r, dy.subarray(0, size), dm.subarray(0, size));
  if (!choleskyInPlace(schur, order)) return false;
  let gap = 0;
  for (let i = 0; i < x.length; i++) gap += x[i]! * z[i]!;
  for (let c = 0; c < count; c++) gap += s[c]! * m[c]!;
  const mu = gap / order;

  // Predictor: towards mu = 0.
  for (let i = 0; i < order; i++) rightSide[i] = -1;
  const solution = corrected.subarray(0, order);
  const directionInto = (centre: number, withCorrection: boolean): void => {
    solveCholeskyInPlace(schur, order, solution);
    for (let i = 0; i < size; i++) dy[i] = solution[i]!;
    for (let c = 0; c < count; c++) dm[c] = -solution[size + c]!;
    dualMatrixInto(dz, dy, dm, undefined, cuts, size);
    // Rows of X dZ are columns of dZ X, which is what the product with Z^-1 needs.
    multiplyTransposedInto(product, x, dz, size);
    if (withCorrection) for (let i = 0; i < product.length; i++) product[i]! += correction[i]!;
    multiplyTransposedInto(dx, zInverse, product, size);
    symmetrise(dx, size);
    for (let i = 0; i < dx.length; i++) dx[i] = centre * zInverse[i]! - x[i]! - dx[i]!;
    for (let c = 0; c < count; c++) {
      const quadratic = withCorrection ? second[c]! : 0;
      ds[c] = (centre - quadratic - s[c]! * dm[c]!) / m[c]! - s[c]!;
    }
  };
  solution.set(rightSide.subarray(0, order));
  directionInto(0, false);
  const primalAffine = stepLength(x, dx, size, ratio(s, ds, count), trial);
  const dualAffine = stepLength(z, dz, size, ratio(m, dm, count), trial);
  let affineGap = 0;
  for (let i = 0; i < x.length; i++) affineGap += (x[i]! + primalAffine * dx[i]!) * (z[i]! + dualAffine * dz[i]!);
  for (let c = 0; c < count; c++) affineGap += (s[c]! + primalAffine * ds[c]!) * (m[c]! + dualAffine * dm[c]!);
  const shrink = Math.min(1, Math.max(0, affineGap / gap));
  const shortest = Math.min(primalAffine, dualAffine);
  const centre = mu * (shortest < 0.2 ? Math.max(0.3, shrink ** 2) : Math.max(1e-6, shrink ** 3));

  // Corrector: with the second-order term of the predictor. Columns of dZ dX are rows of dX dZ.
  multiplyTransposedInto(correction, dx, dz, size);
  multiplyTransposedInto(product, zInverse, correction, size);
  symmetrise(product, size);
  constraintsInto(inverseTerm, zInverse, cuts, size);
  constraintsInto(rightSide, product, cuts, size);
  for (let i = 0; i < size; i++) solution[i] = centre * inverseTerm[i]! - 1 - rightSide[i]!;
  for (let c = 0; c < count; c++) {
    second[c] = dm[c]! * ds[c]!;
    solution[size + c] = centre * inverseTerm[size + c]! - 1 - rightSide[size + c]! - (centre - second[c]!) / m[c]!;
  }
  directionInto(centre, true);
  const primal = stepLength(x, dx, size, Math.min(1, 0.95 * ratio(s, ds, count)), trial);
  const dual = stepLength(z, dz, size, Math.min(1, 0.95 * ratio(m, dm, count)), trial);
  for (let i = 0; i < x.length; i++) x[i]! += primal * dx[i]!;
  for (let c = 0; c < count; c++) {
    s[c]! += primal * ds[c]!;
    m[c]! += dual * dm[c]!;
  }
  for (let i = 0; i < size; i++) r.y[i]! += dual * dy[i]!;
  r.infeasibility = 0;
  for (let c = 0; c < count; c++) {
    r.infeasibility = Math.max(r.infeasibility, Math.abs(cutValue(cuts, c, x, size) - s[c]! - 1));
  }
  return refreshDual(r) && (primal > 1e-6 || dual > 1e-6);
}
