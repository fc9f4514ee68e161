/**
 * A number c such that M + c I is certainly positive semidefinite, for a symmetric matrix of whole numbers.
 *
 * When Cholesky's method runs to its end in floating point on a symmetric n*n matrix B, in whatever order its sums are
 * taken, B + D is positive semidefinite for some |D_ij| <= g sqrt(B_ii B_jj), g = (n+1)u / (1 - 2(n+1)u) and u = 2^-53,
 * so that no eigenvalue of B lies below -g trace(B). So c = 2 (n+2) u trace(B) is enough, for n + 1 <= 2^51; one whole
 * unit more pays for underflow, which cannot cost more than n^2 times 2^-1000. Since all entries and the margin are whole
 * numbers below 2^53, nothing is rounded before the factorisation.
 *
 * Source: Demmel, LAPACK working note 14, 1989; Higham, Accuracy and Stability of Numerical Algorithms, theorem 10.5;
 * used so in Rump, BIT 46, 2006, theorem 2.3.
 */

/** Rows factored between two pauses; scaled so that a pause comes every few million multiplications. */
const SLICE_FLOPS = 4e6;

/** Factors `lower` (m*m, row-major, lower triangle) in place; false as soon as a pivot is not positive. */
function* cholesky(lower: Float64Array, m: number): Generator<void, boolean, void> {
  let flops = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * m + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * m + k]! * lower[j * m + k]!;
      if (j < i) lower[i * m + j] = sum / lower[j * m + j]!;
      // Also catches NaN.
      else if (!(sum > 0)) return false;
      else lower[i * m + i] = Math.sqrt(sum);
    }
    flops += (i * i) / 2;
    if (flops > SLICE_FLOPS) {
      flops = 0;
      yield;
    }
  }
  return true;
}

/** Margins added to the diagonal before each trial, in units of the rounding margin itself. */
const TRIALS = [0, 2 ** 10, 2 ** 20];

/**
 * The shift c, or null when M has an eigenvalue below some 2^20 rounding margins. A matrix that is semidefinite but for
 * rounding passes at the second or third trial, at the price of a larger shift.
 *
 * @param matrix m*m, row-major, whole numbers; only the lower triangle is read. The trace is at most 2^52, and so is what it grows to.
 */
export function* definiteShift(matrix: Float64Array, m: number): Generator<void, number | null, void> {
  let trace = 0;
  for (let i = 0; i < m; i++) {
    if (matrix[i * m + i]! < 0) return null;
    trace += matrix[i * m + i]!;
  }
  const marginOf = (sum: number): number => Math.ceil(2 * (m + 2) * 2 ** -53 * sum) + 1;
  const work = new Float64Array(m * m);
  for (const trial of TRIALS) {
    const added = trial * marginOf(trace);
    const newTrace = trace + m * added;
    if (newTrace > 2 ** 52) return null;
    work.set(matrix);
    for (let i = 0; i < m; i++) work[i * m + i]! += added;
    if (yield* cholesky(work, m)) return added + marginOf(newTrace);
  }
  return null;
}
