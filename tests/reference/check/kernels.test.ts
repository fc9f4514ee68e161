import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/core/index.ts";
import { contract, roundToEnergy } from "../../../src/reference/check/contract.ts";
import { cycleBound } from "../../../src/reference/check/cycle-leaf.ts";
import { definiteShift } from "../../../src/reference/check/definite-shift.ts";
import { compare, dyadic, plus, roundDown, roundUp, times } from "../../../src/reference/check/dyadic.ts";
import { eliminationBound, MAX_WIDTH } from "../../../src/reference/check/elimination-leaf.ts";
import { integerNetwork } from "../../../src/reference/check/integer-network.ts";
import { semidefiniteBound } from "../../../src/reference/check/semidefinite-leaf.ts";
import { Ties } from "../../../src/reference/check/ties.ts";
import { networkOf, networks, reals, smallIntegers } from "../arbitraries.ts";
import { allStates } from "../brute-force.ts";
import { cycles, elimination, reduced, semidefinite, type Tied, tie, untied } from "./spin-builder.ts";

/** The result of a generator run to its end. */
function finish<T>(work: Generator<void, T, void>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Leading principal minors by Bareiss' fraction-free elimination: exact, so that their signs decide definiteness. */
function isDefinite(matrix: readonly bigint[][]): boolean {
  const a = matrix.map((row) => [...row]);
  let before = 1n;
  for (let k = 0; k < a.length; k++) {
    if (a[k]![k]! <= 0n) return false;
    for (let i = k + 1; i < a.length; i++) {
      for (let j = k + 1; j < a.length; j++) {
        a[i]![j] = (a[i]![j]! * a[k]![k]! - a[i]![k]! * a[k]![j]!) / before;
      }
    }
    before = a[k]![k]!;
  }
  return true;
}

/** Cholesky's method with no margin, as a careless checker would have it. */
function naivelyDefinite(matrix: Float64Array, m: number): boolean {
  const l = matrix.slice();
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = l[i * m + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * m + k]! * l[j * m + k]!;
      if (i === j && !(sum > 0)) return false;
      l[i * m + j] = i === j ? Math.sqrt(sum) : sum / l[j * m + j]!;
    }
  }
  return true;
}

describe("definiteShift", () => {
  test("gives a shift that exact arithmetic confirms, on singular matrices of which a plain factorisation passes many that are indefinite", () => {
    const random = createRandom(11, "near-singular");
    let fooled = 0;
    for (let trial = 0; trial < 400; trial++) {
      const m = 3 + random.integer(6);
      // A Gram matrix of vectors in fewer dimensions is singular; one less on the diagonal makes it indefinite, often
      // by less than rounding shows.
      const rank = m - 1;
      const entry = (): number => Math.round((2 * random.uniform() - 1) * 2 ** 24);
      const rows = Array.from({ length: m }, () => Array.from({ length: rank }, entry));
      const gram = new Float64Array(m * m);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < m; j++) for (let k = 0; k < rank; k++) gram[i * m + j]! += rows[i]![k]! * rows[j]![k]!;
      }
      const hurt = random.integer(m);
      gram[hurt * m + hurt]! -= 1;
      const exact = (shift: number): bigint[][] =>
        Array.from({ length: m }, (_, i) =>
          Array.from({ length: m }, (_, j) => BigInt(gram[i * m + j]!) + (i === j ? BigInt(shift) : 0n)),
        );
      if (naivelyDefinite(gram, m) && !isDefinite(exact(0))) fooled++;
      const shift = finish(definiteShift(gram, m));
      if (shift === null) continue;
      // Semidefinite with the shift: definite with one unit more.
      expect(isDefinite(exact(shift + 1))).toBe(true);
    }
    expect(fooled).toBeGreaterThan(20);
  });

  test.each([
    ["indefinite", [1, -5, -5, 1], false],
    ["with a negative diagonal", [-1, 0, 0, 5], false],
    ["definite", [4, 1, 1, 4], true],
    ["zero", [0, 0, 0, 0], true],
  ])("tells a matrix that is %s", (_, entries, expected) => {
    const large = Float64Array.from(entries, (v) => v * 2 ** 40);
    expect(finish(definiteShift(large, 2)) !== null).toBe(expected);
  });

  test("is small against the matrix when that is well definite", () => {
    const matrix = Float64Array.of(2 ** 45, 2 ** 44, 2 ** 44, 2 ** 45);
    expect(finish(definiteShift(matrix, 2))).toBeLessThanOrEqual(2);
  });
});

