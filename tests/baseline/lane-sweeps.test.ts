import { describe, expect, test } from "vitest";
import { couplingsOf } from "../../src/baseline/couplings.ts";
import { laneCouplingsOf } from "../../src/baseline/lane-couplings.ts";
import { depthOf, spinsInto, upState } from "../../src/baseline/lane-state.ts";
import { type LaneSweeper, scalarSweeper } from "../../src/baseline/lane-sweeps.ts";
import { laneSweeper } from "../../src/baseline/sweeps-kernel.ts";
import { createRandom } from "../../src/core/index.ts";
import { energy, type HopfieldNetwork, localFieldsInto } from "../../src/network/index.ts";
import { boltzmann } from "../helpers/boltzmann.ts";
import { networkOf } from "../reference/arbitraries.ts";

const whole = (draw: number) => Math.floor(15 * draw) - 7;
const large = (draw: number) => Math.floor(2e5 * draw) - 1e5;
const real = (draw: number) => 2 * draw - 1;

function randomNetwork(n: number, value: (draw: number) => number, share: number): HopfieldNetwork {
  const random = createRandom(1, "lanes", n, share);
  const below = Array.from({ length: (n * (n - 1)) / 2 }, () =>
    random.uniform() < share ? value(random.uniform()) : 0,
  );
  return networkOf(
    n,
    below,
    Array.from({ length: n }, () => value(random.uniform())),
    0.5,
  );
}

const CASES: [string, HopfieldNetwork, 16 | 32, boolean][] = [
  ["dense whole couplings", randomNetwork(37, whole, 1), 16, true],
  ["sparse whole couplings", randomNetwork(100, whole, 0.05), 16, true],
  ["dense large couplings", randomNetwork(37, large, 1), 32, true],
  ["sparse large couplings", randomNetwork(100, large, 0.05), 32, true],
  ["dense real couplings", randomNetwork(37, real, 1), 32, false],
  ["sparse real couplings", randomNetwork(100, real, 0.05), 32, false],
  ["quarters", randomNetwork(20, (draw) => whole(draw) / 4, 1), 16, true],
];

/** Fields of whole numbers are exact; of real ones, a rounding of 2^-30 of the largest row a coupling. */
const FIELD_TOLERANCE = 1e-6;
const SWEEPS = 200_000;
/** Over five standard errors of a share near 1/2 from that many sweeps, of which about one in five is independent. */
const SHARE_TOLERANCE = 0.013;

/** A state after sweeps from hot to cold, a turn and a quench. */
function path(network: HopfieldNetwork, make: (of: ReturnType<typeof laneCouplingsOf>) => LaneSweeper) {
  const couplings = laneCouplingsOf(couplingsOf(network));
  const sweeper = make(couplings);
  const random = createRandom(3, "path");
  const state = upState(couplings, random);
  sweeper.turn(
    state,
    Uint8Array.from({ length: network.n }, () => random.integer(2)),
  );
  const hot = 4 * Math.abs(network.weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0));
  sweeper.sweeps(
    state,
    Float64Array.from({ length: 200 }, (_, k) => hot * 0.97 ** k),
  );
  const swept = { ...state, fields: state.fields.slice(), signs: state.signs.slice(), streams: state.streams.slice() };
  sweeper.quench(state);
  return { couplings, swept, state };
}

describe("laneSweeper", () => {
  test.each(CASES)("gives the bits of its twin on %s", (_, network, bits, exact) => {
    const kernel = path(network, laneSweeper);
    expect(kernel.couplings).toMatchObject({ bits, exact });
    const twin = path(network, scalarSweeper);
    expect(kernel.swept).toEqual(twin.swept);
    expect(kernel.state).toEqual(twin.state);
  });

  test.each(CASES)("keeps the fields and the energy of its spins on %s", (_, network, __, exact) => {
    const { couplings, state } = path(network, laneSweeper);
    const spins = new Int8Array(network.n);
    spinsInto(spins, state);
    const fields = new Float64Array(network.n);
    localFieldsInto(fields, network, spins);
    for (let i = 0; i < network.n; i++) {
      expect(Math.abs(state.fields[i]! / couplings.scale - fields[i]!)).toBeLessThan(FIELD_TOLERANCE);
      expect((1 + 2 * state.signs[i]!) * state.fields[i]!).toBeGreaterThanOrEqual(0);
    }
    const found = network.constant - depthOf(couplings, state);
    if (exact) expect(found).toBe(energy(network, spins));
    else expect(Math.abs(found - energy(network, spins))).toBeLessThan(FIELD_TOLERANCE);
  });

  test("keeps two searches apart that take turns", () => {
    const [first, second] = [CASES[0]![1], CASES[5]![1]];
    const temperatures = Float64Array.from({ length: 5 }, () => 2);
    const walk = (network: HopfieldNetwork) => {
      const couplings = laneCouplingsOf(couplingsOf(network));
      return { sweeper: laneSweeper(couplings), state: upState(couplings, createRandom(4)) };
    };
    const [a, b, alone] = [walk(first), walk(second), walk(first)];
    for (let k = 0; k < 3; k++) alone.sweeper.sweeps(alone.state, temperatures);
    for (let k = 0; k < 3; k++) {
      a.sweeper.sweeps(a.state, temperatures);
      b.sweeper.sweeps(b.state, temperatures);
    }
    expect(a.state).toEqual(alone.state);
  });

  test.each([
    ["whole", 10],
    ["real", Math.PI],
  ])("visits the states of %s couplings as often as Boltzmann's law says", (_, unit) => {
    const below = [7, -4, 11, 3, -9, 5].map((w) => w * unit);
    const network = networkOf(
      4,
      below,
      [2, -1, 4, 0].map((b) => b * unit),
    );
    const couplings = laneCouplingsOf(couplingsOf(network));
    for (const temperature of [8 * unit, 30 * unit]) {
      const sweeper = laneSweeper(couplings);
      const state = upState(couplings, createRandom(5, "boltzmann"));
      const visits = new Float64Array(16);
      const one = Float64Array.of(temperature);
      for (let sweep = 0; sweep < SWEEPS; sweep++) {
        sweeper.sweeps(state, one);
        let index = 0;
        for (let i = 0; i < 4; i++) if (state.signs[i] === 0) index |= 1 << i;
        visits[index]! += 1 / SWEEPS;
      }
      const exact = boltzmann(network, temperature);
      for (let k = 0; k < exact.length; k++) expect(Math.abs(visits[k]! - exact[k]!)).toBeLessThan(SHARE_TOLERANCE);
    }
  });

  test("accepts rare flips with probability exp(-d / T)", () => {
    // Spins that are not coupled, held by their biases: each is a trial of its own.
    const n = 1000;
    const [change, temperature, trials] = [14, 2, 2000];
    const network = networkOf(n, new Array((n * (n - 1)) / 2).fill(0), new Array(n).fill(change / 2));
    const couplings = laneCouplingsOf(couplingsOf(network));
    const sweeper = laneSweeper(couplings);
    const state = upState(couplings, createRandom(6, "rare"));
    let flips = 0;
    for (let k = 0; k < trials; k++) {
      sweeper.sweeps(state, Float64Array.of(temperature));
      for (const sign of state.signs) flips -= sign;
      sweeper.quench(state);
    }
    const p = Math.exp(-change / temperature);
    // Five standard errors of independent draws.
    expect(Math.abs(flips / (n * trials) - p)).toBeLessThan(5 * Math.sqrt(p / (n * trials)));
  });
});
