/** A Runge-Kutta method with an embedded error estimate, as a plain table. */
export interface Tableau {
  readonly name: string;
  readonly stages: number;
  /** Order of the error estimate plus one: the step goes with the error to the power of -1 / this. */
  readonly errorOrder: number;
  readonly c: readonly number[];
  readonly a: readonly (readonly number[])[];
  readonly b: readonly number[];
  /** b - b of the embedded method. */
  readonly error: readonly number[];
  /** Whether the last stage stands at the new point, so that its slope serves the next step. */
  readonly firstSameAsLast: boolean;
  /**
   * Linearly implicit part for y' = slope - rate y: coefficients gamma_kj below the diagonal and the diagonal itself;
   * null when the method is explicit.
   */
  readonly implicit: { readonly diagonal: number; readonly below: readonly (readonly number[])[] } | null;
}

const dormandPrinceB = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0];
const dormandPrinceLower = [5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40];

/** Explicit, order 5(4). Source: Dormand and Prince, J. Comput. Appl. Math. 6, 19 (1980), table 2. */
export const DORMAND_PRINCE: Tableau = {
  name: "Dormand-Prince 5(4)",
  stages: 7,
  errorOrder: 5,
  c: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
  a: [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    dormandPrinceB.slice(0, 6),
  ],
  b: dormandPrinceB,
  error: dormandPrinceB.map((b, k) => b - dormandPrinceLower[k]!),
  firstSameAsLast: true,
  implicit: null,
};

const RANG_B = [0.24212380706095346, -1.2232505839045147, 1.545260255335102, 0.435866521508459];
const RANG_LOWER = [0.37810903145819369, -0.096042292212423178, 0.5, 0.2179332607542295];

/**
 * Rosenbrock W-method of order 3(2), L-stable and stiffly accurate. A W-method keeps its order with any matrix in the
 * place of the Jacobian: here the diagonal of the fast decays alone, so that no linear system is solved.
 * Source: Rang and Angermann, BIT Numer. Math. 45, 761 (2005), ROS34PW2.
 */
export const RANG_ANGERMANN: Tableau = {
  name: "Rang-Angermann ROS34PW2",
  stages: 4,
  errorOrder: 3,
  c: [0, 0.87173304301691801, 0.7315799577888524, 1],
  a: [[], [0.87173304301691801], [0.84457060015369423, -0.11299064236484185], [0, 0, 1]],
  b: RANG_B,
  error: RANG_B.map((b, k) => b - RANG_LOWER[k]!),
  firstSameAsLast: false,
  implicit: {
    diagonal: 0.435866521508459,
    below: [
      [],
      [-0.87173304301691801],
      [-0.90338057013044082, 0.054180672388095326],
      [0.24212380706095346, -1.2232505839045147, 0.54526025533510214],
    ],
  },
};
