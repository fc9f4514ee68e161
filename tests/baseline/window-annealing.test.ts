import { describe, expect, test } from "vitest";
import { couplingsOf, descend, fieldsInto, randomState } from "../../src/baseline/couplings.ts";
import { simulatedAnnealing } from "../../src/baseline/index.ts";
import { laneCouplingsOf } from "../../src/baseline/lane-couplings.ts";
import { createWindowAnnealer } from "../../src/baseline/window-annealing.ts";
import { createRandom } from "../../src/core/index.ts";
import { energy, type HopfieldNetwork, isSingleFlipStable } from "../../src/network/index.ts";
import { encodeMaxCut, generateNamed, scoreMaxCut } from "../../src/problem/index.ts";
import { networkOf } from "../reference/arbitraries.ts";

function randomNetwork(n: number, share: number, value: (draw: number) => number): HopfieldNetwork {
  const random = createRandom(2, "windows", n, share);
  const draw = () => value(random.uniform());
  const below = Array.from({ length: (n * (n - 1)) / 2 }, () => (random.uniform() < share ? draw() : 0));
  return networkOf(n, below, Array.from({ length: n }, draw), 0.5);
}

const whole = (draw: number) => Math.floor(15 * draw) - 7;
const large = (draw: number) => Math.floor(2e5 * draw) - 1e5;
const real = (draw: number) => 2 * draw - 1;
const CASES: [string, HopfieldNetwork][] = [
  ["dense whole couplings", randomNetwork(37, 1, whole)],
  ["sparse large couplings", randomNetwork(100, 0.05, large)],
  ["dense real couplings", randomNetwork(37, 1, real)],
  ["spins without couplings", randomNetwork(9, 0, whole)],
];
/** Fields and energies of at most 1e6, updated some thousands of times. */
const TOLERANCE = 1e-6;

describe("createWindowAnnealer", () => {
  test.each(CASES)("never ends higher, stable, and with true fields on %s", (_, network) => {
    const couplings = couplingsOf(network);
    const anneal = createWindowAnnealer(couplings, laneCouplingsOf(couplings));
    const random = createRandom(5);
    const state = randomState(couplings, random);
    descend(state, couplings);
    const first = state.energy;
    const hot = 2 * Math.max(...network.weights.map(Math.abs), 1);
    const temperatures = Float64Array.from({ length: 30 }, (_, k) => hot * 0.7 ** k);
    const fields = new Float64Array(network.n);
    for (let k = 0; k < 200; k++) {
      const before = state.energy;
      const size = anneal(state, temperatures, random);
      expect(size).toBeGreaterThan(0);
      expect(size).toBeLessThanOrEqual(Math.max(10, Math.ceil(network.n / 2)));
      expect(state.energy).toBeLessThanOrEqual(before + TOLERANCE);
    }
    expect(isSingleFlipStable(network, state.spins)).toBe(true);
    expect(Math.abs(state.energy - energy(network, state.spins))).toBeLessThan(TOLERANCE);
    fieldsInto(fields, couplings, state.spins);
    for (let i = 0; i < network.n; i++) expect(Math.abs(fields[i]! - state.fields[i]!)).toBeLessThan(TOLERANCE);
    // Windows leave the first minimum of nearly any network that has another.
    if (network.n > 9) expect(state.energy).toBeLessThan(first);
  });
});

describe("simulatedAnnealing on couplings of many sizes", () => {
  // Proven in the Biq Mac library.
  test("finds the published optimum of t2g15_5555 from three seeds", () => {
    const problem = generateNamed("t2g15_5555");
    const { network, scale, shift } = encodeMaxCut(problem);
    for (const seed of [1, 2, 3]) {
      const best = 15051133;
      const search = { seed, restarts: 200, targetEnergy: (best - shift) / scale };
      const { spins } = simulatedAnnealing(network, { ...search, sweeps: 10_000 });
      expect(scoreMaxCut(problem, spins).objective).toBe(best);
    }
  });

  test("anneals windows by default there, and not on couplings of one size", () => {
    for (const [name, windows] of [
      ["t2g10_5555", true],
      ["g05_60.0", false],
    ] as const) {
      const { network } = encodeMaxCut(generateNamed(name));
      const found = (more: object) => {
        const ends: number[] = [];
        simulatedAnnealing(network, { seed: 1, restarts: 5, sweeps: 200, onEnd: (e) => ends.push(e), ...more });
        return ends;
      };
      expect(found({})).toEqual(found({ windows }));
      expect(found({})).not.toEqual(found({ windows: !windows }));
    }
  });
});
