/** Four vectors of the length of the unknowns, owned by the caller. */
export interface ConjugateGradientWork {
  readonly residual: Float64Array;
  readonly preconditioned: Float64Array;
  readonly direction: Float64Array;
  readonly image: Float64Array;
}

/** Room for `conjugateGradients` on n unknowns. */
export function conjugateGradientWork(n: number): ConjugateGradientWork {
  return {
    residual: new Float64Array(n),
    preconditioned: new Float64Array(n),
    direction: new Float64Array(n),
    image: new Float64Array(n),
  };
}

function dot(a: Float64Array, b: Float64Array, n: number): number {
  let [even, odd] = [0, 0];
  const last = n - 1;
  let i = 0;
  for (; i < last; i += 2) {
    even += a[i]! * b[i]!;
    odd += a[i + 1]! * b[i + 1]!;
  }
  return i < n ? even + odd + a[i]! * b[i]! : even + odd;
}

/**
 * Adds to x the solution of A d = r by preconditioned conjugate gradients; the number of iterations. A and the
 * preconditioner M^-1 are symmetric, A positive definite, M^-1 positive semidefinite with A's solution in its range.
 * Ends when r' M^-1 r has fallen to `tolerance`^2 times `scale`, when it no longer falls, or after `limit` iterations.
 *
 * @param x n, updated
 * @param work `work.residual` holds r at the start, and the recursion's residual at the end; all overwritten
 * @param applyInto out = A d
 * @param preconditionInto out = M^-1 r
 * @param scale a value of b' M^-1 b for the whole right-hand side; undefined for that of r
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 11.5.
 */
export function conjugateGradients(
  x: Float64Array,
  work: ConjugateGradientWork,
  applyInto: (out: Float64Array, d: Float64Array) => void,
  preconditionInto: (out: Float64Array, r: Float64Array) => void,
  options: { readonly tolerance: number; readonly limit: number; readonly scale?: number | undefined },
): { readonly iterations: number; readonly scale: number; readonly converged: boolean } {
  const { residual: r, preconditioned: z, direction: d, image } = work;
  const n = x.length;
  preconditionInto(z, r);
  let rz = dot(r, z, n);
  const scale = options.scale ?? rz;
  const goal = options.tolerance ** 2 * scale;
  d.set(z);
  let iterations = 0;
  while (rz > goal && iterations < options.limit) {
    applyInto(image, d);
    const curvature = dot(d, image, n);
    if (!(curvature > 0)) break;
    const step = rz / curvature;
    for (let i = 0; i < n; i++) {
      x[i]! += step * d[i]!;
      r[i]! -= step * image[i]!;
    }
    preconditionInto(z, r);
    const next = dot(r, z, n);
    const ratio = next / rz;
    rz = next;
    for (let i = 0; i < n; i++) d[i] = z[i]! + ratio * d[i]!;
    iterations++;
  }
  return { iterations, scale, converged: rz <= goal };
}
