/** Softmax and log-sum-exp, shifted by the largest entry so that neither overflows. */

/** Writes softmax(beta x) of `length` entries of x into `out`. */
export function softmaxInto(out: Float64Array, x: ArrayLike<number>, beta: number, length = x.length): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < length; k++) largest = Math.max(largest, beta * x[k]!);
  let sum = 0;
  for (let k = 0; k < length; k++) {
    const e = Math.exp(beta * x[k]! - largest);
    out[k] = e;
    sum += e;
  }
  for (let k = 0; k < length; k++) out[k]! /= sum;
}

/** (1/beta) ln sum_k exp(beta x_k). */
export function logSumExp(x: ArrayLike<number>, beta: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < x.length; k++) largest = Math.max(largest, beta * x[k]!);
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += Math.exp(beta * x[k]! - largest);
  return (largest + Math.log(sum)) / beta;
}
