import fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { createNetwork, energy, type HopfieldNetwork } from "../../src/network/index.ts";
import { branchAndBound, energyPrecision, enumerateMinimum, type SpinNode } from "../../src/reference/index.ts";
import { largeIntegers, networkOf, networks, reals, smallIntegers } from "./arbitraries.ts";
import { allStates, type BruteState } from "./brute-force.ts";

/** Rounding of the brute force and of the eigenvalues of ml-matrix, as a part of the magnitude of the network. */
const ROUNDING = 1e-12;

/** The pairs on the way to a leaf, with whether they are equal (1) or opposite (-1). */
type Branches = readonly (readonly [number, number, 1 | -1])[];

function leavesOf(node: SpinNode, way: Branches = []): { readonly leaf: SpinNode; readonly way: Branches }[] {
  if ("leaf" in node) return [{ leaf: node, way }];
  const [i, j] = node.pair;
  return [...leavesOf(node.same, [...way, [i, j, 1]]), ...leavesOf(node.opposite, [...way, [i, j, -1]])];
}

/**
 * The bound of a leaf written from the certificate's definition alone: the energies of the leaf are those of a network
 * over representatives, found here by asking the definition of the energy for pairs of states.
 */
function definedBound(network: HopfieldNetwork, way: Branches, leaf: SpinNode): { bound: number; smallest: number } {
  if (!("leaf" in leaf) || leaf.leaf !== "semidefinite") throw new Error("not a semidefinite leaf");
  const { n } = network;
  // Two spins are tied when some way of branches joins them: repeat until nothing changes.
  const relation: number[][] = Array.from({ length: n + 1 }, (_, i) =>
    Array.from({ length: n + 1 }, (_, j) => (i === j ? 1 : 0)),
  );
  for (const [i, j, sign] of way) {
    relation[i]![j] = sign;
    relation[j]![i] = sign;
  }
  for (let k = 0; k <= n; k++) {
    for (let i = 0; i <= n; i++) {
      for (let j = 0; j <= n; j++) {
        if (relation[i]![j] === 0) relation[i]![j] = relation[i]![k]! * relation[k]![j]!;
      }
    }
  }
  const representative = relation.map((row) => (row[n] !== 0 ? n : row.findIndex((r) => r !== 0)));
  const used = network.bias.some((b) => b !== 0) || representative.slice(0, n).includes(n);
  const list = [...new Set(representative)].filter((r) => r < n || used).sort((a, b) => a - b);
  // Spins of the state in which the representatives have the values given.
  const value = (x: readonly number[]) =>
    energy(
      network,
      Array.from({ length: n }, (_, i) => x[list.indexOf(representative[i]!)]! * relation[i]![representative[i]!]!),
    );
  const withSigns = (...flipped: number[]) => value(list.map((_, p) => (flipped.includes(p) ? -1 : 1)));
  const size = list.length;
  // E is quadratic in x: second differences give A, with x_n allowed to be -1 because every bias goes through it.
  const homogeneous = (...flipped: number[]) => {
    const last = list.indexOf(n);
    if (last < 0 || !flipped.includes(last)) return withSigns(...flipped);
    return withSigns(...list.map((_, p) => p).filter((p) => !flipped.includes(p)));
  };
  const a = Matrix.zeros(size, size);
  let pairs = 0;
  for (let p = 0; p < size; p++) {
    for (let q = 0; q < p; q++) {
      const second = homogeneous() - homogeneous(p) - homogeneous(q) + homogeneous(p, q);
      a.set(p, q, -second / 4);
      a.set(q, p, -second / 4);
      pairs += -second / 4;
    }
  }
  let bound = homogeneous() + pairs - leaf.multipliers.reduce((sum, y) => sum + y, 0) / 2;
  const z = Matrix.diag([...leaf.multipliers]).sub(a);
  expect(leaf.multipliers.length).toBe(size);
  for (const { spins, signs, multiplier } of leaf.cuts) {
    expect(multiplier).toBeGreaterThanOrEqual(0);
    expect([3, 5, 7]).toContain(spins.length);
    expect(new Set(spins).size).toBe(spins.length);
    bound -= (multiplier * (spins.length - 1)) / 2;
    spins.forEach((i, p) => {
      spins.forEach((j, q) => {
        const [r, c] = [list.indexOf(i), list.indexOf(j)];
        if (p !== q) z.set(r, c, z.get(r, c) - multiplier * signs[p]! * signs[q]!);
      });
    });
  }
  return { bound, smallest: Math.min(...new EigenvalueDecomposition(z, { assumeSymmetric: true }).realEigenvalues) };
}

const isIn = ({ spins }: BruteState, way: Branches): boolean =>
  way.every(([i, j, sign]) => (spins[i] ?? 1) * (spins[j] ?? 1) === sign);

