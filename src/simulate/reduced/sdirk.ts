/**
 * A singly diagonally implicit Runge-Kutta method of order 4 with an embedded method of order 3, L-stable: stage k stands at
 * time SDIRK_C_k and state y + h sum_j SDIRK_A_kj slope_j; the last stage is the new point.
 *
 * Source: Hairer and Wanner, Solving Ordinary Differential Equations II, 2nd edition, table 6.5.
 */
export const SDIRK_GAMMA = 1 / 4;

/** The error of the estimate goes with the step to this power. */
export const SDIRK_ERROR_ORDER = 4;

export const SDIRK_C = [1 / 4, 3 / 4, 11 / 20, 1 / 2, 1];

/** Lower triangle with the diagonal; the last row are the weights. */
export const SDIRK_A: readonly (readonly number[])[] = [
  [1 / 4],
  [1 / 2, 1 / 4],
  [17 / 50, -1 / 25, 1 / 4],
  [371 / 1360, -137 / 2720, 15 / 544, 1 / 4],
  [25 / 24, -49 / 48, 125 / 16, -85 / 12, 1 / 4],
];

export const SDIRK_LOWER_WEIGHTS = [59 / 48, -17 / 96, 225 / 32, -85 / 12, 0];