/** Up to three random ties, applied to the checker's structure and to the test's. */
function randomTies(n: number, seed: number): { ties: Ties; tied: Tied } {
  const random = createRandom(seed, "ties");
  const ties = new Ties(n);
  let tied = untied(n);
  for (let t = random.integer(4); t > 0; t--) {
    const i = random.integer(n + 1);
    const j = random.integer(n + 1);
    if (tied.representative[i] === tied.representative[j]) continue;
    const sign = random.integer(2) === 0 ? 1 : -1;
    ties.join(i, j, sign);
    tied = tie(tied, i, j, sign);
  }
  return { ties, tied };
}

describe("the bounds of a leaf", () => {
  const seeds = fc.integer({ min: 0, max: 10_000 });

  test.each([
    ["integers", smallIntegers, 0],
    // Rounding of ten real numbers of magnitude 10 in the oracle.
    ["real numbers", reals, 1e-11],
  ])("never exceed the least energy of the states that its ties allow, for %s", (_, value, rounding) => {
    fc.assert(
      fc.property(networks(6, value), seeds, (network, seed) => {
        const { n } = network;
        const { ties, tied } = randomTies(n, seed);
        const random = createRandom(seed, "leaf");
        const integers = integerNetwork(network)!;
        const contracted = contract(integers, ties);
        const expected = reduced(network, tied);
        expect(contracted.representatives).toEqual(expected.representatives);
        // The flip of all spins is a state as good when there is no bias.
        const minimum = allStates(network)
          .filter(({ spins }) => {
            const up = (i: number) => (i === n ? 1 : spins[i]!);
            return tied.representative.every((r, i) => up(i) === tied.sign[i]! * up(r));
          })
          .reduce((least, s) => Math.min(least, s.energy), Number.POSITIVE_INFINITY);
        const energyOf = (bound: number): number => bound * integers.unit + integers.constant;
        const slack = integers.slack + rounding;
        const eliminated = finish(eliminationBound(elimination(network, tied), contracted));
        expect(Math.abs(energyOf(eliminated as number) - minimum)).toBeLessThanOrEqual(slack);
        const byCycles = cycleBound(cycles(network, tied, random), contracted, integers.unit) as number;
        expect(energyOf(roundToEnergy(contracted, byCycles)) - minimum).toBeLessThanOrEqual(slack);
        const { leaf, bound } = semidefinite(network, tied, random, random.integer(3));
        const byMatrix = finish(semidefiniteBound(leaf, contracted, integers.unit)) as number;
        expect(byMatrix).toBeTypeOf("number");
        // The formula in doubles says the same.
        expect(energyOf(byMatrix)).toBeCloseTo(bound, 6);
        expect(energyOf(roundToEnergy(contracted, byMatrix)) - minimum).toBeLessThanOrEqual(slack);
      }),
      { numRuns: 200 },
    );
  });

  test("meet the minimum of a frustrated triangle by one odd cycle", () => {
    // Antiferromagnetic: two of three pairs differ, E = 1 - 2 = -1, and z <= 2 over the cycle is tight.
    const network = networkOf(3, [-1, -1, -1]);
    const integers = integerNetwork(network)!;
    const contracted = contract(integers, new Ties(3));
    const leaf = { leaf: "cycles", cycles: [{ spins: [0, 1, 2], odd: [true, true, true], multiplier: 2 }] } as const;
    expect((cycleBound(leaf, contracted, integers.unit) as number) * integers.unit).toBe(-1);
  });

  test("pay for rounding when the multipliers leave a singular matrix", () => {
    // Diag(1) - A is the matrix of ones: semidefinite, and -3/2 is the bound without rounding.
    const integers = integerNetwork(networkOf(3, [-1, -1, -1]))!;
    const leaf = { leaf: "semidefinite", multipliers: [1, 1, 1], cuts: [] } as const;
    const bound = finish(semidefiniteBound(leaf, contract(integers, new Ties(3)), integers.unit)) as number;
    expect(bound * integers.unit).toBeLessThan(-1.5);
    expect(bound * integers.unit).toBeGreaterThan(-1.5 - 1e-6);
  });

  test.each([
    ["too few multipliers", { leaf: "semidefinite", multipliers: [9, 9], cuts: [] }, "2 multipliers for 3"],
    [
      "an even cut",
      { leaf: "semidefinite", multipliers: [9, 9, 9], cuts: [{ spins: [0, 1], signs: [1, 1], multiplier: 1 }] },
      "not 3, 5 or 7",
    ],
    [
      "a negative cut",
      { leaf: "semidefinite", multipliers: [9, 9, 9], cuts: [{ spins: [0, 1, 2], signs: [1, 1, 1], multiplier: -1 }] },
      "negative",
    ],
    [
      "a repeated spin",
      { leaf: "semidefinite", multipliers: [9, 9, 9], cuts: [{ spins: [0, 1, 1], signs: [1, 1, 1], multiplier: 1 }] },
      "twice",
    ],
    ["small multipliers", { leaf: "semidefinite", multipliers: [0.9, 0.9, 0.9], cuts: [] }, "negative eigenvalue"],
    ["huge multipliers", { leaf: "semidefinite", multipliers: [1e300, 1, 1], cuts: [] }, "too large"],
  ] as const)("are refused for a semidefinite leaf with %s", (_, leaf, message) => {
    const integers = integerNetwork(networkOf(3, [-1, -1, -1]))!;
    const found = finish(semidefiniteBound(leaf, contract(integers, new Ties(3)), integers.unit));
    expect(found).toContain(message);
  });

  test.each([
    ["an even number of marks", [0, 1, 2], [true, true, false], 1, "even number"],
    ["no marks", [0, 1, 2], [false, false, false], 1, "even number"],
    ["two spins", [0, 1], [true, false], 1, "fewer than 3"],
    ["a spin beyond", [0, 1, 5], [true, true, true], 1, "no class"],
    ["a negative multiplier", [0, 1, 2], [true, true, true], -1, "negative"],
    ["a mark too few", [0, 1, 2], [true], 1, "marks"],
  ])("are refused for a cycle with %s", (_, spins, odd, multiplier, message) => {
    const integers = integerNetwork(networkOf(3, [-1, -1, -1]))!;
    const leaf = { leaf: "cycles", cycles: [{ spins, odd, multiplier }] } as const;
    expect(cycleBound(leaf, contract(integers, new Ties(3)), integers.unit)).toContain(message);
  });

  test("are refused for an elimination wider than its limit, and found on a wide one within it", () => {
    const all = (n: number) => integerNetwork(networkOf(n, new Array((n * (n - 1)) / 2).fill(-1)))!;
    const order = (n: number) => ({ leaf: "elimination", order: Array.from({ length: n }, (_, i) => i) }) as const;
    const wide = contract(all(MAX_WIDTH + 2), new Ties(MAX_WIDTH + 2));
    expect(finish(eliminationBound(order(MAX_WIDTH + 2), wide))).toContain("more than the 24");
    // Antiferromagnetic on all pairs of 14: halves of 7, and E = -(7 x 7 - 2 x 21) = -7.
    const integers = all(14);
    const found = finish(eliminationBound(order(14), contract(integers, new Ties(14)))) as number;
    expect(found * integers.unit).toBe(-7);
  });
});

describe("dyadic numbers", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  test("add and multiply exactly, and round to the side asked for", () => {
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        const sum = plus(dyadic(a), dyadic(b));
        expect(compare(plus(sum, dyadic(-a)), dyadic(b))).toBe(0);
        expect(roundDown(dyadic(a)) === a && roundUp(dyadic(a)) === a).toBe(true);
        const product = times(dyadic(a), dyadic(b));
        for (const exact of [sum, product]) {
          // Beyond the doubles there is no side to round to.
          if (Math.abs(a) > 1e150 || Math.abs(b) > 1e150) continue;
          expect(compare(dyadic(roundDown(exact)), exact)).toBeLessThanOrEqual(0);
          expect(compare(dyadic(roundUp(exact)), exact)).toBeGreaterThanOrEqual(0);
        }
        expect(compare(dyadic(a), dyadic(b))).toBe(Math.sign(a - b) || 0);
      }),
    );
  });
});