/** Sparse networks with empty rows and several components come from zeros. */
const mostlyZero = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: smallIntegers });
const halves = smallIntegers.map((value) => value / 2);

describe("branchAndBound", () => {
  test.each([
    ["integers", smallIntegers],
    ["halves", halves],
    ["integers up to 2^40", largeIntegers],
    ["reals", reals],
    ["mostly zero", mostlyZero],
  ])("finds and proves the enumerated minimum when couplings are %s", (_, value) => {
    fc.assert(
      fc.property(networks(12, value), (network) => {
        const { energy: lowest } = enumerateMinimum(network);
        const { magnitude } = energyPrecision(network);
        const result = branchAndBound(network);
        expect(result.proven).toBe(true);
        expect(energy(network, result.spins)).toBe(result.upperEnergy);
        expect(result.upperEnergy - lowest).toBeLessThanOrEqual(result.tolerance + ROUNDING * magnitude);
        expect(result.lowerEnergy - lowest).toBeLessThanOrEqual(ROUNDING * magnitude);
        expect(result.tolerance).toBeLessThanOrEqual(1e-9 * magnitude);
      }),
      { numRuns: 25 },
    );
  });

  test("proves integer networks without any tolerance", () => {
    fc.assert(
      fc.property(networks(10, smallIntegers), (network) => {
        const result = branchAndBound(network);
        const { energy: lowest } = enumerateMinimum(network);
        expect([result.lowerEnergy, result.upperEnergy, result.tolerance]).toEqual([lowest, lowest, 0]);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ["integers", smallIntegers],
    ["reals", reals],
  ])("gives a tree that covers every state, with leaves whose defined bound is below their states, for %s", (_, value) => {
    fc.assert(
      fc.property(networks(9, value), fc.integer({ min: 0, max: 8 }), (drawn, cut) => {
        const network = { ...drawn, constant: 0 };
        const { magnitude } = energyPrecision(network);
        const tree = branchAndBound(network, { seed: cut }).tree!;
        const leaves = leavesOf(tree);
        const states = allStates(network);
        for (const state of states) expect(leaves.filter(({ way }) => isIn(state, way)).length).toBe(1);
        for (const { leaf, way } of leaves) {
          const { bound, smallest } = definedBound(network, way, leaf);
          expect(smallest).toBeGreaterThan(-ROUNDING * magnitude);
          const lowest = states.filter((s) => isIn(s, way)).reduce((e, s) => Math.min(e, s.energy), Infinity);
          expect(bound).toBeLessThanOrEqual(lowest + ROUNDING * magnitude);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("branchAndBound on eleven equal numbers to be parted", () => {
  test("branches, and each leaf alone excludes the energies below the minimum", () => {
    // E = ((sum 3 s)^2 - 99) / 2. Bounds that see at most seven spins at a time stay near -99 / 2; the minimum is -45.
    const network = networkOf(11, new Array(55).fill(-9));
    const result = branchAndBound(network);
    expect(result).toMatchObject({ proven: true, lowerEnergy: -45, upperEnergy: -45 });
    expect(result.rootEnergy).toBeLessThan(-47);
    const leaves = leavesOf(result.tree!);
    expect(leaves.length).toBeGreaterThan(4);
    const states = allStates(network);
    for (const state of states) expect(leaves.filter(({ way }) => isIn(state, way)).length).toBe(1);
    for (const { leaf, way } of leaves) {
      const { bound, smallest } = definedBound(network, way, leaf);
      expect(smallest).toBeGreaterThan(-ROUNDING * 495);
      expect(bound).toBeGreaterThan(-47);
    }
  });
});

describe("branchAndBound on extremes", () => {
  test("closes the complete graph of seven with its cuts, each leaf above the level below the minimum", () => {
    // The semidefinite relaxation alone gives -3.5; energies are -3, -1, 3, ...
    const network = networkOf(7, new Array(21).fill(-1));
    const result = branchAndBound(network);
    expect(result.lowerEnergy).toBe(-3);
    for (const { leaf, way } of leavesOf(result.tree!)) {
      expect(definedBound(network, way, leaf).bound).toBeGreaterThan(-5);
    }
  });

  test("proves one spin, and spins that nothing couples, at once", () => {
    expect(branchAndBound(createNetwork(1, new Float64Array(1)))).toMatchObject({ proven: true, lowerEnergy: 0 });
    expect(branchAndBound(networkOf(1, [], [-2.5], 1))).toMatchObject({ proven: true, lowerEnergy: -1.5 });
    expect(branchAndBound(createNetwork(5, new Float64Array(25)))).toMatchObject({ proven: true, lowerEnergy: 0 });
  });
});
