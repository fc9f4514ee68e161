/**
 * Runge-Kutta methods with an embedded error estimate, as plain tables. `a` and `implicit` are stages * stages, row-major.
 */
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
  /** Diagonally implicit partner for the part y' = -rate y; its weights are `b` too. */
  readonly implicit: readonly (readonly number[])[] | null;
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

const additiveB = [82889 / 524892, 0, 15625 / 83664, 69875 / 102672, -2260 / 8211, 1 / 4];
const additiveLower = [
  4586570599 / 29645900160,
  0,
  178811875 / 945068544,
  814220225 / 1159782912,
  -3700637 / 11593932,
  61727 / 225920,
];

/**
 * Additive, order 4(3): explicit for the network, L-stable and stiffly accurate for fast decays on the diagonal.
 * Source: Kennedy and Carpenter, Appl. Numer. Math. 44, 139 (2003), ARK4(3)6L[2]SA, appendix C.
 */
export const KENNEDY_CARPENTER: Tableau = {
  name: "Kennedy-Carpenter ARK4(3)6L[2]SA",
  stages: 6,
  errorOrder: 4,
  c: [0, 1 / 2, 83 / 250, 31 / 50, 17 / 20, 1],
  a: [
    [],
    [1 / 2],
    [13861 / 62500, 6889 / 62500],
    [-116923316275 / 2393684061468, -2731218467317 / 15368042101831, 9408046702089 / 11113171139209],
    [
      -451086348788 / 2902428689909,
      -2682348792572 / 7519795681897,
      12662868775082 / 11960479115383,
      3355817975965 / 11060851509271,
    ],
    [
      647845179188 / 3216320057751,
      73281519250 / 8382639484533,
      552539513391 / 3454668386233,
      3354512671639 / 8306763924573,
      4040 / 17871,
    ],
  ],
  b: additiveB,
  error: additiveB.map((b, k) => b - additiveLower[k]!),
  firstSameAsLast: false,
  implicit: [
    [0],
    [1 / 4, 1 / 4],
    [8611 / 62500, -1743 / 31250, 1 / 4],
    [5012029 / 34652500, -2922 / 444325, 174375 / 388108, 1 / 4],
    [15267082809 / 155376265600, -71443401 / 120774400, 730878875 / 902184768, 2285395 / 8070912, 1 / 4],
    additiveB,
  ],
};
