import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CancelledError, LimitError } from "../../src/core/index.ts";
import { createNetwork, type HopfieldNetwork, isSpinFlipSymmetric } from "../../src/network/index.ts";
import { analyseBasins, analyseBasinsAsync, analyseLandscape, hasBasins } from "../../src/reference/index.ts";
import { largeIntegers, networkOf, networks, reals, smallIntegers } from "./arbitraries.ts";
import { allStates } from "./brute-force.ts";

/** Sums of at most 2^18 positive terms that are at most 1 together, in two orders. */
const SHARE_TOLERANCE = 1e-11;
/** Energies of magnitude below 1000 computed by two codes. */
const ENERGY_TOLERANCE = 1e-10;
/** Real energies no further apart than this are ties to the oracle; drawn ones that differ are further apart. */
const TIE = 1e-9;

interface End {
  readonly energy: number;
  asynchronous: number;
  steepest: number;
}

/**
 * Where each of the 2^n states ends, from the definition: by recursion over probabilities, and by one descent from each
 * state. All 2^n states are kept, with or without a bias.
 */
function bruteBasins(network: HopfieldNetwork, tie: number): Map<number, End> {
  const { n } = network;
  const states = allStates(network);
  const ends = new Map<number, End>();
  const lower = states.map((s, x) =>
    Array.from({ length: n }, (_, i) => x ^ (1 << i)).filter((y) => states[y]!.energy < s.energy - tie),
  );
  lower.forEach((ways, x) => {
    if (ways.length === 0) ends.set(x, { energy: states[x]!.energy, asynchronous: 0, steepest: 0 });
  });
  const memo = new Map<number, Map<number, number>>();
  const endsOf = (x: number): Map<number, number> => {
    const known = memo.get(x);
    if (known !== undefined) return known;
    const ways = lower[x]!;
    const chances = new Map<number, number>(ways.length === 0 ? [[x, 1]] : []);
    for (const y of ways) for (const [end, p] of endsOf(y)) chances.set(end, (chances.get(end) ?? 0) + p / ways.length);
    memo.set(x, chances);
    return chances;
  };
  for (let x = 0; x < states.length; x++) {
    for (const [end, p] of endsOf(x)) ends.get(end)!.asynchronous += p / states.length;
    let y = x;
    while (lower[y]!.length > 0) {
      y = lower[y]!.reduce((best, z) => (states[z]!.energy < states[best]!.energy - tie ? z : best));
    }
    ends.get(y)!.steepest += 1 / states.length;
  }
  return ends;
}

const numberOf = (spins: Int8Array): number => spins.reduce((x, s, i) => x + (s > 0 ? 2 ** i : 0), 0);

function expectAsBruteForce(network: HopfieldNetwork, tie: number): void {
  const ends = bruteBasins(network, tie);
  const found = analyseBasins(network, { minima: 1024 });
  const symmetric = isSpinFlipSymmetric(network);
  const all = 2 ** network.n - 1;
  expect(found.truncated).toBe(false);
  expect(found.minima).toHaveLength(ends.size / (symmetric ? 2 : 1));
  for (const { spins, energy, asynchronous, steepest } of found.minima) {
    const x = numberOf(spins);
    const one = ends.get(x)!;
    expect(Math.abs(energy - one.energy)).toBeLessThan(ENERGY_TOLERANCE);
    const mirror = symmetric ? ends.get(all - x)! : { asynchronous: 0, steepest: 0 };
    // The mirror image holds as much.
    if (symmetric) {
      expect(Math.abs(mirror.asynchronous - one.asynchronous)).toBeLessThan(SHARE_TOLERANCE);
      expect(mirror.steepest).toBe(one.steepest);
    }
    expect(Math.abs(asynchronous - one.asynchronous - mirror.asynchronous)).toBeLessThan(SHARE_TOLERANCE);
    expect(steepest).toBe(one.steepest + mirror.steepest);
  }
  const energies = found.minima.map((m) => m.energy);
  expect(energies).toEqual([...energies].sort((a, b) => a - b));
  const sum = (key: "asynchronous" | "steepest") => found.minima.reduce((s, m) => s + m[key], 0);
  expect(Math.abs(sum("asynchronous") - 1)).toBeLessThan(SHARE_TOLERANCE);
  expect(sum("steepest")).toBe(1);
  const lowest = Math.min(...[...ends.values()].map((e) => e.energy));
  let [asynchronous, steepest] = [0, 0];
  for (const end of ends.values()) {
    if (end.energy > lowest + tie) continue;
    asynchronous += end.asynchronous;
    steepest += end.steepest;
  }
  expect(Math.abs(found.ground.asynchronous - asynchronous)).toBeLessThan(SHARE_TOLERANCE);
  expect(found.ground.steepest).toBe(steepest);
}

