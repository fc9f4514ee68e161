/**
 * The Dormand-Prince method of order 5(4), explicit: stage k stands at time C_k and state y + h sum_j A_kj slope_j; the last
 * stage is the new point, so that its slope serves the next step.
 *
 * Source: Dormand and Prince, J. Comput. Appl. Math. 6, 19 (1980), table 2.
 */
export const STAGES = 7;

/** The error of the estimate goes with the step to this power. */
export const ERROR_ORDER = 5;

/** Weights of order 5 and of the embedded order 4. */
export const WEIGHTS = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0];
export const LOWER_WEIGHTS = [5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40];

export const C = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];

export const A: readonly (readonly number[])[] = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  WEIGHTS.slice(0, 6),
];

/** Weights of the error estimate. */
export const ERROR = WEIGHTS.map((b, k) => b - LOWER_WEIGHTS[k]!);

/** What leads from the last stage but one, which stands at the end of the step too, to the last. */
export const LAST_CHANGE = WEIGHTS.slice(0, STAGES - 1).map((b, k) => b - (A[STAGES - 2]![k] ?? 0));
