/**
 * The certificate of a proof: enough for a stranger to repeat every step of it with a pencil. It holds no number that has
 * to be believed: a checker computes each bound anew from the multipliers, and multipliers that are not the best give a
 * bound that is weaker, never one that is wrong. Plain data, a JSON file.
 *
 * A spin proof bounds the energy of the encoded network, a tour proof the length of a tour, an assignment proof the cost
 * of an assignment; the latter two speak of the task itself.
 */

/** A certificate of a lower bound, and of the solution that meets it when the two are equal. */
export interface Certificate {
  readonly format: "ohmfield-certificate-1";
  /** Kind and name of the task, for people. */
  readonly task: { readonly kind: string; readonly name: string };
  /** Name of the encoding, for a spin proof; null for the others. */
  readonly encoding: string | null;
  /** Objective of `solution`. */
  readonly objective: number;
  /** What the proof shows of every feasible solution: objective at most (sense max) or at least (sense min) this. */
  readonly bound: number;
  /** Whether `bound` and `objective` are equal, so that the solution is optimal. */
  readonly proven: boolean;
  /** The solution, as a solution file of the task holds it. */
  readonly solution: string;
  readonly proof: SpinProof | TourProof | AssignmentProof;
}

/** Bounds the energy over all spins: a tree whose branches cover every state. */
export interface SpinProof {
  readonly kind: "spins";
  readonly tree: SpinNode;
}

/**
 * A branch says of two spins that they are equal or opposite; index n stands for a spin that is always +1, so that the
 * pair [i, n] fixes spin i. Spins keep their indices all the way down.
 */
export type SpinNode =
  | { readonly pair: readonly [number, number]; readonly same: SpinNode; readonly opposite: SpinNode }
  | SemidefiniteLeaf
  | CycleLeaf
  | EliminationLeaf;

/**
 * The semidefinite bound of what is left at a leaf. Each class of spins that the branches have tied together has one
 * representative, the smallest index in it, except that the class of the spin n is represented by n. Over the
 * representatives r in increasing order, with n left out when no spin is tied to it and there is no bias, let A be the
 * couplings that remain (A_rr = 0, the bias being the coupling to n) and k the constant that the ties leave, so that
 * E = k - 1/2 x'Ax. Each cut with multiplier m >= 0 adds m times the signs of its pairs to a symmetric matrix T
 * (T_pq = T_qp), so that 1/2 x'Tx >= -sum m (k_cut - 1) / 2. When Diag(y) - (A + T) has no negative eigenvalue,
 * E >= k - 1/2 sum y + 1/2 x'Tx, that is E >= k - 1/2 sum y - sum m (k_cut - 1) / 2.
 */
export interface SemidefiniteLeaf {
  readonly leaf: "semidefinite";
  /** One for each representative, in increasing order. */
  readonly multipliers: readonly number[];
  readonly cuts: readonly HypermetricCut[];
}

/**
 * The inequality sum_{p<q} signs_p signs_q x_p x_q >= -(k - 1) / 2 over an odd number k = 3, 5, 7 of representatives: a
 * triangle for three, pentagonal for five.
 */
export interface HypermetricCut {
  readonly spins: readonly number[];
  readonly signs: readonly (1 | -1)[];
  /** Not negative. */
  readonly multiplier: number;
}

/**
 * The odd-cycle bound over the couplings between representatives: with z_e = 1 when the ends of e differ, every cycle C
 * and odd subset F of its edges has sum_F z - sum_{C-F} z <= |F| - 1.
 */
export interface CycleLeaf {
  readonly leaf: "cycles";
  readonly cycles: readonly {
    /** Representatives in the order of the cycle, at least 3; edge p joins the p-th and the next. */
    readonly spins: readonly number[];
    /** Whether edge p is in F; an odd number of them is. */
    readonly odd: readonly boolean[];
    /** Not negative. */
    readonly multiplier: number;
  }[];
}

/** The exact minimum by eliminating representatives in this order; n, the spin that is always +1, is not listed. */
export interface EliminationLeaf {
  readonly leaf: "elimination";
  readonly order: readonly number[];
}

/** Bounds the length of a tour: branches on whether an edge (an arc, when distances depend on direction) is in it. */
export interface TourProof {
  readonly kind: "tour";
  readonly tree: TourNode;
}

/** `in` and `out`: the edge or arc is in every tour of that branch, or in none. Cities count from 0. */
export type TourNode =
  | { readonly edge: readonly [number, number]; readonly in: TourNode; readonly out: TourNode }
  | TourLeaf;

/**
 * The linear bound at a leaf, by duality. Symmetric, x_e in {0,1}: each city has sum of its edges 2 (potential p_v free),
 * each set S has at least 2 edges leaving it (m_S >= 0), and a comb with handle H and k teeth, k odd, has
 * x(delta(H)) + sum_t x(delta(T_t)) >= 3 k + 1. Length >= 2 sum p + 2 sum m + sum (3k+1) m_comb + sum_e min(0, c_e)
 * over free edges + sum c_e over edges that are in, with c_e = d_e - p_u - p_v - sum of the multipliers whose cut e crosses
 * (counted as often as it crosses).
 * Asymmetric: each city has one arc out (`potentials`) and one in (`inPotentials`), and each S at least one arc leaving it:
 * length >= sum p + sum q + sum m + sum (3k+1) m_comb + sum_a min(0, c_a) + sum of c_a over arcs that are in. A comb
 * counts both directions of an arc alike: the arcs of a tour, their directions forgotten, are the edges of one.
 * A leaf may also be `infeasible`: the edges that are in or out leave no tour, because a city has more of them in than a
 * tour uses (2; with directions one arc out and one in), or fewer that are not out, or because edges that are in close a
 * path that misses a city.
 */
export type TourLeaf =
  | {
      readonly leaf: "linear";
      readonly potentials: readonly number[];
      /** Only when distances depend on the direction. */
      readonly inPotentials?: readonly number[];
      readonly subtours: readonly { readonly cities: readonly number[]; readonly multiplier: number }[];
      readonly combs: readonly {
        readonly handle: readonly number[];
        readonly teeth: readonly (readonly number[])[];
        readonly multiplier: number;
      }[];
    }
  | { readonly leaf: "infeasible" };

/** Bounds a quadratic assignment: facilities are placed one after another, every free location being tried. */
export interface AssignmentProof {
  readonly kind: "assignment";
  readonly tree: AssignmentNode;
}

/**
 * `place` places a facility at each location that is still free, in increasing order of location; a leaf is closed by the
 * Gilmore-Lawler bound of the partial assignment, which a checker computes anew.
 */
export type AssignmentNode =
  | { readonly place: number; readonly at: readonly AssignmentNode[] }
  | { readonly leaf: "gilmore-lawler" };