const ring = (n: number, weight: number): HopfieldNetwork => {
  const below: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) below.push(j === i - 1 || (j === 0 && i === n - 1) ? weight : 0);
  }
  return networkOf(n, below);
};

describe("analyseBasins", () => {
  test("finds the shares that recursion from the definition finds, when couplings are small integers", () => {
    fc.assert(fc.property(networks(8, smallIntegers), (network) => expectAsBruteForce(network, 0)));
  });

  test("finds the shares that recursion finds, when the energies have more levels than there are buckets", () => {
    fc.assert(fc.property(networks(7, largeIntegers), (network) => expectAsBruteForce(network, 0)));
  });

  test("finds the shares that recursion finds, when couplings are real", () => {
    fc.assert(fc.property(networks(8, reals), (network) => expectAsBruteForce(network, TIE)));
  });

  test("finds them when nearly all states lie in two narrow bands of energy", () => {
    const bands = networks(7, fc.integer({ min: -9, max: 9 })).map((network) => {
      // Two more spins that hold each other with a coupling 2^40 times as large.
      const n = network.n + 2;
      const weights = new Float64Array(n * n);
      for (let i = 0; i < network.n; i++) {
        for (let j = 0; j < network.n; j++) weights[i * n + j] = network.weights[i * network.n + j]!;
      }
      weights[(n - 2) * n + n - 1] = 2 ** 43;
      weights[(n - 1) * n + n - 2] = 2 ** 43;
      return createNetwork(n, weights, Float64Array.from([...network.bias, 0, 0]));
    });
    fc.assert(
      fc.property(bands, (network) => expectAsBruteForce(network, 0)),
      { numRuns: 30 },
    );
  });

  test("agrees with recursion on 10 spins", () => {
    const below = Array.from({ length: 45 }, (_, k) => ((k * k * 7 + 3 * k) % 11) - 5);
    expectAsBruteForce(networkOf(10, below), 0);
    expectAsBruteForce(networkOf(10, below, [1, 0, -1, 2, 0, 0, 1, -3, 0, 1]), 0);
  });

  test("sends everything to the ground states of a ferromagnet on 18 spins, each of which holds half", () => {
    const { ground, minima, truncated } = analyseBasins(networkOf(18, new Array(153).fill(1)));
    expect(truncated).toBe(false);
    expect(minima).toHaveLength(1);
    expect(minima[0]!.spins).toEqual(new Int8Array(18).fill(1));
    expect(Math.abs(ground.asynchronous - 1)).toBeLessThan(SHARE_TOLERANCE);
    expect(ground.steepest).toBe(1);
  });

  test("counts the minima of a ferromagnetic ring as states whose domains are two spins long or more", () => {
    const n = 12;
    const found = analyseBasins(ring(n, 1), { minima: 1024 });
    const isMinimum = (x: number) =>
      Array.from({ length: n }, (_, i) => {
        const at = (k: number) => (x >> ((k + n) % n)) & 1;
        return at(i) === at(i - 1) || at(i) === at(i + 1);
      }).every(Boolean);
    const expected = Array.from({ length: 2 ** n }, (_, x) => x).filter(isMinimum).length;
    expect(2 * found.minima.length).toBe(expected);
    expect(2 * found.minima.length).toBe(analyseLandscape(ring(n, 1)).localMinima);
    // A domain wall can only vanish where a domain is one spin long.
    expect(found.ground.asynchronous).toBeLessThan(1);
  });

  test("gives the shares of a ferromagnetic ring of five as worked out by hand", () => {
    const { ground, minima } = analyseBasins(ring(5, 1), { minima: 32 });
    // 2 states are uniform; 10 have one spin turned and end there; 10 have two neighbours turned and are stable by ties;
    // 10 have domains of 1, 1, 1 and 2 spins: the flip of the middle lone spin leads to the third kind, the flips of the
    // other two to the second.
    expect(minima).toHaveLength(6);
    expect(Math.abs(ground.asynchronous - (12 + (10 * 2) / 3) / 32)).toBeLessThan(SHARE_TOLERANCE);
    // All three gain the same; the middle one is the first when it is spin 0.
    expect(ground.steepest).toBe((12 + 8) / 32);
  });

  test("agrees with recursion on the Petersen graph, whose largest cut is 12 of 15 edges", () => {
    const edges = [0, 1, 2, 3, 4].flatMap((i) => [
      [i, (i + 1) % 5],
      [i, i + 5],
      [i + 5, ((i + 2) % 5) + 5],
    ]);
    const below: number[] = [];
    for (let i = 0; i < 10; i++) {
      for (let j = 0; j < i; j++) below.push(edges.some((e) => e.includes(i) && e.includes(j)) ? -1 : 0);
    }
    expectAsBruteForce(networkOf(10, below), 0);
    expect(analyseBasins(networkOf(10, below)).minima[0]!.energy).toBe(15 - 2 * 12);
  });

  test("leaves every state of a network of zeros where it is", () => {
    const found = analyseBasins(createNetwork(12, new Float64Array(144)), { minima: 5 });
    expect(found).toMatchObject({ ground: { asynchronous: 1, steepest: 1 }, truncated: true });
    expect(found.minima.map((m) => m.steepest)).toEqual(new Array(5).fill(2 ** -11));
  });

  test("follows the biases where there is nothing else, and adds the constant", () => {
    const bias = Float64Array.from([1, -2, 3, -0.5]);
    const { ground, minima } = analyseBasins(createNetwork(4, new Float64Array(16), bias, 10));
    expect(minima).toHaveLength(1);
    expect(minima[0]).toMatchObject({ spins: Int8Array.of(1, -1, 1, -1), energy: 3.5, steepest: 1 });
    expect(Math.abs(ground.asynchronous - 1)).toBeLessThan(SHARE_TOLERANCE);
  });

  test("refuses 29 spins, and 28 with a bias, before any memory is taken", () => {
    expect(() => analyseBasins(createNetwork(29, new Float64Array(841)))).toThrow(LimitError);
    const biased = createNetwork(28, new Float64Array(784), new Float64Array(28).fill(1));
    expect(hasBasins(biased)).toBe(false);
    expect(() => analyseBasins(biased)).toThrow(LimitError);
    expect(hasBasins(createNetwork(28, new Float64Array(784)))).toBe(true);
  });

  test("stops when its signal is aborted, while sorting and while the states run down", () => {
    const network = networkOf(20, new Array(190).fill(1));
    for (const stopAt of ["sorting states", "random order", "steepest descent"]) {
      const controller = new AbortController();
      const progress = ({ note }: { readonly note?: string }) => {
        if (note === stopAt) controller.abort();
      };
      expect(() => analyseBasins(network, { signal: controller.signal, progress })).toThrow(CancelledError);
    }
  });
});

describe("analyseBasinsAsync", () => {
  test("finds what analyseBasins finds", async () => {
    const network = networkOf(5, [1, -1, 2, 0, 3, -2, 1, 1, -1, 2]);
    expect(await analyseBasinsAsync(network)).toEqual(analyseBasins(network));
  });
});
