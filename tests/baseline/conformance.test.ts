import { describe, expect, test } from "vitest";
import {
  breakoutLocalSearch,
  chaoticAnnealing,
  greedyDescent,
  type Incumbent,
  meanFieldAnnealing,
  noisyHopfield,
  parallelTempering,
  portfolio,
  randomSearch,
  rankTwoRelaxation,
  type SpinSearchOptions,
  simulatedAnnealing,
  simulatedBifurcation,
  tabuSearch,
} from "../../src/baseline/index.ts";
import { ArgumentError, CancelledError, createRandom, type Progress, type StepOptions } from "../../src/core/index.ts";
import { createNetwork, energy, type HopfieldNetwork, isSingleFlipStable } from "../../src/network/index.ts";
import { enumerateMinimum } from "../../src/reference/index.ts";
import { networkOf } from "../reference/arbitraries.ts";

type Method = (
  network: HopfieldNetwork,
  options: SpinSearchOptions & StepOptions,
) => { readonly energy: number; readonly spins: Int8Array; readonly restarts: number };

const SPIN_SEARCHES: [string, Method][] = [
  ["simulatedAnnealing", simulatedAnnealing],
  ["parallelTempering", parallelTempering],
  ["ballistic bifurcation", simulatedBifurcation],
  ["discrete bifurcation", (network, options) => simulatedBifurcation(network, { ...options, variant: "discrete" })],
  [
    "heated bifurcation",
    (network, options) => simulatedBifurcation(network, { ...options, heating: 0.06, timeStep: 0.7 }),
  ],
  ["noisyHopfield", noisyHopfield],
  [
    "noisyHopfield in batches with noise",
    (network, options) => noisyHopfield(network, { ...options, noise: 1, batch: 3 }),
  ],
  ["breakoutLocalSearch", breakoutLocalSearch],
  ["rankTwoRelaxation", rankTwoRelaxation],
  ["meanFieldAnnealing", meanFieldAnnealing],
  ["chaoticAnnealing", chaoticAnnealing],
  ["portfolio", portfolio],
  ["greedyDescent", greedyDescent],
  ["randomSearch", randomSearch],
  ["tabuSearch", tabuSearch],
];

/** Energies below 1000 in magnitude, summed in another order. */
const REAL_TOLERANCE = 1e-10;

const integer = (draw: number) => Math.floor(21 * draw) - 10;
const real = (draw: number) => 2 * draw - 1;
/** Couplings over six decades, where one temperature fits no spin but a few. */
const wide = (draw: number) => (draw < 0.5 ? -1 : 1) * 10 ** (6 * ((2 * draw) % 1) - 4);

function randomNetwork(
  n: number,
  seed: number,
  value: (draw: number) => number,
  { biased = false, share = 1 } = {},
): HopfieldNetwork {
  const random = createRandom(seed, "conformance", n);
  const next = () => (random.uniform() < share ? value(random.uniform()) : 0);
  const below = Array.from({ length: (n * (n - 1)) / 2 }, next);
  return networkOf(n, below, biased ? Array.from({ length: n }, () => value(random.uniform())) : undefined, 1.5);
}

/** Two parts without a coupling between them, and one spin without any. */
function disconnected(seed: number): HopfieldNetwork {
  const n = 13;
  const whole = randomNetwork(n, seed, real);
  const part = (i: number) => (i === n - 1 ? 2 : i % 2);
  const weights = whole.weights.map((w, at) => (part(Math.floor(at / n)) === part(at % n) ? w : 0));
  return createNetwork(n, weights);
}

const NETWORKS: [string, HopfieldNetwork][] = [
  ["14 spins and whole couplings", randomNetwork(14, 1, integer)],
  ["14 spins, real couplings and bias", randomNetwork(14, 2, real, { biased: true })],
  ["13 spins and sparse couplings over six decades", randomNetwork(13, 3, wide, { share: 0.3 })],
  ["12 spins, bias and dense couplings over six decades", randomNetwork(12, 4, wide, { biased: true })],
  ["14 spins and few couplings of one size", randomNetwork(14, 5, (d) => (d < 0.5 ? -1 : 1), { share: 0.25 })],
  ["parts that are not connected", disconnected(6)],
  ["2 spins", randomNetwork(2, 7, real, { biased: true })],
];

