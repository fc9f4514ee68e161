import { describe, expect, test } from "vitest";
import { clusterMove } from "../../src/baseline/cluster-move.ts";
import { couplingsOf, randomState, refreshState, type SpinState } from "../../src/baseline/couplings.ts";
import { createRandom } from "../../src/core/index.ts";
import { createNetwork, type HopfieldNetwork } from "../../src/network/index.ts";

/** Energies below 100 in magnitude. */
const TOLERANCE = 1e-10;

const TEMPERATURE = 1;

/** A ring of n spins with random couplings; with `all`, every pair is coupled, the ring's neighbours most. */
function ring(n: number, seed: number, { biased = false, all = false }): HopfieldNetwork {
  const random = createRandom(seed, "ring");
  const weights = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const near = i - j === 1 || i - j === n - 1;
      if (!near && !all) continue;
      const w = (near ? 3 : 0.1) * random.gaussian();
      weights[i * n + j] = w;
      weights[j * n + i] = w;
    }
  }
  return createNetwork(n, weights, biased ? Float64Array.from({ length: n }, () => random.gaussian()) : undefined);
}

const copyOf = (state: SpinState) => ({ ...state, spins: state.spins.slice(), fields: state.fields.slice() });

function setUp(network: HopfieldNetwork, seed: number) {
  const random = createRandom(seed, "cluster test");
  const couplings = couplingsOf(network);
  const [a, b] = [randomState(couplings, random), randomState(couplings, random)];
  const scratch = { seen: new Uint8Array(network.n), members: new Int32Array(network.n) };
  return { random, couplings, a, b, scratch };
}

describe("clusterMove", () => {
  test.each([true, false])("keeps the sum of the energies while both change, with bias: %s", (biased) => {
    let moved = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { a, b, couplings, random, scratch } = setUp(ring(24, seed, { biased }), seed);
      const [was, sum] = [a.energy, a.energy + b.energy];
      const size = clusterMove(a, b, couplings, !biased, 0, TEMPERATURE, random, scratch);
      refreshState(a, couplings);
      refreshState(b, couplings);
      expect(Math.abs(a.energy + b.energy - sum)).toBeLessThan(TOLERANCE);
      if (size > 0 && Math.abs(a.energy - was) > TOLERANCE) moved++;
    }
    expect(moved).toBeGreaterThan(10);
  });

  test("exchanges the spins of one connected cluster and no others", () => {
    const { a, b, couplings, random, scratch } = setUp(ring(24, 1, { biased: true }), 1);
    const [oldA, oldB] = [copyOf(a), copyOf(b)];
    const size = clusterMove(a, b, couplings, false, 0, TEMPERATURE, random, scratch);
    const flipped = [...a.spins.keys()].filter((i) => a.spins[i] !== oldA.spins[i]);
    expect(flipped.length).toBe(size);
    for (const i of flipped) expect([a.spins[i], b.spins[i]]).toEqual([oldB.spins[i], oldA.spins[i]]);
    // On a ring a connected set has one spin whose left neighbour is outside.
    expect(flipped.filter((i) => !flipped.includes((i + 23) % 24)).length).toBe(1);
  });

  test("does nothing when all differing spins are coupled with one another", () => {
    const { a, b, couplings, random, scratch } = setUp(ring(12, 1, { all: true }), 1);
    const old = copyOf(a);
    expect(clusterMove(a, b, couplings, false, 0, TEMPERATURE, random, scratch)).toBe(0);
    expect(a).toEqual(old);
  });

  test("leaves both replicas in Boltzmann's distribution when weak couplings do not bind", () => {
    // For all pairs of states: apply the move to each in
    // proportion to its probability, and compare the mean squared energy before and after.
    const network = ring(4, 3, { all: true, biased: true });
    const couplings = couplingsOf(network);
    const scratch = { seen: new Uint8Array(4), members: new Int32Array(4) };
    const random = createRandom(1, "stationary");
    const repeats = 400;
    let [weight, before, after, moved] = [0, 0, 0, 0];
    for (let pair = 0; pair < 256; pair++) {
      const states = [pair & 15, pair >> 4].map((bits) => {
        const spins = Int8Array.from({ length: 4 }, (_, i) => ((bits >> i) & 1 ? 1 : -1));
        const state = { spins, fields: new Float64Array(4), energy: 0 };
        refreshState(state, couplings);
        return state;
      }) as [SpinState, SpinState];
      const p = Math.exp(-(states[0].energy + states[1].energy) / HOT);
      for (let k = 0; k < repeats; k++) {
        const [a, b] = [copyOf(states[0]), copyOf(states[1])];
        if (clusterMove(a, b, couplings, false, BINDING, HOT, random, scratch) > 0) moved++;
        weight += p;
        before += p * (states[0].energy ** 2 + states[1].energy ** 2);
        after += p * (a.energy ** 2 + b.energy ** 2);
      }
    }
    expect(moved).toBeGreaterThan(1000);
    expect(Math.abs(after - before) / weight).toBeLessThan(STATIONARY_SHARE * (before / weight));
  });
});

/** High enough that no state is rare. */
const HOT = 3;
/** Above the couplings across the ring and some of those along it. */
const BINDING = 3;
/** About four standard errors over the 102,400 moves. */
const STATIONARY_SHARE = 0.02;