describe.each(SPIN_SEARCHES)("%s", (_, method) => {
  test.each(NETWORKS)("finds the enumerated minimum of %s by its default effort", (_, network) => {
    const { energy: least } = enumerateMinimum(network);
    for (const seed of [1, 2]) {
      const found = method(network, { seed });
      expect(Math.abs(found.energy - least)).toBeLessThan(REAL_TOLERANCE);
      expect(found.energy).toBe(energy(network, found.spins));
    }
  });

  test("repeats from its seed, and starts elsewhere from another", () => {
    const network = randomNetwork(60, 8, real, { biased: true, share: 0.5 });
    const options = { seed: 5, restarts: 1, sweeps: 5, flips: 5 };
    const found = method(network, options);
    expect(method(network, options)).toEqual(found);
    expect(method(network, { ...options, seed: 6 }).spins).not.toEqual(found.spins);
  });

  test("works on a single spin, with and without bias, and on couplings of zero", () => {
    const single = createNetwork(1, Float64Array.of(0), Float64Array.of(-2));
    expect(method(single, { seed: 1 })).toMatchObject({ energy: -2, spins: Int8Array.of(-1) });
    expect(method(createNetwork(1, Float64Array.of(0), undefined, 3), { seed: 1 }).energy).toBe(3);
    const zeros = method(createNetwork(3, new Float64Array(9)), { seed: 1, restarts: 2 });
    expect(zeros.energy).toBe(0);
    for (const spin of zeros.spins) expect(Math.abs(spin)).toBe(1);
  });

  test("stops at its target, with a state that has reached it", () => {
    const network = randomNetwork(14, 9, integer);
    const target = enumerateMinimum(network).energy;
    const found = method(network, { seed: 1, restarts: 2 ** 20, targetEnergy: target });
    expect(found.energy).toBe(target);
    expect(found.restarts).toBeLessThan(2 ** 20);
  });

  test("reports progress up to its end, and stops between two slices when its signal is aborted", () => {
    const network = randomNetwork(14, 10, integer);
    const seen: Progress[] = [];
    method(network, { seed: 1, progress: (p) => seen.push(p) });
    expect(seen.at(-1)!.done).toBe(seen.at(-1)!.total);
    for (let k = 1; k < seen.length; k++) expect(seen[k]!.done).toBeGreaterThanOrEqual(seen[k - 1]!.done);
    const controller = new AbortController();
    const options = { seed: 1, restarts: 2 ** 20, signal: controller.signal, progress: () => controller.abort() };
    expect(() => method(network, options)).toThrow(CancelledError);
  });

  test("refuses options out of range", () => {
    const network = createNetwork(2, new Float64Array(4));
    expect(() => method(network, { seed: 1, restarts: 0 })).toThrow(ArgumentError);
    expect(() => method(network, { seed: 0.5 })).toThrow(ArgumentError);
  });
});

describe.each(SPIN_SEARCHES)("%s", (name, method) => {
  test("hands out ever better states, the last of which is its result", () => {
    const network = randomNetwork(40, 11, real, { biased: true });
    const seen: Incumbent[] = [];
    const found = method(network, { seed: 2, restarts: 4, onIncumbent: (state) => seen.push(state) });
    for (let k = 1; k < seen.length; k++) expect(seen[k]!.energy).toBeLessThan(seen[k - 1]!.energy);
    for (const state of seen) expect(energy(network, state.spins)).toBe(state.energy);
    expect(seen.at(-1)).toMatchObject({ energy: found.energy, spins: found.spins });
    if (name !== "randomSearch") expect(isSingleFlipStable(network, found.spins)).toBe(true);
  });
});
